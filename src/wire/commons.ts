/**
 * What the household keeps together, as members tell each other of it and keep it
 * (PROTOCOL.md §6.8): entries with stamps, in buckets, each with a digest.
 *
 * A codec only: what an entry means, and which of two counts, is decided above.
 * Anything malformed decodes to undefined, never to a partial value.
 * Bounds: those of the constants below; a value is at most `commonValueBytesMax` long.
 */
import { createHash } from "node:crypto";
import {
  ByteReader,
  ByteWriter,
  concatBytes,
  equalBytes,
  fromHex,
  toHex,
  utf8Bytes,
} from "../base/bytes.ts";

/** When it was written, and by whom: of two the later counts. */
export interface CommonStamp {
  /** ms since 1970 by the household's count: after all that its writer had seen. */
  readonly ms: number;
  /** Member id: 16 hexadecimal digits. */
  readonly by: string;
}

export interface CommonEntry {
  /** Lower-case letters, digits, "/", "-" and "."; 1 to 64 of them. */
  readonly key: string;
  readonly stamp: CommonStamp;
  /** Undefined: it was deleted. At most `commonValueBytesMax`. */
  readonly value: Uint8Array | undefined;
}

export interface CommonBucket {
  /** 0 … commonBuckets − 1. */
  readonly index: number;
  /** What was written up to this ms, and is not here, was deleted by all. */
  readonly floorMs: number;
  /** By key, ascending. */
  readonly entries: readonly CommonEntry[];
}

/** What is asked: "this is mine"; with the digests of all buckets, those that differ are wanted. */
export interface CommonsQuestion {
  readonly digest: string;
  readonly buckets: readonly string[] | undefined;
}

export interface CommonsAnswer {
  /** Of all that the asked one has. */
  readonly digest: string;
  readonly buckets: readonly CommonBucket[];
}

/** So many that one change is told by some hundred bytes, and the digests of all still fit one datagram. */
export const commonBuckets = 128;
/** A list of a hundred tracks, with its name. */
export const commonValueBytesMax = 2_048;
export const commonKeyCharsMax = 64;
/** Entries of one bucket that are read: many times an even share of all that there may be. */
export const commonBucketEntriesMax = 4_096;
/** What one answer may take at the least; a single bucket may take more. */
export const commonsAnswerBytes = 60_000;

const formatVersion = 1;
const idBytes = 8;
const digestBytes = 8;
const bucketDigestBytes = 6;
const keyPattern = /^[a-z0-9/.-]{1,64}$/;

export function isCommonKey(key: string): boolean {
  return keyPattern.test(key);
}

/** FNV-1a, so that the keys of one list spread over all buckets. */
export function bucketOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  return ((hash ^ (hash >>> 15)) >>> 0) % commonBuckets;
}

export function bucketDigest(bucket: CommonBucket): string {
  const writer = new ByteWriter(256);
  writeBucket(writer, bucket);
  return digestOf([writer.finish()], bucketDigestBytes);
}

/** Of all buckets, in their order. */
export function commonsDigest(buckets: readonly string[]): string {
  return digestOf([utf8Bytes(buckets.join(""))], digestBytes);
}

export function encodeCommonsQuestion({ digest, buckets }: CommonsQuestion): Uint8Array {
  return concatBytes([digest, ...(buckets ?? [])].map((hex) => fromHex(hex) ?? new Uint8Array(0)));
}

export function decodeCommonsQuestion(bytes: Uint8Array): CommonsQuestion | undefined {
  const reader = new ByteReader(bytes);
  const digest = toHex(reader.take(digestBytes));
  if (!reader.ok) return undefined;
  if (reader.remaining === 0) return { digest, buckets: undefined };
  const buckets = Array.from({ length: commonBuckets }, () =>
    toHex(reader.take(bucketDigestBytes)),
  );
  return reader.ok && reader.remaining === 0 ? { digest, buckets } : undefined;
}

/** As many of the buckets as fit `commonsAnswerBytes`, one at the least. */
export function encodeCommonsAnswer({ digest, buckets }: CommonsAnswer): Uint8Array {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for (const bucket of buckets) {
    const writer = new ByteWriter(256);
    writeBucket(writer, bucket);
    bytes += writer.length;
    if (parts.length > 0 && bytes > commonsAnswerBytes) break;
    parts.push(writer.finish());
  }
  const head = new ByteWriter(16).u8(formatVersion).raw(fromHex(digest) ?? new Uint8Array(0));
  return concatBytes([head.u8(parts.length).finish(), ...parts]);
}

export function decodeCommonsAnswer(bytes: Uint8Array): CommonsAnswer | undefined {
  const reader = new ByteReader(bytes);
  if (reader.u8() !== formatVersion) return undefined;
  const digest = toHex(reader.take(digestBytes));
  const buckets = readBuckets(reader, reader.u8());
  return buckets && { digest, buckets };
}

/** All of it, as it is kept (docs/STORAGE.md §3). */
export function encodeCommons(buckets: readonly CommonBucket[]): Uint8Array {
  const kept = buckets.filter(({ floorMs, entries }) => floorMs > 0 || entries.length > 0);
  const writer = new ByteWriter(1_024).u8(formatVersion).u8(kept.length);
  for (const bucket of kept) writeBucket(writer, bucket);
  return writer.finish();
}

export function decodeCommons(bytes: Uint8Array): readonly CommonBucket[] | undefined {
  const reader = new ByteReader(bytes);
  if (reader.u8() !== formatVersion) return undefined;
  return readBuckets(reader, reader.u8());
}

/** Ascending, none twice, each key in its own bucket. */
function readBuckets(reader: ByteReader, count: number): readonly CommonBucket[] | undefined {
  const buckets: CommonBucket[] = [];
  while (buckets.length < count) {
    const bucket = readBucket(reader);
    if (bucket === undefined || bucket.index <= (buckets.at(-1)?.index ?? -1)) return undefined;
    buckets.push(bucket);
  }
  return reader.ok && reader.remaining === 0 ? buckets : undefined;
}

function writeBucket(writer: ByteWriter, { index, floorMs, entries }: CommonBucket): void {
  writer.u8(index).u64(floorMs).varint(entries.length);
  for (const { key, stamp, value } of entries) {
    writer
      .text(key)
      .u64(stamp.ms)
      .raw(fromHex(stamp.by) ?? new Uint8Array(idBytes));
    // One more than its length; 0 for what was deleted.
    writer.varint(value === undefined ? 0 : value.length + 1).raw(value ?? new Uint8Array(0));
  }
}

function readBucket(reader: ByteReader): CommonBucket | undefined {
  const index = reader.u8();
  const floorMs = reader.u64();
  const count = reader.varint();
  if (!reader.ok || index >= commonBuckets || count > commonBucketEntriesMax) return undefined;
  const entries: CommonEntry[] = [];
  while (entries.length < count) {
    const entry = readEntry(reader);
    if (entry === undefined || bucketOf(entry.key) !== index) return undefined;
    if (entries.length > 0 && entry.key <= (entries.at(-1)?.key ?? "")) return undefined;
    entries.push(entry);
  }
  return { index, floorMs, entries };
}

function readEntry(reader: ByteReader): CommonEntry | undefined {
  const key = reader.text(commonKeyCharsMax);
  const stamp = { ms: reader.u64(), by: toHex(reader.take(idBytes)) };
  const length = reader.varint();
  if (length > commonValueBytesMax + 1) return undefined;
  // A copy: what it was read from may be large, and an entry is kept for years.
  const value = length === 0 ? undefined : reader.take(length - 1).slice();
  return reader.ok && isCommonKey(key) ? { key, stamp, value } : undefined;
}

/** Which of two entries of one key counts: everywhere the same. Positive where `a` is the later one. */
export function compareEntries(a: CommonEntry, b: CommonEntry): number {
  if (a.stamp.ms !== b.stamp.ms) return a.stamp.ms - b.stamp.ms;
  if (a.stamp.by !== b.stamp.by) return a.stamp.by < b.stamp.by ? -1 : 1;
  // Nobody honest writes two of one stamp: whoever does, all must still agree.
  if (a.value === undefined || b.value === undefined)
    return Number(a.value === undefined) - Number(b.value === undefined);
  if (equalBytes(a.value, b.value)) return 0;
  return toHex(a.value) < toHex(b.value) ? -1 : 1;
}

function digestOf(parts: readonly Uint8Array[], bytes: number): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return toHex(hash.digest().subarray(0, bytes));
}
