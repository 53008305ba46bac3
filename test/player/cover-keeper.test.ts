import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { describe, it } from "vitest";
import { toHex } from "../../src/base/bytes.ts";
import { artworkBytesMax } from "../../src/media/limits.ts";
import { splitSymbols } from "../../src/media/symbols.ts";
import { CoverKeeper, keptCover } from "../../src/player/cover-keeper.ts";
import { artworkKey, keyText, manifestKey } from "../../src/storage/chunk-key.ts";
import { StreamError } from "../../src/stream/errors.ts";
import type { ObjectSource } from "../../src/stream/origin-client.ts";
import { SimClock } from "../sim/sim-clock.ts";

const { signal } = new AbortController();
const cover = new Uint8Array(5_000).fill(7);
const hashOf = (bytes: Uint8Array): string => toHex(createHash("sha256").update(bytes).digest());

function setUp(answer: (hash: string) => Uint8Array | undefined) {
  const held = new Map<string, Uint8Array>();
  const cache = {
    has: (key: Parameters<typeof keyText>[0]) => held.has(keyText(key)),
    get: async (key: Parameters<typeof keyText>[0]) => held.get(keyText(key)),
    put: (key: Parameters<typeof keyText>[0], bytes: Uint8Array) => {
      held.set(keyText(key), bytes);
    },
  };
  const asked: string[] = [];
  const source: ObjectSource = {
    ready: true,
    fetch: async (name) => {
      assert.ok(name.kind === "artwork");
      asked.push(name.hash);
      const bytes = answer(name.hash);
      if (bytes === undefined) throw new StreamError("refused", "there is none");
      return splitSymbols(bytes);
    },
  };
  return { held, cache, asked, covers: new CoverKeeper({ cache, clock: new SimClock(), source }) };
}

describe("covers", () => {
  it("are fetched once, and are there for neighbours then", async () => {
    const { cache, asked, covers } = setUp(() => cover);
    const hash = hashOf(cover);
    assert.equal(await keptCover(cache, hash), undefined);
    assert.deepEqual(await covers.get(hash, signal), cover);
    assert.deepEqual(await covers.get(hash, signal), cover);
    assert.deepEqual(asked, [hash]);
    assert.deepEqual(await keptCover(cache, hash), cover);
  });

  it("are none where others than those of that name come, or too large ones, or none", async () => {
    const large = new Uint8Array(artworkBytesMax + 1);
    for (const answer of [cover.subarray(1), undefined]) {
      const { held, covers } = setUp(() => answer);
      assert.equal(await covers.get(hashOf(cover), signal), undefined);
      assert.equal(held.size, 0);
    }
    assert.equal(await setUp(() => large).covers.get(hashOf(large), signal), undefined);
    const { asked, covers } = setUp(() => cover);
    for (const name of ["", "../../etc", hashOf(cover).toUpperCase(), "ab"])
      assert.equal(await covers.get(name, signal), undefined);
    assert.deepEqual(asked, []);
  });

  it("of the same first half of a name are told apart", async () => {
    const { cache, covers, asked } = setUp(() => cover);
    const hash = hashOf(cover);
    const other = `${hash.slice(0, 32)}${"0".repeat(32)}`;
    await covers.get(hash, signal);
    assert.equal(await keptCover(cache, other), undefined);
    assert.equal(await covers.get(other, signal), undefined);
    assert.deepEqual(asked, [hash, other]);
    assert.notEqual(keyText(artworkKey(hash)), keyText(manifestKey(hash.slice(0, 32))));
  });
});
