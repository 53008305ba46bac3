/** How large the cache is: what was asked for, what the disk has room for, and what a change of either costs. */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { mib } from "../../src/base/units.ts";
import { ChunkCache } from "../../src/storage/chunk-cache.ts";
import type { ChunkKey } from "../../src/storage/chunk-key.ts";
import { assertBytes, bytesOf, lifeOf, makeWorld, never, trackOf, type World } from "./world.ts";

const key = bytesOf(99, 32);
const path = "/cache";
const segment = 4 * mib;

function openCache(world: World, options: { sizeBytes?: number; hotBytes?: number } = {}) {
  const opening = ChunkCache.open(
    lifeOf(world),
    { path, key, sizeBytes: 8 * segment, hotBytes: 0, ...options },
    never,
  );
  return world.clock.settle(opening);
}

const chunk = (n: number, index = 0): ChunkKey => ({ track: trackOf(n), rung: 2, index });
const sizeOf = (n: number) => 12_000 + ((n * 7919) % 190_000);
const payload = (n: number) => bytesOf(n, sizeOf(n));

/** Lets the writing keep up, as a card does that is faster than the music. */
async function putAll(world: World, cache: ChunkCache, from: number, to: number): Promise<void> {
  for (let n = from; n < to; n++) {
    cache.put(chunk(n), payload(n));
    await world.clock.advance(50_000);
  }
}

async function present(cache: ChunkCache, world: World, upTo: number): Promise<Set<number>> {
  const found = new Set<number>();
  for (let n = 0; n < upTo; n++) {
    const bytes = await world.clock.settle(cache.get(chunk(n)));
    if (bytes === undefined) continue;
    assertBytes(bytes, payload(n), `chunk ${n}`);
    found.add(n);
  }
  return found;
}

describe("the size of ChunkCache", () => {
  it("keeps what lies within a smaller size that was asked for, and says what it cost", async () => {
    const world = makeWorld(11);
    const cache = await openCache(world, { sizeBytes: 8 * segment });
    await putAll(world, cache, 0, 200);
    await cache[Symbol.asyncDispose]();
    const whole = await openCache(world, { sizeBytes: 8 * segment });
    assert.equal(world.log.lines.length, 0);
    await whole[Symbol.asyncDispose]();
    const smaller = await openCache(world, { sizeBytes: 4 * segment + 5 });
    assert.deepEqual(world.log.lines, [
      { event: "cache-cut", fields: { fromBytes: 8 * segment, toBytes: 4 * segment } },
    ]);
    assert.equal(smaller.stats().sizeBytes, 4 * segment);
    assert.equal(world.disk.sizeOf(path), 4 * segment);
    const kept = await present(smaller, world, 200);
    assert.ok(kept.has(0) && !kept.has(199) && smaller.stats().usedBytes > 3.5 * segment);
    await putAll(world, smaller, 200, 500);
    assert.ok((await present(smaller, world, 500)).has(499));
    assert.equal(world.disk.sizeOf(path), 4 * segment);
  });

  it("keeps everything when a larger size is asked for, and fills that", async () => {
    const world = makeWorld(24);
    const cache = await openCache(world, { sizeBytes: 4 * segment });
    await putAll(world, cache, 0, 300);
    await cache[Symbol.asyncDispose]();
    const same = await openCache(world, { sizeBytes: 4 * segment });
    const before = await present(same, world, 300);
    assert.ok(before.size > 100);
    await same[Symbol.asyncDispose]();
    const larger = await openCache(world, { sizeBytes: 12 * segment });
    assert.equal(larger.stats().sizeBytes, 12 * segment);
    assert.deepEqual(await present(larger, world, 300), before);
    await putAll(world, larger, 300, 900);
    assert.ok(larger.stats().usedBytes > 10 * segment, "the new places are used");
    await larger[Symbol.asyncDispose]();
    const { chunks } = larger.stats();
    const again = await openCache(world, { sizeBytes: 12 * segment });
    assert.equal(again.stats().chunks, chunks, "places of both sizes are found side by side");
    assert.ok((await present(again, world, 900)).has(899));
  });

  it("keeps its size and all it has when somebody else has filled the disk", async () => {
    const world = makeWorld(25, { sizeBytes: 150 * mib });
    const cache = await openCache(world, { sizeBytes: 1024 * mib });
    assert.equal(cache.stats().sizeBytes, 64 * mib);
    await putAll(world, cache, 0, 300);
    await cache[Symbol.asyncDispose]();
    await (await world.disk.open("/other", "create")).allocate(85 * mib);
    const again = await openCache(world, { sizeBytes: 1024 * mib });
    assert.equal(again.stats().sizeBytes, 64 * mib);
    assert.equal(world.disk.sizeOf(path), 64 * mib);
    assert.equal((await present(again, world, 300)).size, 300);
    await putAll(world, again, 300, 900);
    assert.ok((await present(again, world, 900)).has(899), "and goes round in it");
    assert.equal(again.stats().trouble, null);
    await again[Symbol.asyncDispose]();
    assert.deepEqual(world.log.lines, []);
  });

  it("keeps the part that was reserved when the disk has filled up, and grows when there is room", async () => {
    const world = makeWorld(26, { sizeBytes: 2048 * mib });
    const cache = await openCache(world, { sizeBytes: 1000 * mib });
    await putAll(world, cache, 0, 100);
    await cache[Symbol.asyncDispose]();
    const others = await world.disk.open("/other", "create");
    await others.allocate(1700 * mib);
    const full = await openCache(world, { sizeBytes: 1000 * mib });
    assert.equal(full.stats().sizeBytes, 64 * segment);
    assert.equal(full.stats().chunks, 100);
    await full[Symbol.asyncDispose]();
    await others.truncate(0);
    const free = await openCache(world, { sizeBytes: 1000 * mib });
    assert.equal(free.stats().sizeBytes, 1000 * mib);
    assert.equal((await present(free, world, 100)).size, 100);
  });

  it("reads all of a file that can only be read, whatever size is asked for now", async () => {
    for (const sizeBytes of [4 * segment, 256 * segment]) {
      const world = makeWorld(27);
      const cache = await openCache(world, { sizeBytes: 12 * segment });
      await putAll(world, cache, 0, 300);
      await cache[Symbol.asyncDispose]();
      world.disk.readOnly = true;
      const frozen = await openCache(world, { sizeBytes });
      assert.equal(frozen.stats().sizeBytes, 12 * segment);
      assert.equal((await present(frozen, world, 300)).size, 300);
      assert.equal(world.disk.sizeOf(path), 12 * segment);
      assert.deepEqual(
        world.log.lines.map(({ event }) => event),
        ["cache-read-only"],
      );
      await frozen[Symbol.asyncDispose]();
    }
  });

  it("opens an empty file that can only be read, and takes chunks in RAM", async () => {
    const world = makeWorld(28);
    await (await openCache(world))[Symbol.asyncDispose]();
    assert.equal(world.disk.sizeOf(path), 0);
    world.disk.readOnly = true;
    const frozen = await openCache(world, { hotBytes: mib });
    const { enabled, sizeBytes } = frozen.stats();
    assert.deepEqual([enabled, sizeBytes], [true, 2 * segment], "a ring has places");
    frozen.put(chunk(1), payload(1));
    assertBytes(await world.clock.settle(frozen.get(chunk(1))), payload(1));
    frozen.pin([trackOf(1)]);
    await frozen[Symbol.asyncDispose]();
  });

  it("keeps whole what was pinned when somebody else has filled the disk", async () => {
    const world = makeWorld(29, { sizeBytes: 150 * mib });
    const pinned = [1, 2, 3].map(trackOf);
    const cache = await openCache(world, { sizeBytes: 1024 * mib });
    cache.pin(pinned);
    await putAll(world, cache, 400, 740); // What is pinned lies behind it, at the end of the file.
    for (let index = 0; index < 60; index++)
      for (const track of [1, 2, 3]) {
        cache.put(chunk(track, index), bytesOf(track * 100 + index, 100_000));
        await world.clock.advance(50_000);
      }
    await cache[Symbol.asyncDispose]();
    await (await world.disk.open("/other", "create")).allocate(85 * mib);
    const again = await openCache(world, { sizeBytes: 1024 * mib });
    again.pin(pinned);
    await putAll(world, again, 100, 900);
    for (const track of [1, 2, 3])
      for (let index = 0; index < 60; index++)
        assertBytes(
          await world.clock.settle(again.get(chunk(track, index))),
          bytesOf(track * 100 + index, 100_000),
          `piece ${index} of ${track}`,
        );
  });

  it("takes at most half of what is free", async () => {
    const world = makeWorld(12, { sizeBytes: 100 * mib });
    const cache = await openCache(world, { sizeBytes: 1024 * mib });
    assert.equal(cache.stats().sizeBytes, 32 * mib);
    await putAll(world, cache, 0, 100);
    await cache[Symbol.asyncDispose]();
    const again = await openCache(world, { sizeBytes: 1024 * mib });
    assert.equal(again.stats().chunks, 100);
  });

  it("goes round in what it has when the disk fills up meanwhile", async () => {
    const world = makeWorld(13, { sizeBytes: 2048 * mib });
    const cache = await openCache(world, { sizeBytes: 1000 * mib });
    world.disk.fault = (call, where) =>
      call === "allocate" && where === path && world.disk.sizeOf(path) > 0 ? "no-space" : undefined;
    await putAll(world, cache, 0, 4_000);
    assert.equal(cache.stats().enabled, true);
    assert.equal(world.disk.sizeOf(path), 64 * segment);
    assert.ok((await world.clock.settle(cache.get(chunk(3_999)))) !== undefined);
    assert.deepEqual(
      world.log.lines.map(({ event }) => event),
      ["cache-cannot-grow"],
    );
  });

  it("gives right bytes or a miss after power cuts between sizes of every kind", async () => {
    let found = 0;
    for (let seed = 0; seed < 6; seed++) {
      const world = makeWorld(3_000 + seed, { latencyUs: 20_000 });
      let next = 0;
      for (let life = 0; life < 6; life++) {
        const cache = await openCache(world, { sizeBytes: (2 + world.rng.below(10)) * segment });
        found += (await present(cache, world, next)).size;
        const upTo = next + 20 + world.rng.below(150);
        for (; next < upTo; next++) await putAll(world, cache, next, next + 1);
        if (world.rng.chance(0.3)) await world.clock.settle(cache[Symbol.asyncDispose]());
        await world.clock.settle(world.disk.syncFolder("/"));
        world.disk.cut();
      }
    }
    assert.ok(found > 100, `${found} chunks outlived cuts and sizes`);
  });
});
