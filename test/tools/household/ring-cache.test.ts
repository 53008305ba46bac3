/** The model of the cache beside the cache itself, and the ideal cache beside a plain one. */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { Rng } from "../../../src/base/rng.ts";
import { mib } from "../../../src/base/units.ts";
import { ChunkCache } from "../../../src/storage/chunk-cache.ts";
import type { ChunkKey } from "../../../src/storage/chunk-key.ts";
import { chunkBytes, RingCache } from "../../../tools/bench/household/ring-cache.ts";
import { SharedLru } from "../../../tools/bench/household/shared-lru.ts";
import { bytesOf, lifeOf, makeWorld, never, trackOf } from "../../storage/world.ts";

const secondsPerTrack = 30;
const tracks = 120;
const sizeBytes = 40 * mib;

/** Plays of the first seconds of tracks, some of them much more often than others. */
function* plays(seed: number): Generator<{ readonly track: number; readonly seconds: number }> {
  const rng = new Rng(seed);
  for (let n = 0; n < 400; n++) {
    const track = rng.chance(0.7) ? rng.below(30) : rng.below(tracks);
    yield { track, seconds: rng.chance(0.4) ? 1 + rng.below(secondsPerTrack) : secondsPerTrack };
  }
}

async function real(seed: number): Promise<{ hits: number; all: number; written: number }> {
  const world = makeWorld(seed);
  const options = { path: "/cache", key: bytesOf(99, 32), sizeBytes, hotBytes: 0 };
  const cache = await world.clock.settle(ChunkCache.open(lifeOf(world), options, never));
  const bytes = bytesOf(1, chunkBytes);
  let [hits, all] = [0, 0];
  for (const { track, seconds } of plays(seed)) {
    for (let index = 0; index < seconds; index++) {
      const key: ChunkKey = { track: trackOf(track), rung: 2, index };
      all += 1;
      if ((await world.clock.settle(cache.get(key))) !== undefined) hits += 1;
      else cache.put(key, bytes);
    }
    await world.clock.advance(120_000_000);
  }
  const { payloadBytesWritten } = cache.stats();
  await cache[Symbol.asyncDispose]();
  return { hits, all, written: payloadBytesWritten / chunkBytes };
}

function model(seed: number): { hits: number; written: number } {
  const chunks = tracks * secondsPerTrack;
  const copies = new Uint8Array(chunks);
  const cache = new RingCache({ chunks, sizeBytes, rng: new Rng(seed), copies });
  let [hits, atUs] = [0, 0];
  for (const { track, seconds } of plays(seed)) {
    for (let index = 0; index < seconds; index++) {
      const chunk = track * secondsPerTrack + index;
      if (cache.use(chunk)) hits += 1;
      else cache.put(chunk, "chosen", atUs);
    }
    atUs += 120_000_000;
  }
  const held = copies.reduce((sum, count) => sum + count, 0);
  assert.ok(held * chunkBytes <= sizeBytes, "a cache holds no more than its size");
  return { hits, written: cache.writtenChunks };
}

describe("the model of the chunk cache", () => {
  it("hits and writes as the cache itself does, to some per cent", async () => {
    const [cache, ring] = [await real(7), model(7)];
    const hitGap = Math.abs(cache.hits - ring.hits) / cache.all;
    assert.ok(hitGap < 0.02, `hits ${cache.hits} and ${ring.hits} of ${cache.all}`);
    assert.ok(
      Math.abs(cache.written / ring.written - 1) < 0.06,
      `${cache.written} ${ring.written}`,
    );
  });
});

describe("the ideal cache", () => {
  it("holds what was used last", () => {
    const rng = new Rng(3);
    const [lru, plain] = [new SharedLru(200, 40), new Set<number>()];
    for (let n = 0; n < 20_000; n++) {
      const chunk = Math.floor(200 * rng.float() ** 3);
      assert.equal(lru.use(chunk), plain.delete(chunk));
      plain.add(chunk);
      for (const oldest of plain) {
        if (plain.size <= 40) break;
        plain.delete(oldest);
      }
    }
  });
});
