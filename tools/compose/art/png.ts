/** A PNG of palette colours (ISO 15948): eight bits a pixel, each row stored as its difference from the one above. */
import { ByteWriter, concatBytes, utf8Bytes } from "../../../src/base/bytes.ts";
import { crc32 } from "../flac/crc.ts";
import { deflate } from "./deflate.ts";

export interface Canvas {
  /** Square. */
  readonly pixels: number;
  /** Row by row, indices into the palette. */
  readonly indices: Uint8Array;
  /** Red, green, blue; at most 256. */
  readonly palette: readonly (readonly [number, number, number])[];
}

export function encodePng({ pixels, indices, palette }: Canvas): Uint8Array {
  const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
  const header = new ByteWriter(13).u32(pixels).u32(pixels).u8(8).u8(3).u8(0).u8(0).u8(0);
  return concatBytes([
    signature,
    chunk("IHDR", header.finish()),
    chunk("PLTE", Uint8Array.from(palette.flat())),
    chunk("IDAT", deflate(filtered(indices, pixels))),
    chunk("IEND", new Uint8Array(0)),
  ]);
}

function filtered(indices: Uint8Array, pixels: number): Uint8Array {
  const rows = new Uint8Array(pixels * (pixels + 1));
  for (let y = 0; y < pixels; y++) {
    rows[y * (pixels + 1)] = 2;
    for (let x = 0; x < pixels; x++) {
      const above = y === 0 ? 0 : (indices[(y - 1) * pixels + x] ?? 0);
      rows[y * (pixels + 1) + 1 + x] = (indices[y * pixels + x] ?? 0) - above;
    }
  }
  return rows;
}

function chunk(name: string, body: Uint8Array): Uint8Array {
  const named = concatBytes([utf8Bytes(name), body]);
  return new ByteWriter(named.length + 8).u32(body.length).raw(named).u32(crc32(named)).finish();
}
