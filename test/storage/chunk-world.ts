/** What the tests of the chunk cache have in common: a cache of eight segments, and chunks that tell who they are. */
import assert from "node:assert/strict";
import { mib } from "../../src/base/units.ts";
import { ChunkCache } from "../../src/storage/chunk-cache.ts";
import type { ChunkKey } from "../../src/storage/chunk-key.ts";
import { assertBytes, bytesOf, lifeOf, never, trackOf, type World } from "./world.ts";

export const key = bytesOf(99, 32);
export const path = "/cache";
export const segment = 4 * mib;

export function openCache(world: World, options: { sizeBytes?: number; hotBytes?: number } = {}) {
  const opening = ChunkCache.open(
    lifeOf(world),
    { path, key, sizeBytes: 8 * segment, hotBytes: 0, ...options },
    never,
  );
  return world.clock.settle(opening);
}

export const chunk = (n: number, index = 0): ChunkKey => ({ track: trackOf(n), rung: 2, index });
export const sizeOf = (n: number) => 12_000 + ((n * 7919) % 190_000);
export const payload = (n: number) => bytesOf(n, sizeOf(n));

/** Lets the writing keep up, as a card does that is faster than the music. */
export async function putAll(
  world: World,
  cache: ChunkCache,
  from: number,
  to: number,
): Promise<void> {
  for (let n = from; n < to; n++) {
    cache.put(chunk(n), payload(n));
    await world.clock.advance(50_000);
  }
}

export async function present(cache: ChunkCache, world: World, upTo: number): Promise<Set<number>> {
  const found = new Set<number>();
  for (let n = 0; n < upTo; n++) {
    const bytes = await world.clock.settle(cache.get(chunk(n)));
    if (bytes === undefined) continue;
    assertBytes(bytes, payload(n), `chunk ${n}`);
    found.add(n);
  }
  return found;
}

export function assertBounded(cache: ChunkCache, chunksMax: number): void {
  const { usedBytes, chunks } = cache.stats();
  assert.ok(usedBytes <= 7 * segment && chunks <= chunksMax);
}
