/**
 * A small DEFLATE (RFC 1951): one block of fixed codes, matches found greedily by the last place of
 * each triple. Ours and not node:zlib's because that one's output changes with its version, and the
 * library's bytes must not. Good for flat pictures, poor for photographs.
 */
import { ByteWriter } from "../../../src/base/bytes.ts";

const lengthBases = [
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131,
  163, 195, 227, 258,
];
const lengthExtras = [
  0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
];
const distanceBases = [
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049,
  3073, 4097, 6145, 8193, 12289, 16385, 24577,
];
const matchMax = 258;
const distanceMax = 32_768;

/** A zlib stream (RFC 1950) of `input`. */
export function deflate(input: Uint8Array): Uint8Array {
  const out = new Bits();
  out.low(0b011, 3);
  const seen = new Int32Array(1 << 16).fill(-1);
  for (let at = 0; at < input.length; ) {
    const slot = slotOf(input, at);
    const before = seen[slot] ?? -1;
    seen[slot] = at;
    const length = before < 0 || at - before > distanceMax ? 0 : matchLength(input, before, at);
    if (length >= 3) writeMatch(out, length, at - before);
    else writeLiteral(out, input[at] ?? 0);
    at += length >= 3 ? length : 1;
  }
  writeLiteral(out, 256);
  const body = out.finish();
  return new ByteWriter(body.length + 6).u16(0x7801).raw(body).u32(adler32(input)).finish();
}

function slotOf(input: Uint8Array, at: number): number {
  const triple = ((input[at] ?? 0) << 16) | ((input[at + 1] ?? 0) << 8) | (input[at + 2] ?? 0);
  return Math.imul(triple, 0x9e3779b1) >>> 16;
}

function matchLength(input: Uint8Array, from: number, at: number): number {
  const most = Math.min(matchMax, input.length - at);
  let length = 0;
  while (length < most && input[from + length] === input[at + length]) length += 1;
  return length;
}

/** Literals and lengths of the fixed code (RFC 1951 §3.2.6). */
function writeLiteral(out: Bits, symbol: number): void {
  if (symbol < 144) out.code(0x30 + symbol, 8);
  else if (symbol < 256) out.code(0x190 + symbol - 144, 9);
  else if (symbol < 280) out.code(symbol - 256, 7);
  else out.code(0xc0 + symbol - 280, 8);
}

function writeMatch(out: Bits, length: number, distance: number): void {
  const l = lastAtMost(lengthBases, length);
  writeLiteral(out, 257 + l);
  out.low(length - (lengthBases[l] ?? 0), lengthExtras[l] ?? 0);
  const d = lastAtMost(distanceBases, distance);
  out.code(d, 5);
  out.low(distance - (distanceBases[d] ?? 0), d < 4 ? 0 : (d >> 1) - 1);
}

function lastAtMost(bases: readonly number[], value: number): number {
  let index = bases.length - 1;
  while ((bases[index] ?? 0) > value) index -= 1;
  return index;
}

function adler32(bytes: Uint8Array): number {
  let [a, b] = [1, 0];
  for (const byte of bytes) {
    a = (a + byte) % 65521;
    b = (b + a) % 65521;
  }
  return ((b << 16) | a) >>> 0;
}

/** Bits into bytes from the least significant up; codes go in with their highest bit first. */
class Bits {
  readonly #out = new ByteWriter(1 << 14);
  #held = 0;
  #count = 0;

  low(value: number, count: number): void {
    for (let i = 0; i < count; i++) this.#bit((value >> i) & 1);
  }
  code(value: number, count: number): void {
    for (let i = count - 1; i >= 0; i--) this.#bit((value >> i) & 1);
  }
  finish(): Uint8Array {
    while (this.#count > 0) this.#bit(0);
    return this.#out.finish();
  }
  #bit(bit: number): void {
    this.#held |= bit << this.#count;
    this.#count += 1;
    if (this.#count < 8) return;
    this.#out.u8(this.#held);
    this.#held = 0;
    this.#count = 0;
  }
}
