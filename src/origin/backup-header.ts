/**
 * The clear header of a backup (docs/STORAGE.md §9): what the passphrase is
 * stretched with, and how long the file must be. Pure, but for scrypt's time.
 *
 * What is read here is not authentic yet, so everything is bounded before it is
 * used: a file that was made to harm must not cost gigabytes. The header is
 * associated data of each chunk, which makes it authentic in the end.
 */
import { createHash, scrypt, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";
import { ByteReader, ByteWriter, equalBytes, utf8Bytes } from "../base/bytes.ts";
import { BackupError } from "./errors.ts";
import { backupChunkBytesMax, scryptBytesMax, scryptCost, scryptWorkMax } from "./limits.ts";

/** "NJbk" */
const magic = 0x4e4a_626b;
const version = 1;
export const saltBytes = 32;
const checkBytes = 16;
const keyBytes = 32;
const sumBytes = 4;
export const headerBytes = 4 + 1 + 3 + 4 + 8 + saltBytes + checkBytes + sumBytes;

export interface KeyCost {
  /** scrypt's N is 2^log2N (RFC 7914). */
  readonly log2N: number;
  readonly r: number;
  readonly p: number;
}

export interface BackupHeader {
  readonly cost: KeyCost;
  readonly chunkBytes: number;
  /** Bytes inside, before they were sealed. */
  readonly plainBytes: number;
  readonly salt: Uint8Array;
  /** Tells a wrong passphrase from a damaged file. */
  readonly check: Uint8Array;
}

export function encodeHeader(header: BackupHeader): Uint8Array {
  const { cost, chunkBytes, plainBytes, salt, check } = header;
  const writer = new ByteWriter(headerBytes)
    .u32(magic)
    .u8(version)
    .u8(cost.log2N)
    .u8(cost.r)
    .u8(cost.p)
    .u32(chunkBytes)
    .u64(plainBytes)
    .raw(salt)
    .raw(check);
  return writer.raw(sumOf(writer.finish())).finish();
}

/** Throws BackupError `not-a-backup`, `newer-version`, `damaged` or `too-costly`. */
export function decodeHeader(bytes: Uint8Array): BackupHeader {
  const reader = new ByteReader(bytes);
  if (reader.u32() !== magic) throw new BackupError("not-a-backup", "it is no backup of an origin");
  const found = reader.u8();
  if (reader.ok && found > version)
    throw new BackupError("newer-version", "it was made by a newer version of Nightjar", {
      remedy: "install that version",
    });
  const cost = { log2N: reader.u8(), r: reader.u8(), p: reader.u8() };
  const [chunkBytes, plainBytes] = [reader.u32(), reader.u64()];
  const [salt, check] = [reader.take(saltBytes).slice(), reader.take(checkBytes).slice()];
  const sum = sumOf(bytes.subarray(0, reader.offset));
  if (!equalBytes(reader.take(sumBytes), sum) || !reader.ok || found !== version)
    throw new BackupError("damaged", "its beginning is damaged");
  mustBeBearable(cost, chunkBytes);
  return { cost, chunkBytes, plainBytes, salt, check };
}

export interface DerivedKey {
  readonly key: Uint8Array;
  readonly check: Uint8Array;
}

/** Takes as much memory and time as `cost` says; the event loop goes on. */
export async function deriveKey(
  passphrase: string,
  salt: Uint8Array,
  cost: KeyCost,
): Promise<DerivedKey> {
  const [n, { r, p }] = [2 ** cost.log2N, cost];
  const maxmem = 128 * (n + p + 2) * r;
  // The same passphrase may be typed as other code points on another machine.
  const secret = utf8Bytes(passphrase.normalize("NFC"));
  const made = await promisify<Uint8Array, Uint8Array, number, object, Uint8Array>(scrypt)(
    secret,
    salt,
    keyBytes + checkBytes,
    { N: n, r, p, maxmem },
  );
  return { key: made.subarray(0, keyBytes), check: made.subarray(keyBytes) };
}

/** Throws BackupError `wrong-passphrase`. */
export function mustBeRight({ check }: DerivedKey, header: BackupHeader): void {
  if (!timingSafeEqual(check, header.check))
    throw new BackupError("wrong-passphrase", "the passphrase is wrong");
}

function mustBeBearable({ log2N, r, p }: KeyCost, chunkBytes: number): void {
  const ours = 2 ** scryptCost.log2N * scryptCost.r * scryptCost.p;
  const sane = log2N >= 1 && r >= 1 && p >= 1 && chunkBytes >= 1;
  const small = 128 * 2 ** log2N * r <= scryptBytesMax && chunkBytes <= backupChunkBytesMax;
  if (sane && small && 2 ** log2N * r * p <= scryptWorkMax * ours) return;
  throw new BackupError("too-costly", "it asks for more memory or time than any backup of ours");
}

function sumOf(bytes: Uint8Array): Uint8Array {
  return createHash("sha256").update(bytes).digest().subarray(0, sumBytes);
}
