import assert from "node:assert/strict";
import { inflateSync } from "node:zlib";
import fc from "fast-check";
import { describe, it } from "vitest";
import { hedgerowCover, nightLineCover } from "../../../tools/compose/art/covers.ts";
import { deflate } from "../../../tools/compose/art/deflate.ts";
import { encodePng } from "../../../tools/compose/art/png.ts";

describe("deflate", () => {
  it("is undone by zlib, for any bytes", () => {
    const runs = fc.array(fc.tuple(fc.nat(255), fc.integer({ min: 1, max: 700 })), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(runs, fc.uint8Array({ maxLength: 600 }), (parts, raw) => {
        const bytes = Uint8Array.from([
          ...parts.flatMap(([b, n]) => Array(n).fill(b)),
          ...raw,
          ...raw,
        ]);
        assert.deepEqual(new Uint8Array(inflateSync(deflate(bytes))), bytes);
      }),
    );
  });

  it("reaches back no further than the window", () => {
    const bytes = new Uint8Array(100_000).map((_, i) => (i * i) >> (i % 13));
    assert.deepEqual(new Uint8Array(inflateSync(deflate(bytes))), bytes);
  });
});

describe("a cover", () => {
  it("is a PNG of 600 by 600 with few bytes and several colours", () => {
    for (const cover of [hedgerowCover(), nightLineCover()]) {
      const png = Buffer.from(cover);
      assert.equal(png.toString("latin1", 1, 4), "PNG");
      assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [600, 600]);
      assert.ok(png.length < 40_000, `${png.length} bytes`);
      const colours = png.readUInt32BE(33) / 3;
      assert.ok(colours > 12 && colours <= 256, `${colours} colours`);
    }
  });

  it("stores rows so that the filter gives the picture back", () => {
    const indices = Uint8Array.of(0, 1, 2, 1, 1, 0, 2, 2, 2);
    const palette = [
      [0, 0, 0],
      [9, 9, 9],
      [80, 0, 0],
    ] as const;
    const png = Buffer.from(encodePng({ pixels: 3, indices, palette }));
    const at = png.indexOf("IDAT");
    const rows = inflateSync(png.subarray(at + 4, at + 4 + png.readUInt32BE(at - 4)));
    const back = new Uint8Array(9);
    for (let y = 0; y < 3; y++) {
      assert.equal(rows[4 * y], 2);
      for (let x = 0; x < 3; x++) {
        back[3 * y + x] = (rows[4 * y + 1 + x] ?? 0) + (y === 0 ? 0 : (back[3 * y + x - 3] ?? 0));
      }
    }
    assert.deepEqual(back, indices);
  });
});
