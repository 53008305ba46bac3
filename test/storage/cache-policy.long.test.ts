/** What the cache takes, keeps and lets go, and how it comes back after trouble. */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { mib } from "../../src/base/units.ts";
import type { CacheIntent } from "../../src/storage/cache-admission.ts";
import type { CacheOptions } from "../../src/storage/cache-types.ts";
import { ChunkCache } from "../../src/storage/chunk-cache.ts";
import type { ChunkKey } from "../../src/storage/chunk-key.ts";
import { assertBytes, bytesOf, lifeOf, makeWorld, never, trackOf, type World } from "./world.ts";

const path = "/cache";
const segment = 4 * mib;
const minuteUs = 60_000_000;
const dayUs = 1_440 * minuteUs;

function openCache(world: World, options: Partial<CacheOptions> = {}) {
  const opening = ChunkCache.open(
    lifeOf(world),
    { path, key: bytesOf(99, 32), sizeBytes: 8 * segment, hotBytes: 0, ...options },
    never,
  );
  return world.clock.settle(opening);
}

const chunk = (n: number): ChunkKey => ({ track: trackOf(n), rung: 2, index: 0 });
const payload = (n: number) => bytesOf(n, 100_000);

interface Putting {
  readonly from: number;
  readonly to: number;
  readonly intent?: CacheIntent;
}

async function putAll(world: World, cache: ChunkCache, { from, to, intent = "chosen" }: Putting) {
  for (let n = from; n < to; n++) {
    cache.put(chunk(n), payload(n), intent);
    await world.clock.advance(50_000);
  }
}

async function here(world: World, cache: ChunkCache, from: number, to: number): Promise<number> {
  let found = 0;
  for (let n = from; n < to; n++) {
    const bytes = await world.clock.settle(cache.get(chunk(n)));
    if (bytes !== undefined) assertBytes(bytes, payload(n));
    if (bytes !== undefined) found += 1;
  }
  return found;
}

describe("what the cache takes", () => {
  it("is what someone chose at once, and what came by itself the second time", async () => {
    const world = makeWorld(1);
    const cache = await openCache(world);
    await putAll(world, cache, { from: 0, to: 10 });
    for (const intent of ["discovery", "predicted"] as const) {
      const from = intent === "discovery" ? 10 : 20;
      await putAll(world, cache, { from, to: from + 10, intent });
      assert.equal(await here(world, cache, from, from + 10), 0);
      await putAll(world, cache, { from, to: from + 10, intent });
      assert.equal(await here(world, cache, from, from + 10), 10);
    }
    assert.equal(await here(world, cache, 0, 10), 10);
    assert.equal(cache.stats().declined, 20);
  });

  it("is only what comes twice in eco mode, whoever asked for it", async () => {
    const world = makeWorld(2);
    const cache = await openCache(world, { eco: true });
    await putAll(world, cache, { from: 0, to: 10 });
    assert.equal(cache.stats().chunks, 0);
    await putAll(world, cache, { from: 0, to: 10 });
    assert.equal(await here(world, cache, 0, 10), 10);
  });

  it("serves from RAM what it does not write", async () => {
    const world = makeWorld(3);
    const cache = await openCache(world, { hotBytes: mib });
    cache.put(chunk(1), payload(1), "discovery");
    assertBytes(await cache.get(chunk(1)), payload(1));
    assert.equal(cache.stats().payloadBytesWritten, 0);
  });

  it("stays within the daily budget, by chance near its end, and saves up four days at most", async () => {
    const world = makeWorld(4);
    const cache = await openCache(world, { sizeBytes: 64 * segment, dailyBytes: 40 * mib });
    await putAll(world, cache, { from: 0, to: 1_200 });
    const first = cache.stats().payloadBytesWritten;
    assert.ok(first > 38 * mib && first < 42 * mib, `${first} bytes on the first day`);
    const late = await here(world, cache, 300, 420);
    assert.ok(late > 10 && late < 110, `${late} of 120 chunks where chance decides`);
    await world.clock.advance(30 * dayUs);
    assert.equal(cache.stats().budgetBytes, 160 * mib);
    await putAll(world, cache, { from: 2_000, to: 4_500 });
    const later = cache.stats().payloadBytesWritten - first;
    assert.ok(later > 155 * mib && later < 165 * mib, `${later} bytes after a month's pause`);
  });
});

describe("what the cache keeps", () => {
  it("is the segment that is being played, though its turn has come", async () => {
    const world = makeWorld(5);
    const cache = await openCache(world);
    await putAll(world, cache, { from: 0, to: 42 }); // Just more than a segment.
    for (let n = 42; n < 400; n++) {
      await here(world, cache, 5, 6);
      await putAll(world, cache, { from: n, to: n + 1 });
    }
    const { reinsertedBytes } = cache.stats();
    assert.equal(reinsertedBytes, 0, "nothing had to move");
    assert.ok((await here(world, cache, 0, 40)) >= 40, "nor was any of it lost");
    await world.clock.advance(2 * minuteUs);
    await putAll(world, cache, { from: 1_000, to: 1_400 });
    assert.ok((await here(world, cache, 0, 40)) < 40, "once it is quiet it takes its turn");
  });

  it("is what is pinned, over restarts, while everything else goes round", async () => {
    const world = makeWorld(6);
    let cache = await openCache(world);
    await putAll(world, cache, { from: 0, to: 20 }); // These are in the ring before they are pinned.
    cache.pin(Array.from({ length: 60 }, (_, n) => trackOf(n)));
    await putAll(world, cache, { from: 20, to: 60, intent: "discovery" });
    for (let round = 1; round <= 4; round++) {
      await putAll(world, cache, { from: round * 1_000, to: round * 1_000 + 300 });
      assert.equal(await here(world, cache, 0, 60), 60, `round ${round}`);
      await world.clock.advance(2 * minuteUs);
      await world.clock.settle(cache[Symbol.asyncDispose]());
      cache = await openCache(world);
      cache.pin(Array.from({ length: 60 }, (_, n) => trackOf(n)));
      await world.clock.advance(1_000);
    }
    assert.ok(cache.stats().pinnedBytes >= 35 * 100_000, "most of it lies apart");
    cache.pin([]);
    await putAll(world, cache, { from: 9_000, to: 9_700 });
    assert.ok((await here(world, cache, 0, 60)) < 30, "and goes when it is not pinned any more");
  });

  it("is at most half of it pinned: the rest goes round", async () => {
    const world = makeWorld(7);
    const cache = await openCache(world);
    cache.pin(Array.from({ length: 1_000 }, (_, n) => trackOf(n)));
    await putAll(world, cache, { from: 0, to: 1_000 });
    await putAll(world, cache, { from: 2_000, to: 2_060 });
    assert.ok((await here(world, cache, 2_000, 2_060)) > 20);
    assert.equal(cache.stats().enabled, true);
  });
});

describe("trouble", () => {
  for (const code of ["io-error", "no-space", "read-only"] as const) {
    it(`passes: a card that answered ${code} is tried again, and has what it had`, async () => {
      const world = makeWorld(8);
      const cache = await openCache(world);
      await putAll(world, cache, { from: 0, to: 100 });
      world.disk.fault = (call) => (call === "write" ? code : undefined);
      await putAll(world, cache, { from: 100, to: 160 });
      assert.equal(cache.stats().enabled, false);
      await world.clock.advance(5 * minuteUs);
      world.disk.fault = undefined;
      await world.clock.advance(70 * minuteUs);
      assert.deepEqual([cache.stats().enabled, cache.stats().trouble], [true, null]);
      assert.ok((await here(world, cache, 0, 40)) >= 38, "the segment that was on the card");
      await putAll(world, cache, { from: 200, to: 300 });
      assert.equal(await here(world, cache, 200, 300), 100);
    });

    it(`passes: a file that could not be opened (${code}) is there later`, async () => {
      const world = makeWorld(9);
      world.disk.fault = (call) => (call === "open" ? code : undefined);
      const cache = await openCache(world);
      assert.equal(cache.stats().enabled, false);
      world.disk.fault = undefined;
      await world.clock.advance(2 * minuteUs);
      await putAll(world, cache, { from: 0, to: 10 });
      assert.equal(await here(world, cache, 0, 10), 10);
    });
  }

  it("of one bad place is got over, because the next opening begins behind it", async () => {
    const world = makeWorld(10);
    const cache = await openCache(world);
    let writes = 0;
    world.disk.fault = (call) => (call === "write" && writes++ === 1 ? "io-error" : undefined);
    await putAll(world, cache, { from: 0, to: 100 });
    await world.clock.advance(2 * minuteUs);
    assert.equal(cache.stats().enabled, true);
    await putAll(world, cache, { from: 200, to: 300 });
    assert.equal(await here(world, cache, 200, 300), 100);
  });

  it("is not what a closed cache looks for", async () => {
    const world = makeWorld(11);
    world.disk.fault = () => "io-error";
    const cache = await openCache(world);
    await world.clock.settle(cache[Symbol.asyncDispose]());
    const { calls } = world.disk;
    await world.clock.advance(dayUs);
    assert.equal(world.disk.calls, calls);
  });

  it("is none where the file is of another version: it counts as empty and is written anew", async () => {
    const world = makeWorld(12);
    const cache = await openCache(world);
    await putAll(world, cache, { from: 0, to: 100 });
    await world.clock.settle(cache[Symbol.asyncDispose]());
    for (let i = 1; i <= 8; i++)
      if (i * segment <= world.disk.sizeOf(path)) world.disk.flip(path, i * segment - 64 + 4, 3);
    const again = await openCache(world);
    assert.deepEqual([again.stats().chunks, again.stats().enabled], [0, true]);
    await putAll(world, again, { from: 0, to: 100 });
    assert.equal(await here(world, again, 0, 100), 100);
  });

  it("is avoided where others fill the disk: the file does not grow into the last free half", async () => {
    const world = makeWorld(13, { sizeBytes: 2_048 * mib });
    const cache = await openCache(world, { sizeBytes: 1_000 * mib });
    await putAll(world, cache, { from: 0, to: 100 });
    const other = await world.disk.open("/other", "create");
    await other.allocate(1_500 * mib);
    await putAll(world, cache, { from: 100, to: 4_000 });
    assert.equal(world.disk.sizeOf(path), 64 * segment);
    assert.ok((await world.disk.freeBytes("/")) >= 256 * mib);
    assert.equal(await here(world, cache, 3_990, 4_000), 10);
  });
});
