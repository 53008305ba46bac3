import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, it } from "vitest";
import { type PolicyName, policies } from "../../../tools/cache-sim/policies.ts";
import { recordedTraces } from "../../../tools/cache-sim/recorded.ts";
import { runPolicy } from "../../../tools/cache-sim/run.ts";
import { syntheticPlays } from "../../../tools/cache-sim/trace.ts";

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

  it("takes the ends of plays from a ledger's export, each speaker's for itself and in order of time", () => {
    const line = (device: string, kind: string, track: string, more: object): string =>
      JSON.stringify({ device, kind, track, rung: 2, wallMs: 1_000, ...more });
    const lines = [
      line("d1", "start", "a", { playedMs: 0 }),
      line("d1", "end", "a", { playedMs: 240_000, atMs: 9_000 }),
      line("d2", "end", "b", { playedMs: 10_000, atMs: null }),
      line("d1", "end", "b", { playedMs: 10_000, atMs: 5_000 }),
      line("d1", "end", "c", { playedMs: 0 }),
      "",
      "x",
      '{"device":"d1","kind":"end","tra',
    ];
    const seen = recordedTraces(lines).map((plays) =>
      plays.map(({ atUs, track, pieces }) => [atUs / 1_000, track, pieces]),
    );
    assert.deepEqual(seen, [
      [
        [5_000, 1, 4],
        [9_000, 0, 74],
      ],
      [[1_000, 0, 4]],
    ]);
    assert.throws(() => recordedTraces(["", "{}"]), /has no plays/);
  });

  it("takes the uses of a cache, seconds of one piece as one use", () => {
    const use = { speaker: "s", track: "a", rung: 2, bytes: 20_000, intent: "chosen" };
    const lines = [0, 1, 2, 3, 4, 0].map((index) => JSON.stringify({ ...use, atMs: index, index }));
    const [plays = []] = recordedTraces(lines);
    const order = plays.map(({ from, pieces }) => [from, pieces]);
    assert.deepEqual(order, [
      [0, 1],
      [0, 1],
      [1, 1],
    ]);
    assert.throws(() => recordedTraces([JSON.stringify({ ...use, index: 1, intent: "no" })]));
  });

  it("replays what was recorded in the simulated house: two speakers, favourites and a few others", () => {
    const fixture = path.resolve(import.meta.dirname, "../../fixtures/cache/house-40-min.jsonl.gz");
    const traces = recordedTraces(gunzipSync(readFileSync(fixture)).toString().split("\n"));
    assert.equal(traces.length, 2);
    for (const plays of traces) {
      const of = (name: PolicyName, mebibytes: number) => runPolicy(name, mebibytes, plays);
      for (const name of names) {
        const [little, much] = [of(name, 8).hitPct, of(name, 64).hitPct];
        assert.ok(little > 40 && little <= much && much < 90, `${name}: ${little}, ${much}`);
      }
      const eco = of("ours-eco", 16);
      assert.ok(eco.writtenMBPerDay < 0.75 * of("ours", 16).writtenMBPerDay);
      assert.ok(Math.abs(of("ours", 64).hitPct - of("lru", 64).hitPct) < 1, "all of it fits");
    }
  });
});
