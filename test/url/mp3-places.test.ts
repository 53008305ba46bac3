import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { concatBytes, utf8Bytes } from "../../src/base/bytes.ts";
import type { MediaDecoder, MediaDecoderDriver } from "../../src/ports/media-decoder.ts";
import { Mp3Unpacker } from "../../src/url/mp3-unpacker.ts";

/** MPEG 1 layer III, 128 kbit/s, 44.1 kHz, mono: 417 bytes. */
function frame(content: Uint8Array = new Uint8Array(0)): Uint8Array {
  const bytes = new Uint8Array(417);
  bytes.set([0xff, 0xfb, 0x90, 0xc4]);
  bytes.set(content, 4 + 17);
  return bytes;
}

const decoder: MediaDecoder = {
  decode: async () => ({ planes: [new Float32Array(1_152)], frames: 1_152, rate: 44_100 }),
  finish: async () => undefined,
  [Symbol.dispose]: () => undefined,
};
const decoders: MediaDecoderDriver = { open: async () => decoder };

/** A file of two hundred seconds; `table`: a hundred parts of 256. */
async function mapOf(name: string, table: readonly number[], sizeBytes = 2_560_000) {
  const frames = Math.round((200 * 44_100) / 1_152);
  const numbers = new Uint8Array(8);
  new DataView(numbers.buffer).setUint32(0, table.length > 0 ? 5 : 1);
  new DataView(numbers.buffer).setUint32(4, frames);
  const head = frame(concatBytes([utf8Bytes(name), numbers, Uint8Array.from(table)]));
  const unpacker = new Mp3Unpacker(decoders, decoder);
  await unpacker.push(concatBytes([head, frame(), frame(), frame()]));
  const map = unpacker.map(sizeBytes);
  assert.ok(map !== undefined && Math.abs(map.durationMs - 200_000) < 30);
  return map;
}

describe("a place in an MP3", () => {
  it("of a changing bitrate is where its table has it, between two of its places", async () => {
    // The first half takes a quarter of the bytes.
    const table = Array.from({ length: 100 }, (_, i) => (i < 50 ? 1.28 * i : 64 + (i - 50) * 3.84));
    const map = await mapOf("Xing", table.map(Math.floor));
    assert.equal(map.at(59_999), undefined);
    for (const [ms, part] of [
      [100_000, 0.25],
      [150_000, 0.625],
      [199_900, 1],
    ] as const)
      assert.ok(Math.abs((map.at(ms) ?? 0) / 2_560_000 - part) < 0.01, `${ms}`);
  });

  it("is reckoned where there is no table, or one that does not rise", async () => {
    for (const map of [
      await mapOf("Info", []),
      await mapOf("Xing", []),
      await mapOf(
        "Xing",
        Array.from({ length: 100 }, (_, i) => (i * 37) % 256),
      ),
    ])
      assert.ok(Math.abs((map.at(100_000) ?? 0) - 1_280_000) < 1_000);
  });
});
