import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { type PolicyName, policies } from "../../../tools/cache-sim/policies.ts";
import { runPolicy } from "../../../tools/cache-sim/run.ts";
import { recordedPlays, syntheticPlays } from "../../../tools/cache-sim/trace.ts";

const names = Object.keys(policies) as PolicyName[]; // the keys of that very object

describe("the cache simulator", () => {
  it("makes the same plays of the same seed, and others of another", () => {
    const plays = [...syntheticPlays(3, 7)];
    assert.deepEqual([...syntheticPlays(3, 7)], plays);
    assert.notDeepEqual([...syntheticPlays(3, 8)], plays);
    assert.equal(plays.length, 3 * 45);
  });

  it("hits all of what fits, from the second or third play on", () => {
    const loop = Array.from({ length: 40 }, (_, n) => ({
      atUs: n,
      track: n % 4,
      pieces: 73,
      intent: "chosen" as const,
    }));
    for (const name of names) {
      const { hitPct } = runPolicy(name, 64, loop);
      // Those that wait for a second time miss the second round, too.
      const waits = name === "ours-eco" || name === "s3-fifo";
      assert.ok(hitPct <= 90 && hitPct >= (waits ? 75 : 90), `${name}: ${hitPct}`);
    }
  });

  it("holds no more than fits: a loop that is larger than the cache hits little with LRU", () => {
    const loop = Array.from({ length: 300 }, (_, n) => ({
      atUs: n,
      track: n % 30,
      pieces: 73,
      intent: "chosen" as const,
    }));
    assert.equal(runPolicy("lru", 64, loop).hitPct, 0);
    for (const name of names) assert.ok(runPolicy(name, 64, loop).hitPct < 50, name);
  });

  it("shows that ours beats LRU and writes less, in a made-up quarter", () => {
    const of = (name: PolicyName) => runPolicy(name, 512, syntheticPlays(90, 1));
    const [lru, ours, eco] = [of("lru"), of("ours"), of("ours-eco")];
    assert.ok(ours.hitPct > lru.hitPct, `${ours.hitPct} against ${lru.hitPct}`);
    assert.ok(ours.writtenMBPerDay < 0.9 * lru.writtenMBPerDay);
    assert.ok(eco.writtenMBPerDay < 0.5 * lru.writtenMBPerDay);
  });

  it("takes the ends of plays from a ledger's export", () => {
    const line = (kind: string, track: string, playedMs: number): string =>
      JSON.stringify({ kind, track, rung: 2, wallMs: 1_000, playedMs });
    const lines = [
      line("start", "a", 0),
      line("end", "a", 240_000),
      line("end", "b", 10_000),
      "",
      "x",
    ];
    assert.deepEqual(
      [...recordedPlays(lines)].map(({ track, pieces }) => [track, pieces]),
      [
        [0, 73],
        [1, 4],
      ],
    );
  });
});
