/** The chunk cache at many moments of a cut, with many bits flipped, in many orders. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { mib } from "../../src/base/units.ts";
import {
  assertBounded,
  chunk,
  openCache,
  path,
  payload,
  present,
  putAll,
  segment,
} from "./chunk-world.ts";
import { assertBytes, bytesOf, makeWorld } from "./world.ts";

describe("ChunkCache, whatever happens", () => {
  it("gives right bytes or a miss after a power cut at any moment", async () => {
    for (let seed = 0; seed < 16; seed++) {
      const world = makeWorld(1_000 + seed, { latencyUs: 20_000 });
      let next = 0;
      for (let life = 0; life < 4; life++) {
        const cache = await openCache(world);
        await present(cache, world, next);
        const upTo = next + 20 + world.rng.below(150);
        for (; next < upTo; next++) {
          cache.put(chunk(next), payload(next));
          await world.clock.advance(world.rng.below(30_000));
          if (world.rng.chance(0.1))
            await world.clock.settle(cache.get(chunk(world.rng.below(next + 1))));
        }
        world.disk.cut();
      }
      const cache = await openCache(world);
      await present(cache, world, next);
      cache.put(chunk(next), payload(next));
      assertBytes(await world.clock.settle(cache.get(chunk(next))), payload(next));
    }
  });

  it("turns flipped bits into misses", async () => {
    for (let seed = 0; seed < 20; seed++) {
      const world = makeWorld(2_000 + seed);
      const cache = await openCache(world);
      await putAll(world, cache, 0, 100);
      await cache[Symbol.asyncDispose]();
      for (let i = 0; i < 40; i++)
        world.disk.flip(path, world.rng.below(world.disk.sizeOf(path)), 1 << world.rng.below(8));
      const again = await openCache(world);
      const found = await present(again, world, 100);
      assert.ok(found.size < 100, "some chunk was hit");
      for (let n = 0; n < 100; n++) assert.equal(again.has(chunk(n)), found.has(n));
    }
  });

  it("agrees with a map of what was put, whatever the order of puts, gets, pauses and restarts", async () => {
    const step = fc.oneof(
      {
        weight: 8,
        arbitrary: fc.record({
          kind: fc.constant("put" as const),
          n: fc.nat(60),
          size: fc.integer({ min: 1, max: 400_000 }),
        }),
      },
      { weight: 8, arbitrary: fc.record({ kind: fc.constant("get" as const), n: fc.nat(60) }) },
      {
        weight: 1,
        arbitrary: fc.record({ kind: fc.constant("wait" as const), us: fc.nat(1_200_000_000) }),
      },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant("restart" as const) }) },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 50, maxLength: 150 }),
        fc.nat(),
        async (steps, seed) => {
          const world = makeWorld(seed, { latencyUs: 1_000 });
          let cache = await openCache(world, { sizeBytes: 4 * segment, hotBytes: mib });
          const model = new Map<number, Uint8Array>();
          for (const [i, s] of steps.entries()) {
            if (s.kind === "put") {
              model.set(s.n, bytesOf(i, s.size));
              cache.put(chunk(s.n), bytesOf(i, s.size));
              await world.clock.advance(100_000);
            }
            if (s.kind === "get") {
              const bytes = await world.clock.settle(cache.get(chunk(s.n)));
              assert.deepEqual(bytes ?? model.get(s.n), model.get(s.n));
            }
            if (s.kind === "wait") await world.clock.advance(s.us);
            if (s.kind === "restart") {
              await world.clock.settle(cache[Symbol.asyncDispose]());
              cache = await openCache(world, { sizeBytes: 4 * segment, hotBytes: mib });
            }
            assertBounded(cache, model.size);
          }
        },
      ),
      { numRuns: 25 },
    );
  });
});
