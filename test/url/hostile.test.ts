import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { concatBytes, equalBytes, utf8Bytes } from "../../src/base/bytes.ts";
import { pageCrc } from "../../src/media/ogg.ts";
import { OggReader } from "../../src/url/ogg-reader.ts";
import { opusHeadOf, opusSamples } from "../../src/url/opus-head.ts";
import { WavReader } from "../../src/url/wav-reader.ts";
import { cut } from "./fake-media.ts";

/** One page of Ogg with these packets, each below 255 bytes. */
function page(serial: number, number: number, packets: readonly Uint8Array[]): Uint8Array {
  const body = concatBytes(packets);
  const bytes = new Uint8Array(27 + packets.length + body.length);
  const view = new DataView(bytes.buffer);
  bytes.set(utf8Bytes("OggS"));
  bytes[5] = number === 0 ? 2 : 0;
  view.setUint32(14, serial, true);
  view.setUint32(18, number, true);
  bytes[26] = packets.length;
  bytes.set(
    packets.map(({ length }) => length),
    27,
  );
  bytes.set(body, 27 + packets.length);
  view.setUint32(22, pageCrc(bytes), true);
  return bytes;
}

const packet = (fill: number): Uint8Array => new Uint8Array(40 + fill).fill(fill);
const sizes = fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 6 });

describe("Ogg as it comes", () => {
  it("is read page by page over garbage and chained streams, however it is cut", () => {
    fc.assert(
      fc.property(sizes, fc.uint8Array({ maxLength: 200 }), (each, garbage) => {
        const noise = garbage.map((byte) => (byte === 0x4f ? 0 : byte));
        const first = [0, 1, 2].map((n) => page(7, n, [packet(n), packet(n + 10)]));
        const second = [0, 1].map((n) => page(8, n, [packet(n + 20)]));
        const reader = new OggReader();
        const stream = concatBytes([noise, ...first, noise, page(9, 3, [packet(99)]), ...second]);
        const read = cut(stream, each).flatMap((piece) => reader.push(piece));
        const fills = read.map(({ bytes }) => bytes[0]);
        assert.deepEqual(fills, [0, 10, 1, 11, 2, 12, 20, 21]);
        assert.deepEqual(
          read.map(({ first: begins }, i) => (begins ? i : -1)).filter((i) => i >= 0),
          [0, 6],
        );
      }),
    );
  });

  it("leaves out a damaged page and goes on with the next", () => {
    const pages = [0, 1, 2].map((n) => page(7, n, [packet(n)]));
    const damaged = concatBytes(pages);
    damaged[(pages[0]?.length ?? 0) + 40] = 0xee;
    const fills = new OggReader().push(damaged).map(({ bytes }) => bytes[0]);
    assert.deepEqual(fills, [0, 2]);
  });

  it("holds no more than a page, whatever comes", () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 400 }), { maxLength: 20 }), (pieces) => {
        const reader = new OggReader();
        for (const piece of pieces) reader.push(concatBytes([utf8Bytes("OggS"), piece]));
      }),
    );
  });
});

describe("heads of strangers", () => {
  it("are read or refused, never more", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        opusHeadOf(concatBytes([utf8Bytes("OpusHead"), bytes]));
        assert.ok(opusSamples(bytes) <= 5_760);
        try {
          new WavReader().push(concatBytes([utf8Bytes("RIFF....WAVEfmt "), bytes]));
        } catch (error) {
          assert.equal((error as Error).name, "MediaUrlError");
        }
      }),
    );
  });

  it("of WAV lead to the same samples, however the file is cut", () => {
    const head = new Uint8Array(44);
    const view = new DataView(head.buffer);
    head.set(utf8Bytes("RIFF....WAVEfmt "));
    view.setUint32(16, 16, true);
    view.setUint16(20, 1, true);
    view.setUint16(22, 2, true);
    view.setUint32(24, 48_000, true);
    view.setUint16(34, 16, true);
    head.set(utf8Bytes("data"), 36);
    view.setUint32(40, 0xffff_ffff, true);
    const samples = Uint8Array.from({ length: 4_000 }, (_, i) => (i * 31) & 0xff);
    fc.assert(
      fc.property(sizes, (each) => {
        const reader = new WavReader();
        const left: number[] = [];
        for (const piece of cut(concatBytes([head, samples]), each))
          left.push(...(reader.push(piece)?.planes[0] ?? []));
        const data = new DataView(samples.buffer);
        const expected = Array.from(
          { length: 1_000 },
          (_, i) => data.getInt16(4 * i, true) / 32_768,
        );
        assert.ok(
          equalBytes(
            new Uint8Array(new Float32Array(left).buffer),
            new Uint8Array(new Float32Array(expected).buffer),
          ),
        );
      }),
    );
  });
});
