/** How plays start over netlab's reference links that lose: a whole house of one, two dozen plays each. */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { SimHouse } from "./sim-house.ts";
import { labProfile, SimLan } from "./sim-lan.ts";

const us = 1_000_000;
const plays = 24;
const playedS = 5;
const limitMs = 180_000;

interface Starts {
  readonly medianMs: number;
  readonly slowestMs: number;
  readonly stalls: number;
  readonly concealedMs: number;
}

async function startsOver(profile: string, seed: number): Promise<Starts> {
  const tracks = Array.from({ length: plays }, (_, i) => 60 * 48_000 + 100 * i);
  const house = await SimHouse.open({ seed, tracks, speakers: 1, quality: "auto" });
  try {
    const { speaker, host } = house.speakers[0] ?? assert.fail("a house of one");
    const lan = new SimLan(house.clock, { hosts: ["10.0.0.1", host], seed });
    house.network.carrier = lan.carry;
    lan.play(labProfile(profile));
    // Long enough for the session to know its round trip.
    await house.clock.advance(20 * us);
    const starts: number[] = [];
    for (const { id } of speaker.library("")) {
      await speaker.execute({ kind: "play", what: [id] });
      await house.clock.advance(playedS * us);
      starts.push(speaker.status().play.startMs ?? Number.POSITIVE_INFINITY);
      await speaker.execute({ kind: "stop" });
      await house.clock.advance(us);
    }
    starts.sort((a, b) => a - b);
    const { stalls, concealedMs } = speaker.status().totals;
    const [medianMs = 0, slowestMs = 0] = [starts[plays / 2], starts.at(-1)];
    return { medianMs, slowestMs, stalls, concealedMs };
  } finally {
    await house.close();
  }
}

describe("a start over a round trip of 100 ms", () => {
  // Measured beside it: MPD over a warm connection with BBR, median 216 ms, worst 523 ms.
  it(
    "takes one, and rarely two, where 2 % are lost",
    async () => {
      const { medianMs, slowestMs, stalls, concealedMs } = await startsOver("far-loss2", 5);
      assert.ok(medianMs <= 130, `median ${medianMs} ms`);
      assert.ok(slowestMs <= 261, `slowest ${slowestMs} ms`);
      assert.deepEqual([stalls, concealedMs], [0, 0]);
    },
    limitMs,
  );

  // MPD: 335 and 1015 ms.
  it(
    "takes little more where 5 % are lost in bursts, and no play stalls",
    async () => {
      const { medianMs, slowestMs, stalls, concealedMs } = await startsOver("far-burst5", 5);
      assert.ok(medianMs <= 130, `median ${medianMs} ms`);
      assert.ok(slowestMs <= 330, `slowest ${slowestMs} ms`);
      assert.equal(stalls, 0);
      // A frame or two of six thousand, within the first seconds.
      assert.ok(concealedMs <= 40, `concealed ${concealedMs} ms`);
    },
    limitMs,
  );
});

describe("a start over a link of 320 kbit/s with 8 % lost in bursts", () => {
  // MPD: 974 and 1055 ms.
  it(
    "takes a third of what it takes beside, more often than not",
    async () => {
      const { medianMs, slowestMs } = await startsOver("narrow-burst8", 5);
      assert.ok(medianMs <= 341, `median ${medianMs} ms`);
      // One of two dozen meets bursts of 27 ms a packet, and its repair another; over seeds the slowest is 0.7 to 1.4 s.
      assert.ok(slowestMs <= 1_500, `slowest ${slowestMs} ms`);
    },
    limitMs,
  );
});
