import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { FLACDecoder } from "@wasm-audio-decoders/flac";
import fc from "fast-check";
import { describe, it } from "vitest";
import { Rng } from "../../../src/base/rng.ts";
import { BitWriter } from "../../../tools/compose/flac/bit-writer.ts";
import { crc8, crc16, crc32 } from "../../../tools/compose/flac/crc.ts";
import { encodeFlac } from "../../../tools/compose/flac/encoder.ts";

const tags = [["TITLE", "Bird of Dusk"]] as const;

/** Stereo with correlated channels, so that all four stereo forms have a chance. */
function noise(frames: number, scale: number, likeness: number, seed = 1): Int16Array {
  const rng = new Rng(seed);
  const pcm = new Int16Array(2 * frames);
  let left = 0;
  for (let i = 0; i < frames; i++) {
    left = Math.max(-32768, Math.min(32767, 0.95 * left + scale * (rng.float() - 0.5)));
    pcm[2 * i] = left;
    const other = likeness * left + (1 - Math.abs(likeness)) * scale * (rng.float() - 0.5);
    pcm[2 * i + 1] = Math.max(-32768, Math.min(32767, other));
  }
  return pcm;
}

/** This decoder takes 32 767 for full scale. */
async function decoded(bytes: Uint8Array): Promise<Int16Array> {
  const decoder = new FLACDecoder();
  await decoder.ready;
  try {
    const { channelData } = await decoder.decodeFile(bytes);
    const [left = new Float32Array(), right = new Float32Array()] = channelData;
    const pcm = new Int16Array(2 * left.length);
    for (let i = 0; i < left.length; i++) {
      pcm[2 * i] = Math.round((left[i] ?? 0) * 32767);
      pcm[2 * i + 1] = Math.round((right[i] ?? 0) * 32767);
    }
    return pcm;
  } finally {
    decoder.free();
  }
}

describe("the FLAC encoder", () => {
  it("has the checksums of its standards", () => {
    const check = new TextEncoder().encode("123456789");
    assert.equal(crc8(check), 0xf4);
    assert.equal(crc16(check), 0xfee8);
    assert.equal(crc32(check), 0xcbf43926);
  });

  it("writes bits from the highest down", () => {
    const out = new BitWriter(1);
    out.bits(0b101, 3);
    out.unary(20);
    out.bits(0xabcdef, 24);
    out.align();
    const text = [...out.bytes()].map((byte) => byte.toString(2).padStart(8, "0")).join("");
    assert.equal(text.slice(0, 48), `101${"0".repeat(20)}1${(0xabcdef).toString(2)}`);
  });

  it("is decoded to the same samples, whatever they are", { timeout: 60_000 }, async () => {
    const shapes = [
      new Int16Array(2 * 5000),
      new Int16Array(2 * 5000).fill(-32768),
      noise(12_000, 900, 0.9),
      noise(9_001, 60_000, -0.95),
      noise(4096, 65_535, 0),
      noise(17, 300, 0.5),
      Int16Array.of(1, -1),
    ];
    for (const pcm of shapes) {
      assert.deepEqual(await decoded(encodeFlac(pcm, { rate: 48_000, tags })), pcm);
    }
  });

  it("numbers more than 2048 blocks rightly", { timeout: 60_000 }, async () => {
    const pcm = new Int16Array(2 * 4096 * 2050).map((_, i) => (i >> 13) & 0xff);
    const bytes = encodeFlac(pcm, { rate: 44_100, tags });
    assert.equal(Buffer.compare(Buffer.from(await decoded(bytes)), Buffer.from(pcm)), 0);
  });

  it("carries the MD5 of the samples, their count and the tags", () => {
    const pcm = noise(5000, 800, 0.7);
    const bytes = Buffer.from(encodeFlac(pcm, { rate: 44_100, tags }));
    const md5 = createHash("md5").update(Buffer.from(pcm.buffer)).digest();
    assert.equal(bytes.toString("latin1", 0, 4), "fLaC");
    assert.deepEqual(bytes.subarray(26, 42), md5);
    assert.equal(bytes.readUInt32BE(22), 5000);
    assert.equal((bytes.readUInt32BE(18) >>> 12) & 0xfffff, 44_100);
    assert.ok(bytes.includes("TITLE=Bird of Dusk"));
  });

  it("makes music smaller and noise hardly larger", () => {
    fc.assert(
      fc.property(fc.integer(), fc.constantFrom(50, 500, 65_535), (seed, scale) => {
        const pcm = noise(8192, scale, 0.5, seed);
        const bytes = encodeFlac(pcm, { rate: 48_000, tags }).length;
        assert.ok(bytes < pcm.byteLength * (scale > 1000 ? 1.01 : 0.8), `${bytes} bytes`);
      }),
      { numRuns: 20 },
    );
  });
});
