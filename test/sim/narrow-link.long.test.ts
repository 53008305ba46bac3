/**
 * Links of 1.15 times the lowest rung, counted in whole IP packets, headers of all layers among them: music begins
 * soon and never stands still, though nearly all of the link is needed for it.
 *
 * NARROW_SEEDS=1-100 plays more of them.
 */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { Rng } from "../../src/base/rng.ts";
import { SimHouse } from "./sim-house.ts";
import { labProfile, SimLan } from "./sim-lan.ts";

const us = 1_000_000;
const [from = 1, to = from] = (process.env["NARROW_SEEDS"] ?? "1-6").split("-").map(Number);
const kbps = Math.floor(1.15 * 96);
const startMsMax = 1_500;
/** Where only the way down is narrow the first second may be of the rung above. */
const settledS = 5;
const limitMs = 240_000;

interface Played {
  readonly startMs: number;
  readonly stalls: number;
  readonly concealedMs: number;
  readonly rungs: ReadonlySet<string>;
}

async function playOver(link: string, seed: number, seconds: number): Promise<Played> {
  const tracks = [(seconds + 20) * 48_000 + 100 * seed, 60 * 48_000];
  const house = await SimHouse.open({ seed, tracks, speakers: 1, quality: "auto" });
  try {
    const { speaker, host } = house.speakers[0] ?? assert.fail("a house of one");
    const lan = new SimLan(house.clock, { hosts: ["10.0.0.1", host], seed });
    house.network.carrier = lan.carry;
    lan.play(link);
    // A warm session, at any moment of what it says to keep itself warm.
    await house.clock.advance(20 * us + new Rng(seed).below(5 * us));
    await speaker.execute({ kind: "play", what: ["sim"] });
    const rungs = new Set<string>();
    for (let second = 0; second < seconds; second++) {
      await house.clock.advance(us);
      if (second >= settledS) rungs.add(speaker.status().rung ?? "");
    }
    const { play, totals } = speaker.status();
    const { stalls, concealedMs } = totals;
    return { startMs: play.startMs ?? Number.POSITIVE_INFINITY, stalls, concealedMs, rungs };
  } finally {
    await house.close();
  }
}

/** Ways and buffers of many kinds, the rate the same. */
function linkOf(seed: number): string {
  const rng = new Rng(seed);
  const delay = `delay ${10 + rng.below(40)}ms, jitter ${rng.below(4)}ms`;
  const queue = `queue ${400 + rng.below(1_100)}ms`;
  const onlyDown = rng.chance(0.3);
  return onlyDown
    ? `${delay}\ndown rate ${kbps}kbit/s, down ${queue}\nup rate 2mbit/s`
    : `${delay}\nrate ${kbps}kbit/s, ${queue}`;
}

function assertPlayed({ startMs, stalls, concealedMs, rungs }: Played, link: string): void {
  assert.ok(startMs <= startMsMax, `started in ${startMs} ms over ${link}`);
  assert.deepEqual([stalls, concealedMs], [0, 0], `over ${link}`);
  assert.deepEqual([...rungs], ["opus-96"], "the lowest, and it stays");
}

describe("a link hardly wider than the lowest rung", () => {
  for (let seed = from; seed <= to; seed++) {
    it(
      `plays three minutes, begun within 1.5 s, without a stall (seed ${seed})`,
      async () => {
        const link = linkOf(seed);
        assertPlayed(await playOver(link, seed, 180), link);
      },
      limitMs,
    );
  }

  it(
    "plays ten, in which the leaf hashes of a long track come by",
    async () => {
      assertPlayed(await playOver(labProfile("barely-wide"), 7, 600), "barely-wide");
    },
    limitMs,
  );
});
