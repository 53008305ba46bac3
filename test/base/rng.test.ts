import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { Rng } from "../../src/base/rng.ts";

const draw = (seed: number, count: number): number[] => {
  const rng = new Rng(seed);
  return Array.from({ length: count }, () => rng.u32());
};

describe("Rng", () => {
  it("is the same for the same seed and another for another", () => {
    assert.deepEqual(draw(5, 20), draw(5, 20));
    assert.notDeepEqual(draw(5, 20), draw(6, 20));
  });

  it("draws evenly enough that no bucket of 64 is off by a tenth", () => {
    const rng = new Rng(11);
    const buckets = new Array<number>(64).fill(0);
    for (let i = 0; i < 640_000; i++) {
      const bucket = rng.below(64);
      buckets[bucket] = (buckets[bucket] ?? 0) + 1;
    }
    assert.ok(
      buckets.every((count) => Math.abs(count - 10_000) < 1_000),
      String(buckets),
    );
  });

  it("shuffles every item to every place", () => {
    const rng = new Rng(2);
    const places = new Set<string>();
    for (let i = 0; i < 500; i++)
      rng.shuffle([0, 1, 2, 3]).forEach((item, place) => void places.add(`${item}@${place}`));
    assert.equal(places.size, 16);
  });

  it("has a fork of its own", () => {
    const rng = new Rng(3);
    const fork = rng.fork();
    assert.notEqual(fork.u32(), rng.u32());
  });
});
