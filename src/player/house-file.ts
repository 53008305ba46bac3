/**
 * A file that a speaker keeps of its house: what it is good for is known by its
 * magic number, whose it is by the household's tag, and whether it is whole by a
 * checksum (docs/STORAGE.md §3, "Of the house"). Pure.
 *
 * Anything else is as if there were none: what is kept so can be learned anew.
 */
import { createHash } from "node:crypto";
import { concatBytes, equalBytes, utf8Bytes } from "../base/bytes.ts";

const magicBytes = 4;
const sumBytes = 16;
/** 16 hexadecimal digits, as text. */
const tagBytes = 16;
const headBytes = magicBytes + sumBytes + tagBytes;

export interface HouseFileName {
  /** Four letters of ASCII. */
  readonly magic: string;
  /** Of the household that it tells of: 16 hexadecimal digits. */
  readonly householdTag: string;
}

export function encodeHouseFile(
  { magic, householdTag }: HouseFileName,
  body: readonly Uint8Array[],
): Uint8Array {
  const signed = [utf8Bytes(householdTag), ...body];
  const head = utf8Bytes(magic);
  return concatBytes([head, sumOf([head, ...signed]), ...signed]);
}

/** A view of the body; undefined unless it is whole, of this kind and of this household. */
export function decodeHouseFile(
  { magic, householdTag }: HouseFileName,
  bytes: Uint8Array,
): Uint8Array | undefined {
  if (bytes.length < headBytes) return undefined;
  const head = bytes.subarray(0, magicBytes);
  const sum = bytes.subarray(magicBytes, magicBytes + sumBytes);
  const signed = bytes.subarray(magicBytes + sumBytes);
  if (!equalBytes(head, utf8Bytes(magic)) || !equalBytes(sum, sumOf([head, signed])))
    return undefined;
  if (!equalBytes(signed.subarray(0, tagBytes), utf8Bytes(householdTag))) return undefined;
  return signed.subarray(tagBytes);
}

function sumOf(parts: readonly Uint8Array[]): Uint8Array {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return new Uint8Array(hash.digest().subarray(0, sumBytes));
}
