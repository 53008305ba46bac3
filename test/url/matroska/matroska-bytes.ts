/** Writes small Matroska files (RFC 9559), right and wrong ones. */
import { concatBytes, utf8Bytes } from "../../../src/base/bytes.ts";

/** An element; `unknown`: without a size, as live streams have it. */
export function element(id: number, body: Uint8Array, unknown = false): Uint8Array {
  const idBytes = bigEndian(id);
  const size = unknown
    ? Uint8Array.of(0x01, 255, 255, 255, 255, 255, 255, 255)
    : Uint8Array.of(0x10 | (body.length >>> 24), ...bigEndian(body.length, 3));
  return concatBytes([idBytes, size, body]);
}

function bigEndian(value: number, length = 0): Uint8Array {
  const bytes: number[] = [];
  for (let rest = value; rest > 0 || bytes.length < length; rest = Math.floor(rest / 256))
    bytes.unshift(rest % 256);
  return Uint8Array.from(bytes);
}

const uint = (id: number, value: number): Uint8Array => element(id, bigEndian(value, 1));
const join = concatBytes;

export const ebmlHead = element(0x1a45dfa3, element(0x4282, utf8Bytes("matroska")));

/** Sound at 48 kHz, two channels of 16 bits. */
export function track(
  number: number,
  codec: string,
  type = 2,
  extra: Uint8Array = new Uint8Array(0),
) {
  const rate = new Uint8Array(4);
  new DataView(rate.buffer).setFloat32(0, 48_000);
  const audio = element(0xe1, join([element(0xb5, rate), uint(0x9f, 2), uint(0x6264, 16)]));
  const named = element(0x86, utf8Bytes(codec));
  return element(0xae, join([uint(0xd7, number), uint(0x83, type), named, audio, extra]));
}

export const tracks = (...each: Uint8Array[]): Uint8Array => element(0x1654ae6b, join(each));
export const strippedBy = (prefix: Uint8Array): Uint8Array =>
  element(
    0x6d80,
    element(0x6240, element(0x5034, join([uint(0x4254, 3), element(0x4255, prefix)]))),
  );

/** `lacing`: 0 none, 1 Xiph, 2 EBML is 3 and fixed is 2, as the flags have it (§10). */
export function block(number: number, lacing: number, ...frames: Uint8Array[]): Uint8Array {
  const head = Uint8Array.of(0x80 | number, 0, 0, lacing << 1);
  if (lacing === 0) return join([head, ...frames]);
  const sizes = frames.slice(0, -1).map(({ length }) => length);
  const laced = lacing === 1 ? sizes.flatMap(xiph) : lacing === 3 ? sizes.flatMap(ebml) : [];
  return join([head, Uint8Array.of(frames.length - 1, ...laced), ...frames]);
}

function xiph(size: number): number[] {
  return [...new Array<number>(Math.floor(size / 255)).fill(255), size % 255];
}

/** The first as it is, then the difference, in two bytes each. */
function ebml(size: number, i: number, all: readonly number[]): number[] {
  const value = i === 0 ? size : size - (all[i - 1] ?? 0) + 2 ** 13 - 1;
  return [0x40 | (value >> 8), value & 255];
}

export const simpleBlock = (body: Uint8Array): Uint8Array => element(0xa3, body);
export const blockGroup = (body: Uint8Array): Uint8Array =>
  element(0xa0, join([element(0xa1, body), uint(0x9b, 20)]));

export function cluster(timeMs: number, blocks: readonly Uint8Array[], live = false): Uint8Array {
  return element(0x1f43b675, join([uint(0xe7, timeMs), ...blocks]), live);
}

export function segment(parts: readonly Uint8Array[], live = false): Uint8Array {
  return element(0x18538067, join(parts), live);
}

/** Something that nobody wants. */
export const voided = (bytes: number): Uint8Array =>
  element(0xec, new Uint8Array(bytes).fill(0x1f));
