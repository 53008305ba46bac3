/**
 * A small FLAC encoder (RFC 9639): 16-bit stereo, fixed predictors of order 0 to 4, partitioned
 * Rice codes, the cheapest of the four stereo forms for each block. No linear prediction: files are
 * a few percent larger than the reference encoder's and the code is small.
 *
 * The same samples give the same bytes always. Every decoder checks what it decodes by the CRCs and
 * the MD5 in here.
 */
import { createHash } from "node:crypto";
import { assert } from "../../../src/base/assert.ts";
import { concatBytes } from "../../../src/base/bytes.ts";
import { flacBlockFrames } from "../limits.ts";
import { BitWriter } from "./bit-writer.ts";
import { crc8, crc16 } from "./crc.ts";
import { metadata, type Picture } from "./metadata.ts";
import { planSubframe, type Subframe, writeSubframe } from "./subframe.ts";

export interface FlacOptions {
  /** 44 100 or 48 000. */
  readonly rate: number;
  /** Vorbis comments, as [NAME, value]. */
  readonly tags: readonly (readonly [string, string])[];
  readonly picture?: Picture;
}

/** `pcm` is interleaved stereo. */
export function encodeFlac(pcm: Int16Array, options: FlacOptions): Uint8Array {
  assert(pcm.length % 2 === 0 && pcm.length > 0, "whole stereo frames");
  const frames = pcm.length / 2;
  const blocks: Uint8Array[] = [];
  for (let from = 0, number = 0; from < frames; from += flacBlockFrames, number++) {
    const count = Math.min(flacBlockFrames, frames - from);
    blocks.push(encodeBlock(pcm.subarray(2 * from, 2 * (from + count)), number, options.rate));
  }
  const sizes = blocks.map((block) => block.length);
  const head = metadata({
    ...options,
    frames,
    blockBytes: { min: Math.min(...sizes), max: Math.max(...sizes) },
    md5: createHash("md5").update(littleEndian(pcm)).digest(),
  });
  return concatBytes([head, ...blocks]);
}

function littleEndian(pcm: Int16Array): Uint8Array {
  const bytes = new Uint8Array(2 * pcm.length);
  for (let i = 0; i < pcm.length; i++) {
    const value = pcm[i] as number; // i is below the length
    bytes[2 * i] = value & 0xff;
    bytes[2 * i + 1] = (value >> 8) & 0xff;
  }
  return bytes;
}

/** Channel assignment codes of RFC 9639 §9.1.3. */
const forms = { leftRight: 1, leftSide: 8, sideRight: 9, midSide: 10 };

function encodeBlock(pcm: Int16Array, number: number, rate: number): Uint8Array {
  const { code, first, second } = chooseForm(pcm);
  const out = new BitWriter(4 * pcm.length + 64);
  writeHeader(out, { code, number, rate, frames: pcm.length / 2 });
  out.bits(crc8(out.bytes()), 8);
  writeSubframe(out, first);
  writeSubframe(out, second);
  out.align();
  out.bits(crc16(out.bytes()), 16);
  return out.bytes().slice();
}

function chooseForm(pcm: Int16Array): { code: number; first: Subframe; second: Subframe } {
  const frames = pcm.length / 2;
  const [left, right, mid, side] = [0, 1, 2, 3].map(() => new Int32Array(frames)) as [
    Int32Array,
    Int32Array,
    Int32Array,
    Int32Array, // four, by the array above
  ];
  for (let i = 0; i < frames; i++) {
    const l = pcm[2 * i] as number; // 2i + 1 is below the length
    const r = pcm[2 * i + 1] as number;
    left[i] = l;
    right[i] = r;
    mid[i] = (l + r) >> 1;
    side[i] = l - r;
  }
  const [l, r, m, s] = [
    planSubframe(left, 16),
    planSubframe(right, 16),
    planSubframe(mid, 16),
    planSubframe(side, 17),
  ];
  const pairs = [
    { code: forms.leftRight, first: l, second: r },
    { code: forms.leftSide, first: l, second: s },
    { code: forms.sideRight, first: s, second: r },
    { code: forms.midSide, first: m, second: s },
  ] as const;
  const bits = (pair: (typeof pairs)[number]): number => pair.first.bits + pair.second.bits;
  return pairs.reduce((best, pair) => (bits(pair) < bits(best) ? pair : best), pairs[0]);
}

interface BlockHeader {
  readonly code: number;
  readonly number: number;
  readonly rate: number;
  readonly frames: number;
}

function writeHeader(out: BitWriter, { code, number, rate, frames }: BlockHeader): void {
  out.bits(0b11111111111110, 14);
  // Reserved bit, then fixed block size.
  out.bits(0, 2);
  const full = frames === flacBlockFrames;
  out.bits(full ? 12 : 7, 4);
  out.bits(rate === 48_000 ? 10 : 9, 4);
  out.bits(code, 4);
  // 16 bits a sample, reserved bit.
  out.bits(0b1000, 4);
  writeNumber(out, number);
  if (!full) out.bits(frames - 1, 16);
}

/** The frame number in the extended UTF-8 form of RFC 9639 §9.1.5; below 2^16 here. */
function writeNumber(out: BitWriter, number: number): void {
  assert(number < 0x10000, "a track has fewer than 65 536 blocks");
  if (number < 0x80) out.bits(number, 8);
  else if (number < 0x800) {
    out.bits(0xc0 | (number >> 6), 8);
    out.bits(0x80 | (number & 0x3f), 8);
  } else {
    out.bits(0xe0 | (number >> 12), 8);
    out.bits(0x80 | ((number >> 6) & 0x3f), 8);
    out.bits(0x80 | (number & 0x3f), 8);
  }
}
