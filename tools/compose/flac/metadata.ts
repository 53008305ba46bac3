/** What stands before the sound in a FLAC file: STREAMINFO, VORBIS_COMMENT, PICTURE (RFC 9639 §8). */
import { ByteWriter, concatBytes, utf8Bytes } from "../../../src/base/bytes.ts";
import { flacBlockFrames } from "../limits.ts";

/** A front cover. */
export interface Picture {
  readonly mime: string;
  /** Square, in pixels. */
  readonly pixels: number;
  readonly bytes: Uint8Array;
}

export interface FlacHead {
  readonly rate: number;
  readonly frames: number;
  readonly blockBytes: { readonly min: number; readonly max: number };
  /** Of the samples as little-endian 16-bit numbers. */
  readonly md5: Uint8Array;
  readonly tags: readonly (readonly [string, string])[];
  readonly picture?: Picture;
}

export function metadata(head: FlacHead): Uint8Array {
  const blocks: [type: number, body: Uint8Array][] = [
    [0, streamInfo(head)],
    [4, vorbisComment(head.tags)],
  ];
  if (head.picture !== undefined) blocks.push([6, pictureBlock(head.picture)]);
  const parts = blocks.map(([type, body], i) => {
    const last = i === blocks.length - 1 ? 0x80 : 0;
    return concatBytes([u32(((last | type) * 0x100_0000 + body.length) >>> 0), body]);
  });
  return concatBytes([utf8Bytes("fLaC"), ...parts]);
}

function u32(value: number): Uint8Array {
  return new ByteWriter(4).u32(value).finish();
}

function streamInfo({ rate, frames, blockBytes, md5 }: FlacHead): Uint8Array {
  const u24 = (out: ByteWriter, value: number) => out.u8(value >> 16).u16(value & 0xffff);
  const out = new ByteWriter(34).u16(flacBlockFrames).u16(flacBlockFrames);
  u24(out, blockBytes.min);
  u24(out, blockBytes.max);
  // 20 bits rate, 3 bits channels − 1, 5 bits sample size − 1, 36 bits frames (fewer than 2^32 here).
  out
    .u16(rate >> 4)
    .u8(((rate & 15) << 4) | (1 << 1))
    .u8(15 << 4);
  return out.u32(frames).raw(md5).finish();
}

/** The lengths in here are little-endian, as in Ogg, unlike the rest of FLAC. */
function vorbisComment(tags: FlacHead["tags"]): Uint8Array {
  const little = (value: number) => u32(value).reverse();
  const text = (value: string) => {
    const bytes = utf8Bytes(value);
    return concatBytes([little(bytes.length), bytes]);
  };
  const fields = tags.map(([name, value]) => text(`${name}=${value}`));
  return concatBytes([text("Nightjar composer"), little(fields.length), ...fields]);
}

function pictureBlock({ mime, pixels, bytes }: Picture): Uint8Array {
  const name = utf8Bytes(mime);
  const out = new ByteWriter(bytes.length + 64).u32(3).u32(name.length).raw(name).u32(0);
  // Width, height, 24 bits a pixel, no palette: readers go by the image itself.
  return out.u32(pixels).u32(pixels).u32(24).u32(0).u32(bytes.length).raw(bytes).finish();
}
