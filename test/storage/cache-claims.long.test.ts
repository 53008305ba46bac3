/** What a speaker tells its neighbours that it holds is what it can give them, proof and all. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { mib } from "../../src/base/units.ts";
import type { CacheIntent } from "../../src/storage/cache-admission.ts";
import { ChunkCache } from "../../src/storage/chunk-cache.ts";
import { type ChunkKey, leavesKey } from "../../src/storage/chunk-key.ts";
import { bytesOf, lifeOf, makeWorld, never, trackOf, type World } from "./world.ts";

const path = "/cache";
const rung = 2;
const segment = 4 * mib;
const tracks = 4;
const seconds = 40;

function openCache(world: World, hotBytes = 0): Promise<ChunkCache> {
  const options = { path, key: bytesOf(99, 32), sizeBytes: 8 * segment, hotBytes };
  return world.clock.settle(ChunkCache.open(lifeOf(world), options, never));
}

const chunk = (track: number, index: number): ChunkKey => ({ track: trackOf(track), rung, index });

async function put(world: World, cache: ChunkCache, key: ChunkKey, intent?: CacheIntent) {
  cache.put(key, bytesOf(key.index & 0xffff, 150_000 + (key.index % 7) * 9_000), intent);
  await world.clock.advance(60_000);
}

/** Tracks with leaf hashes and all of their seconds: more than the cache has room for. */
async function fill(world: World, cache: ChunkCache, from = 0, to = tracks): Promise<void> {
  for (let track = from; track < to; track++) {
    await put(world, cache, leavesKey(trackOf(track), rung));
    for (let index = 0; index < seconds; index++) await put(world, cache, chunk(track, index));
  }
}

function claimed(cache: ChunkCache): readonly string[] {
  const found: string[] = [];
  for (const { track, runs } of cache.holdings.since(0))
    for (const { from, count } of runs)
      for (let i = 0; i < count; i++) found.push(`${track} ${from + i}`);
  return found.sort();
}

/** What a neighbour that asks for everything gets. */
async function given(world: World, cache: ChunkCache): Promise<readonly string[]> {
  const found: string[] = [];
  for (let track = 0; track < 2 * tracks; track++) {
    const chunks: string[] = [];
    for (let index = 0; index < seconds; index++)
      if ((await world.clock.settle(cache.get(chunk(track, index)))) !== undefined)
        chunks.push(`${trackOf(track)} ${index}`);
    const leaves = await world.clock.settle(cache.get(leavesKey(trackOf(track), rung)));
    if (leaves !== undefined) found.push(...chunks);
  }
  return found.sort();
}

/** Each claim, when it is asked for: what is given goes into RAM, and puts something else out of it. */
async function assertTrue(world: World, cache: ChunkCache): Promise<void> {
  for (const name of claimed(cache)) {
    const [track = "", index] = name.split(" ");
    for (const at of [Number(index), leavesKey(track, rung).index]) {
      if (!claimed(cache).includes(name)) break;
      const key = { track, rung, index: at };
      assert.ok(await world.clock.settle(cache.get(key)), `${at} of ${name}`);
    }
  }
}

describe("what a cache says that it holds", () => {
  it("is what can be had of it, when the ring has come round", async () => {
    const world = makeWorld(1);
    const cache = await openCache(world);
    await fill(world, cache, 0, 2 * tracks);
    const claims = claimed(cache);
    assert.ok(claims.length > seconds && claims.length < 2 * tracks * seconds, `${claims.length}`);
    assert.deepEqual(claims, await given(world, cache));
    assert.deepEqual(claimed(cache), claims);
  });

  it("is the same after a restart, and after the power was cut no more than can be had", async () => {
    const world = makeWorld(2);
    const cache = await openCache(world);
    await fill(world, cache);
    const claims = claimed(cache);
    await world.clock.settle(cache[Symbol.asyncDispose]());
    const again = await openCache(world);
    assert.deepEqual(claimed(again), claims);
    await fill(world, again, tracks, tracks + 2);
    world.disk.cut();
    const last = await openCache(world);
    await given(world, last);
    assert.deepEqual(claimed(last), await given(world, last));
  });

  it("loses what turns out to be damaged; with the leaf hashes, the whole rung", async () => {
    for (let seed = 0; seed < 10; seed++) {
      const world = makeWorld(3_000 + seed);
      const cache = await openCache(world);
      await fill(world, cache);
      await world.clock.settle(cache[Symbol.asyncDispose]());
      for (let i = 0; i < 30; i++)
        world.disk.flip(path, world.rng.below(world.disk.sizeOf(path)), 1 << world.rng.below(8));
      const again = await openCache(world);
      const before = claimed(again);
      // Whoever asks for all meets the damage.
      const held = await given(world, again);
      assert.ok(held.length < before.length, "some of it was hit");
      assert.deepEqual(claimed(again), held);
    }
  });

  it("has what lies in memory alone, for as long as it lies there", async () => {
    const world = makeWorld(4);
    const cache = await openCache(world, mib);
    await put(world, cache, leavesKey(trackOf(0), rung));
    for (let index = 0; index < 5; index++) await put(world, cache, chunk(0, index), "predicted");
    assert.ok(!cache.holds(chunk(0, 0)), "what comes by itself reaches flash when it comes again");
    assert.equal(claimed(cache).length, 5);
    for (let index = 5; index < 20; index++) await put(world, cache, chunk(0, index), "predicted");
    const claims = claimed(cache);
    assert.ok(claims.length < 10, "of a mebibyte");
    assert.deepEqual(claims, await given(world, cache));
  });

  it("is what can be had, whatever is put, forgotten, damaged and begun anew", async () => {
    const step = fc.oneof(
      {
        weight: 12,
        arbitrary: fc.record({
          kind: fc.constant("put" as const),
          track: fc.nat(tracks - 1),
          index: fc.nat(seconds - 1),
          intent: fc.constantFrom<CacheIntent>("chosen", "predicted", "discovery"),
        }),
      },
      {
        weight: 2,
        arbitrary: fc.record({ kind: fc.constant("leaves" as const), track: fc.nat(tracks - 1) }),
      },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant("restart" as const) }) },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 60, maxLength: 120 }),
        fc.nat(),
        async (steps, seed) => {
          const world = makeWorld(seed, { latencyUs: 1_000 });
          let cache = await openCache(world, 2 * mib);
          for (const at of steps) {
            if (at.kind === "put") await put(world, cache, chunk(at.track, at.index), at.intent);
            if (at.kind === "leaves") await put(world, cache, leavesKey(trackOf(at.track), rung));
            if (at.kind !== "restart") continue;
            await world.clock.settle(cache[Symbol.asyncDispose]());
            cache = await openCache(world, 2 * mib);
          }
          await assertTrue(world, cache);
        },
      ),
      { numRuns: 8 },
    );
  });
});
