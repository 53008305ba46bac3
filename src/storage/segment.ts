/**
 * The bytes of a cache segment (docs/STORAGE.md §2): header, sealed records,
 * sealed table of contents, trailer. A codec with keys: it reads no file.
 *
 * Every record is ChaCha20-Poly1305 (RFC 8439) under a key that one opening of
 * the cache derived for itself, with the segment's generation and the record's
 * offset as nonce and the chunk's key as associated data. A nonce is never used
 * twice: generations only grow within an opening, and each opening has its own
 * salt, so even a generation lost in a power cut and given out again meets
 * another key.
 */
import { createCipheriv, createDecipheriv, hkdfSync } from "node:crypto";
import { ByteReader, ByteWriter, equalBytes, utf8Bytes } from "../base/bytes.ts";
import { keyBytes } from "./chunk-key.ts";
import { heatMax, pageBytes, recordsPerSegmentMax, segmentBytes } from "./limits.ts";

export const tagBytes = 16;
export const saltBytes = 16;
/** The header has a page of its own, so that records start where the card's pages do. */
export const recordsStart = pageBytes;
/** "NJcs" and the version of the format: another version is another magic, and the segment is empty. */
const magic = 0x4e4a_6373;
const version = 1;
const trailerBytes = 64;
const entryBytes = 30;
/** Offsets below 2^31 are records; nonces above belong to tables, one for each time it was written. */
const tableNonce = 0x8000_0000;

/** What identifies a segment's writing: nonces and keys follow from it. */
export interface SegmentId {
  readonly salt: Uint8Array;
  /** Grows by one with each segment. */
  readonly generation: number;
}

export interface SegmentEntry {
  /** The chunk's key, encoded. */
  readonly name: Uint8Array;
  readonly offset: number;
  /** Plain bytes. */
  readonly length: number;
  /** Use so far, 0…3. */
  readonly heat: number;
}

/** Where a segment lies, and how large the file was when it was written. */
export interface SegmentSeat {
  readonly position: number;
  /** For who looks at a card from outside: a file that grew or was cut keeps its segments. */
  readonly segments: number;
}

export interface SegmentTable {
  readonly id: SegmentId;
  readonly entries: readonly SegmentEntry[];
}

/** The key of one opening, from the device's key and that opening's salt (HKDF, RFC 5869). */
export function deriveKey(deviceKey: Uint8Array, salt: Uint8Array): Uint8Array {
  return new Uint8Array(hkdfSync("sha256", deviceKey, salt, utf8Bytes("nightjar cache 1"), 32));
}

export function sealedBytes(length: number): number {
  return length + tagBytes;
}

/** Bytes at the end of a segment that its table and trailer take, in whole pages. */
export function footerBytes(entries: number): number {
  return Math.ceil((entries * entryBytes + tagBytes + trailerBytes) / pageBytes) * pageBytes;
}

export const recordBytesMax = segmentBytes - recordsStart - footerBytes(1) - tagBytes;

export interface SealOptions {
  readonly key: Uint8Array;
  readonly generation: number;
  readonly offset: number;
  readonly aad: Uint8Array;
}

/** Writes ciphertext and tag to `into` at `offset`. */
export function sealRecord(
  plain: Uint8Array,
  into: Uint8Array,
  at: number,
  options: SealOptions,
): void {
  const nonce = nonceOf(options.generation, options.offset);
  const cipher = createCipheriv("chacha20-poly1305", options.key, nonce, {
    authTagLength: tagBytes,
  });
  cipher.setAAD(options.aad, { plaintextLength: plain.length });
  into.set(cipher.update(plain), at);
  cipher.final();
  into.set(cipher.getAuthTag(), at + plain.length);
}

/** Undefined where the bytes are not what was sealed under this key, nonce and associated data. */
export function openRecord(sealed: Uint8Array, options: SealOptions): Uint8Array | undefined {
  const length = sealed.length - tagBytes;
  const nonce = nonceOf(options.generation, options.offset);
  const cipher = createDecipheriv("chacha20-poly1305", options.key, nonce, {
    authTagLength: tagBytes,
  });
  cipher.setAAD(options.aad, { plaintextLength: length });
  cipher.setAuthTag(sealed.subarray(length));
  try {
    const plain = cipher.update(sealed.subarray(0, length));
    cipher.final();
    return new Uint8Array(plain.buffer, plain.byteOffset, plain.byteLength);
  } catch {
    return undefined; // The tag does not match: torn, rotten, overwritten or another chunk's.
  }
}

export function writeHeader(into: Uint8Array, id: SegmentId, seat: SegmentSeat): void {
  into.set(identify(id, seat).finish(), 0);
}

/** Writes table and trailer to the end of `into`; `writes` counts how often this segment's table was written. */
export function writeFooter(
  into: Uint8Array,
  table: SegmentTable,
  seat: SegmentSeat,
  options: { readonly key: Uint8Array; readonly writes: number },
): void {
  const { generation } = table.id;
  const trailer = identify(table.id, seat).u32(options.writes).u16(table.entries.length).finish();
  const writer = new ByteWriter(table.entries.length * entryBytes);
  for (const { name, offset, length, heat } of table.entries)
    writer.raw(name).u32(offset).u32(length).u8(heat);
  const start = into.length - footerBytes(table.entries.length);
  into.fill(0, start);
  sealRecord(writer.finish(), into, start, {
    key: options.key,
    generation,
    offset: tableNonce + options.writes,
    aad: trailer,
  });
  into.set(trailer, into.length - trailerBytes);
}

/** A trailer says how far back its table begins. */
export interface Trailer {
  readonly id: SegmentId;
  readonly count: number;
  readonly writes: number;
  /** Of table and trailer together, from the end of the segment. */
  readonly footerBytes: number;
}

/** `tail` ends where the segment ends. Undefined where there is no trailer of this version and position. */
export function readTrailer(
  tail: Uint8Array,
  { position }: Pick<SegmentSeat, "position">,
): Trailer | undefined {
  const reader = new ByteReader(tail.subarray(tail.length - trailerBytes));
  const head = reader.take(identityBytes);
  const fields = new ByteReader(head.subarray(identityBytes - saltBytes - 10));
  const segments = fields.u16();
  const id = { salt: fields.take(saltBytes).slice(), generation: fields.u64() };
  const writes = reader.u32();
  const count = reader.u16();
  if (!reader.ok || !fields.ok || writes >= tableNonce) return undefined;
  if (count === 0 || count > recordsPerSegmentMax || segments <= position) return undefined;
  if (!equalBytes(identify(id, { position, segments }).finish(), head)) return undefined;
  return { id, count, writes, footerBytes: footerBytes(count) };
}

/** `footer` is the whole footer. Undefined where it was not written so by this device. */
export function readTable(
  footer: Uint8Array,
  trailer: Trailer,
  key: Uint8Array,
): SegmentTable | undefined {
  const from = footer.length - trailerBytes;
  const plain = openRecord(footer.subarray(0, sealedBytes(trailer.count * entryBytes)), {
    key,
    generation: trailer.id.generation,
    offset: tableNonce + trailer.writes,
    aad: footer.subarray(from, from + identityBytes + 6),
  });
  if (plain === undefined) return undefined;
  const reader = new ByteReader(plain);
  const entries: SegmentEntry[] = [];
  for (let i = 0; i < trailer.count; i++) {
    const entry = {
      name: reader.take(keyBytes),
      offset: reader.u32(),
      length: reader.u32(),
      heat: reader.u8(),
    };
    if (!isPossible(entry)) return undefined;
    entries.push(entry);
  }
  return reader.ok && reader.remaining === 0 ? { id: trailer.id, entries } : undefined;
}

function isPossible({ offset, length, heat }: SegmentEntry): boolean {
  const end = offset + sealedBytes(length);
  return offset >= recordsStart && length > 0 && end <= segmentBytes && heat <= heatMax;
}

/** magic, version, position, segments, salt, generation. */
const identityBytes = 4 + 1 + 2 + 2 + saltBytes + 8;

function identify(id: SegmentId, { position, segments }: SegmentSeat): ByteWriter {
  return new ByteWriter(trailerBytes)
    .u32(magic)
    .u8(version)
    .u16(position)
    .u16(segments)
    .raw(id.salt)
    .u64(id.generation);
}

function nonceOf(generation: number, offset: number): Uint8Array {
  return new ByteWriter(12).u64(generation).u32(offset).finish();
}
