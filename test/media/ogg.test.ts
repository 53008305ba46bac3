import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { fromHex } from "../../src/base/bytes.ts";
import {
  isCelt20,
  readFlacHead,
  readOpusHead,
  withTotalSamples,
} from "../../src/media/codec-heads.ts";
import { OggDemuxer, pageCrc } from "../../src/media/ogg.ts";

const packets = fc.array(fc.uint8Array({ maxLength: 1_200 }), { minLength: 1, maxLength: 40 });

describe("the Ogg demultiplexer", () => {
  it("gives back the packets, however the bytes are cut", () => {
    fc.assert(
      fc.property(
        packets,
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 5_000 }),
        (all, perPage, step) => {
          const bytes = oggOf(all, perPage);
          const demuxer = new OggDemuxer();
          const out: Uint8Array[] = [];
          for (let at = 0; at < bytes.length; at += step) {
            for (const packet of demuxer.push(bytes.subarray(at, at + step)))
              out.push(packet.bytes);
          }
          assert.equal(demuxer.trouble, undefined);
          assert.ok(demuxer.whole);
          assert.deepEqual(out, all);
        },
      ),
    );
  });

  it("puts the granule position on the last packet of its page", () => {
    const out = new OggDemuxer().push(
      oggOf(
        [[1], [2], [3]].map((b) => Uint8Array.from(b)),
        2,
      ),
    );
    assert.deepEqual(
      out.map(({ granule, last }) => [granule, last]),
      [
        [undefined, false],
        [1, false],
        [2, true],
      ],
    );
  });

  it("joins packets that go over pages", () => {
    const long = new Uint8Array(70_000).map((_, i) => i);
    const demuxer = new OggDemuxer();
    const out = demuxer.push(oggOf([long, Uint8Array.of(5)], 1));
    assert.deepEqual(
      out.map(({ bytes }) => bytes),
      [long, Uint8Array.of(5)],
    );
    assert.ok(demuxer.whole);
  });

  it("finds any flipped bit, and is not whole when cut short", () => {
    const bytes = oggOf([Uint8Array.of(1, 2, 3), new Uint8Array(300).fill(4)], 1);
    for (let at = 0; at < bytes.length; at++) {
      const damaged = Uint8Array.from(bytes);
      damaged[at] = (damaged[at] ?? 0) ^ 4;
      const demuxer = new OggDemuxer();
      demuxer.push(damaged);
      assert.ok(!demuxer.whole, `byte ${at}`);
      const short = new OggDemuxer();
      short.push(bytes.subarray(0, at));
      assert.ok(!short.whole, `cut at ${at}`);
    }
  });

  it("refuses a missing page, a second stream and bytes after the end", () => {
    const pages = pagesOf(
      [[1], [2], [3]].map((b) => Uint8Array.from(b)),
      1,
    );
    const whole = (list: (Uint8Array | undefined)[]) => {
      const demuxer = new OggDemuxer();
      for (const page of list) demuxer.push(page ?? new Uint8Array(0));
      return demuxer.whole;
    };
    assert.ok(whole(pages));
    assert.ok(!whole([pages[0], pages[2]]));
    assert.ok(!whole([...pages, pages[2]]));
    assert.ok(!whole([...pages, Uint8Array.of(0)]));
    assert.ok(!whole([...pages, ...pages]));
  });

  it("agrees with the checksum that another multiplexer wrote", () => {
    // First page of a file by ffmpeg 5.1.
    const page = fromHex(
      "4f67675300020000000000000000e8f989e00000000061a40b990113" +
        "4f707573486561640102380180bb0000000000",
    );
    const [packet] = new OggDemuxer().push(page ?? new Uint8Array(0));
    assert.ok(packet);
    assert.deepEqual(readOpusHead(packet.bytes), { channels: 2, preSkip: 312 });
  });
});

describe("the heads of codecs", () => {
  it("reads OpusHead and refuses others", () => {
    const head = [..."OpusHead"].map((char) => char.charCodeAt(0));
    const good = Uint8Array.of(...head, 1, 2, 0x38, 0x01, 0x80, 0xbb, 0, 0, 0, 0, 0);
    assert.deepEqual(readOpusHead(good), { channels: 2, preSkip: 312 });
    for (let length = 0; length < good.length; length++) {
      assert.equal(readOpusHead(good.subarray(0, length)), undefined);
    }
    for (const [at, value] of [
      [8, 16],
      [9, 0],
      [9, 3],
      [16, 1],
      [18, 1],
      [0, 0],
    ] as const) {
      assert.equal(readOpusHead(good.with(at, value)), undefined, `byte ${at} = ${value}`);
    }
  });

  it("reads STREAMINFO in Ogg FLAC and fills in the number of samples", () => {
    const streamInfo = new Uint8Array(34);
    const view = new DataView(streamInfo.buffer);
    view.setUint16(0, 882);
    view.setUint16(2, 882);
    view.setUint32(10, (44_100 << 12) | (1 << 9) | (15 << 4));
    const mapping = [0x7f, 0x46, 0x4c, 0x41, 0x43, 1, 0, 0, 1, 0x66, 0x4c, 0x61, 0x43, 0, 0, 0, 34];
    const packet = Uint8Array.of(...mapping, ...streamInfo);
    assert.deepEqual(readFlacHead(packet), {
      streamInfo,
      rate: 44_100,
      channels: 2,
      bitsPerSample: 16,
      blockSamples: 882,
    });
    for (let length = 0; length < packet.length; length++) {
      assert.equal(readFlacHead(packet.subarray(0, length)), undefined);
    }
    const filled = withTotalSamples(streamInfo, 0x5_0000_0007);
    assert.deepEqual(
      [...filled.subarray(12, 18)],
      [0x42, 0xf5, 0, 0, 0, 7].with(0, filled[12] ?? 0),
    );
  });

  it("knows a 20 ms CELT packet by its first byte", () => {
    assert.ok(isCelt20(Uint8Array.of(0xfc, 0xff, 0xfe)));
    assert.ok(!isCelt20(Uint8Array.of(0xfd)));
    assert.ok(!isCelt20(Uint8Array.of(0x08)));
    assert.ok(!isCelt20(Uint8Array.of(0xf4)));
    assert.ok(!isCelt20(new Uint8Array(0)));
  });
});

function oggOf(all: readonly Uint8Array[], perPage: number): Uint8Array {
  return Uint8Array.from(pagesOf(all, perPage).flatMap((page) => [...page]));
}

/** Pages of at most `perPage` packets; the granule position counts packets from 0. */
function pagesOf(all: readonly Uint8Array[], perPage: number): Uint8Array[] {
  const pages: Uint8Array[] = [];
  let lacing: number[] = [];
  let body: number[] = [];
  let granule = -1n;
  let continued = false;
  const flush = (last: boolean, torn: boolean): void => {
    const page = new Uint8Array([...new Array<number>(27).fill(0), ...lacing, ...body]);
    const view = new DataView(page.buffer);
    view.setUint32(0, 0x4f676753);
    view.setUint8(5, (continued ? 1 : 0) | (pages.length === 0 ? 2 : 0) | (last ? 4 : 0));
    view.setBigInt64(6, granule, true);
    view.setUint32(14, 99, true);
    view.setUint32(18, pages.length, true);
    view.setUint8(26, lacing.length);
    view.setUint32(22, pageCrc(page), true);
    pages.push(page);
    [lacing, body, granule, continued] = [[], [], -1n, torn];
  };
  for (const [i, packet] of all.entries()) {
    let at = 0;
    while (true) {
      if (lacing.length === 255) flush(false, at > 0);
      const size = Math.min(255, packet.length - at);
      lacing.push(size);
      body.push(...packet.subarray(at, at + size));
      at += size;
      if (size < 255) break;
    }
    granule = BigInt(i);
    if (i + 1 === all.length || (i + 1) % perPage === 0) flush(i + 1 === all.length, false);
  }
  return pages;
}
