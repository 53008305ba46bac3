/**
 * A file that a speaker keeps of its house: what it is good for is known by its
 * magic number, whose it is by the household's tag, and whether it is whole by a
 * checksum (docs/STORAGE.md §3, "Of the house"). Pure.
 *
 * Anything else is as if there were none: what is kept so can be learned anew.
 */
import { createHash, type Hash } from "node:crypto";
import { concatBytes, equalBytes, utf8Bytes } from "../base/bytes.ts";
import { atOnce } from "./slices.ts";

const magicBytes = 4;
const sumBytes = 16;
/** 16 hexadecimal digits, as text. */
const tagBytes = 16;
/** Summed up at once: a few milliseconds of a slow core. */
const sliceBytes = 128 * 1024;
const headBytes = magicBytes + sumBytes + tagBytes;

export interface HouseFileName {
  /** Four letters of ASCII. */
  readonly magic: string;
  /** Of the household that it tells of: 16 hexadecimal digits. */
  readonly householdTag: string;
}

export function encodeHouseFile(name: HouseFileName, body: readonly Uint8Array[]): Uint8Array {
  return atOnce(encodingHouseFile(name, body));
}

/** Likewise in slices, a part of the body each. */
export function* encodingHouseFile(
  { magic, householdTag }: HouseFileName,
  body: readonly Uint8Array[],
): Generator<void, Uint8Array> {
  const head = utf8Bytes(magic);
  const signed = [utf8Bytes(householdTag), ...body];
  const hash = createHash("sha256").update(head);
  for (const part of signed) {
    hash.update(part);
    yield;
  }
  return concatBytes([head, sumOf(hash), ...signed]);
}

/** A view of the body; undefined unless it is whole, of this kind and of this household. */
export function decodeHouseFile(name: HouseFileName, bytes: Uint8Array): Uint8Array | undefined {
  return atOnce(decodingHouseFile(name, bytes));
}

/** Likewise in slices, for large files: `bytes` must stay what they are meanwhile. */
export function* decodingHouseFile(
  { magic, householdTag }: HouseFileName,
  bytes: Uint8Array,
): Generator<void, Uint8Array | undefined> {
  if (bytes.length < headBytes) return undefined;
  const head = bytes.subarray(0, magicBytes);
  const sum = bytes.subarray(magicBytes, magicBytes + sumBytes);
  const signed = bytes.subarray(magicBytes + sumBytes);
  const hash = createHash("sha256").update(head);
  for (let at = 0; at < signed.length; at += sliceBytes) {
    hash.update(signed.subarray(at, at + sliceBytes));
    yield;
  }
  if (!equalBytes(head, utf8Bytes(magic)) || !equalBytes(sum, sumOf(hash))) return undefined;
  if (!equalBytes(signed.subarray(0, tagBytes), utf8Bytes(householdTag))) return undefined;
  return signed.subarray(tagBytes);
}

function sumOf(hash: Hash): Uint8Array {
  return new Uint8Array(hash.digest().subarray(0, sumBytes));
}
