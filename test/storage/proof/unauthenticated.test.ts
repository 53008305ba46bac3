/** A mutant of the cache that no disk can play: it does not look at the tags of its records. */
import assert from "node:assert/strict";
import { createDecipheriv } from "node:crypto";
import { afterAll, it, vi } from "vitest";
import { ByteWriter } from "../../../src/base/bytes.ts";
import type { SealOptions } from "../../../src/storage/segment.ts";

/** For this file alone: the fast suite loads each module once for all. */
vi.resetModules();
vi.doMock("../../../src/storage/segment.ts", async (original) => ({
  ...(await original<object>()),
  openRecord: (sealed: Uint8Array, { key, generation, offset }: SealOptions) => {
    const nonce = new ByteWriter(12).u64(generation).u32(offset).finish();
    const cipher = createDecipheriv("chacha20-poly1305", key, nonce, { authTagLength: 16 });
    return new Uint8Array(cipher.update(sealed.subarray(0, -16)));
  },
}));
const { cacheScenario } = await import("./cache-story.ts");
const { randomLives } = await import("./story.ts");
afterAll(() => {
  vi.doUnmock("../../../src/storage/segment.ts");
  vi.resetModules();
});

it("cache: no authentication: noticed", { timeout: 60_000 }, async () => {
  let noticed = 0;
  for (let seed = 1; seed <= 40 && noticed === 0; seed++)
    try {
      await randomLives(cacheScenario, seed);
    } catch (error) {
      assert.ok(error instanceof assert.AssertionError);
      noticed = seed;
    }
  assert.ok(noticed > 0, "lived through 40 seeds");
});
