/** Fetching ahead in a whole speaker of the simulated house, its origin 40 ms away. */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import type { StartFigures } from "../../../src/player/prefetch/prefetcher.ts";
import type { Speaker } from "../../../src/player/speaker.ts";
import { SimHouse } from "../../sim/sim-house.ts";
import { delay } from "../../sim/sim-network.ts";

const us = 1_000_000;
const rttMs = 40;
const minute = 60 * 48_000;

async function houseOf(
  options: { prefetch?: boolean; oneWayUs?: number } = {},
): Promise<{ house: SimHouse; speaker: Speaker }> {
  const { prefetch = true, oneWayUs = (rttMs * 1_000) / 2 } = options;
  const house = await SimHouse.open({
    seed: 5,
    tracks: Array.from({ length: 12 }, (_, i) => minute + 100 * i),
    speakers: 1,
    filters: (rng) => [delay(rng.fork(), oneWayUs, 0)],
    prefetch,
  });
  const speaker = house.speakers[0]?.speaker;
  assert.ok(speaker !== undefined);
  return { house, speaker };
}

function figuresOf(speaker: Speaker): StartFigures {
  return speaker.diagnostics()["prefetch"] as StartFigures; // what a speaker with a prefetcher reports
}

async function skipped(house: SimHouse, speaker: Speaker): Promise<number> {
  await speaker.execute({ kind: "next" });
  await house.clock.advance(us);
  const { startMs } = speaker.status().play;
  assert.ok(startMs !== null);
  return startMs;
}

describe("a speaker far from its origin", () => {
  it("has the head of the next track when somebody skips to it, and counts it as played", async () => {
    const { house, speaker } = await houseOf();
    await speaker.execute({ kind: "play", what: [""] });
    await house.clock.advance(15 * us);
    const before = figuresOf(speaker);
    assert.ok(before.fetchedBytes > 50_000, String(before.fetchedBytes));
    assert.ok((await skipped(house, speaker)) < rttMs, "no round trip");
    await house.clock.advance(20 * us);
    const after = figuresOf(speaker);
    assert.deepEqual([after.plays, after.headFetched], [2, 1]);
    assert.ok(after.playedBytes > 50_000, String(after.playedBytes));
    // What is fetched for a guess is no part of what plays.
    assert.equal(speaker.status().totals.stalls, 0);
    await house.close();
  });

  it("asks for it only then where it is told to guess nothing", async () => {
    const { house, speaker } = await houseOf({ prefetch: false });
    await speaker.execute({ kind: "play", what: [""] });
    await house.clock.advance(15 * us);
    assert.equal(speaker.diagnostics()["prefetch"], null);
    assert.ok((await skipped(house, speaker)) >= rttMs);
    await house.close();
  });

  it("fetches nothing ahead from an origin that is as near as its own cache", async () => {
    const { house, speaker } = await houseOf({ oneWayUs: 0 });
    await speaker.execute({ kind: "play", what: [""] });
    await house.clock.advance(25 * us);
    assert.equal(figuresOf(speaker).fetchedBytes, 0);
    await house.close();
  });

  it("remembers over a restart what it learned, and forgets what it was only guessing", async () => {
    const { house, speaker } = await houseOf();
    await speaker.execute({ kind: "play", what: [""] });
    for (let n = 0; n < 4; n++) {
      await house.clock.advance(12 * us);
      await speaker.execute({ kind: "next" });
    }
    const [made] = house.speakers;
    assert.ok(made !== undefined);
    const disk = house.diskOf(made.host);
    await house.stopSpeaker(made);
    const habits = await house.clock.settle(disk.readFile("/speaker/habits"));
    assert.ok(habits.length > 64);
    await house.startSpeaker(made.host, 0, undefined);
    await house.clock.advance(us);
    const [again] = house.speakers;
    assert.ok(again !== undefined);
    assert.equal(figuresOf(again.speaker).plays, 0);
    await house.close();
  });
});
