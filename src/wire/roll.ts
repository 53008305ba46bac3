/**
 * Bytes of a household's roll: who is a member, who is one no more, and where
 * its origins are (PROTOCOL.md §7.3). A codec only: it believes nothing.
 *
 * Invariants:
 *   I1  one roll has one form: members ascend by link key, revocations by the hash of it, and what is
 *       in another order or written at greater length does not decode
 *   I2  malformed bytes decode to undefined, never to part of a roll
 */
import { ByteReader, ByteWriter, emptyBytes, equalBytes, fromHex, toHex } from "../base/bytes.ts";
import { memberNameBytesMax } from "./objects.ts";

export interface RollAddress {
  /** An address, or a name; no longer than rollHostBytesMax. */
  readonly host: string;
  readonly port: number;
}

/** What the roll says of an origin besides. */
export interface RollOrigin {
  /** Ed25519, 32 bytes: signs its manifests. */
  readonly signingKey: Uint8Array;
  /** Where it may be found, the likeliest first; at most rollAddressesMax. */
  readonly addresses: readonly RollAddress[];
}

export interface RollMember {
  /** X25519, 32 bytes. */
  readonly linkKey: Uint8Array;
  readonly name: string;
  /** Of its newest certificate, ms since 1970. */
  readonly issuedMs: number;
  /** Undefined for a speaker. */
  readonly origin: RollOrigin | undefined;
}

/** Certificates for this link key that were issued up to `revokedMs` count for nothing. */
export interface Revocation {
  /** SHA-256 of the link key, 32 bytes: the member's id begins it. */
  readonly keyHash: Uint8Array;
  /** Ms since 1970, by the household's own count (household/roll.ts). */
  readonly revokedMs: number;
}

export interface RollBody {
  /** Public key of the household, 32 bytes. */
  readonly household: Uint8Array;
  /** At least 1; only grows. */
  readonly version: number;
  /** Who is not listed, and whose certificate was issued before this, is no member. 0: nobody. */
  readonly floorMs: number;
  readonly members: readonly RollMember[];
  readonly revoked: readonly Revocation[];
}

/** A large house, or a small hotel: with long names that is a roll of 30 kB, which everyone fetches at each change. */
export const rollMembersMax = 256;
/** As many as there are members: older ones are covered by `floorMs`. */
export const rollRevokedMax = 256;
/** Origins of one household: one, a spare, edges. */
export const rollOriginsMax = 8;
/** As in an invite. */
export const rollAddressesMax = 8;
/** An IPv6 address with its interface is shorter, and so is the name of a host at home. */
export const rollHostBytesMax = 64;
/** Above what the bounds make possible; nothing longer is looked at. */
export const rollBytesMax = 65_536;
/** Behind the body: the household's signature. */
export const rollSignatureBytes = 64;

const format = 1;
const keyBytes = 32;
const digestLength = 8;
const roles = { origin: 1, speaker: 2 } as const;

export function encodeRollBody(body: RollBody): Uint8Array {
  const writer = new ByteWriter(1_024).u8(format).raw(body.household);
  writer.u64(body.version).u64(body.floorMs);
  writer.varint(body.members.length);
  for (const member of body.members) writeMember(writer, member);
  writer.varint(body.revoked.length);
  for (const { keyHash, revokedMs } of body.revoked) writer.raw(keyHash).u64(revokedMs);
  return writer.finish();
}

/** What a node answers that is asked for its roll: which one it has, and the document where that is the newer one. */
export interface RollAnswer {
  readonly version: number;
  /** 16 hexadecimal digits. */
  readonly digest: string;
  /** Empty where the asker has it, or a newer one. */
  readonly document: Uint8Array;
}

export function encodeRollAnswer({ version, digest, document }: RollAnswer): Uint8Array {
  const digestBytes = fromHex(digest) ?? emptyBytes;
  return new ByteWriter(32 + document.length).u64(version).raw(digestBytes).raw(document).finish();
}

export function decodeRollAnswer(bytes: Uint8Array): RollAnswer | undefined {
  const reader = new ByteReader(bytes);
  const [version, digest] = [reader.u64(), toHex(reader.take(digestLength))];
  const document = reader.rest();
  if (!reader.ok || document.length > rollBytesMax) return undefined;
  return { version, digest, document };
}

/** The body without its signature. What it holds are views of `bytes`. */
export function decodeRollBody(bytes: Uint8Array): RollBody | undefined {
  if (bytes.length > rollBytesMax) return undefined;
  const reader = new ByteReader(bytes);
  if (reader.u8() !== format) return undefined;
  const household = reader.take(keyBytes);
  const [version, floorMs] = [reader.u64(), reader.u64()];
  const members = readList(reader, rollMembersMax, readMember);
  const revoked = readList(reader, rollRevokedMax, readRevocation);
  if (!reader.ok || reader.remaining > 0 || version < 1) return undefined;
  const body = { household, version, floorMs, members, revoked };
  return isOrdered(body) && equalBytes(encodeRollBody(body), bytes) ? body : undefined;
}

function writeMember(writer: ByteWriter, { linkKey, name, issuedMs, origin }: RollMember): void {
  writer.raw(linkKey).u8(origin === undefined ? roles.speaker : roles.origin);
  writer.u64(issuedMs).text(name);
  if (origin === undefined) return;
  writer.raw(origin.signingKey).u8(origin.addresses.length);
  for (const { host, port } of origin.addresses) writer.text(host).u16(port);
}

function readMember(reader: ByteReader): RollMember {
  const linkKey = reader.take(keyBytes);
  const role = reader.u8();
  const issuedMs = reader.u64();
  const name = reader.text(memberNameBytesMax);
  if (role !== roles.origin && role !== roles.speaker) reader.fail();
  const origin = role === roles.origin ? readOrigin(reader) : undefined;
  return { linkKey, name, issuedMs, origin };
}

function readOrigin(reader: ByteReader): RollOrigin {
  const signingKey = reader.take(keyBytes);
  const count = reader.u8();
  if (count > rollAddressesMax) reader.fail();
  const addresses: RollAddress[] = [];
  for (let i = 0; i < count && reader.ok; i++) {
    addresses.push({ host: reader.text(rollHostBytesMax), port: reader.u16() });
  }
  return { signingKey, addresses };
}

function readRevocation(reader: ByteReader): Revocation {
  return { keyHash: reader.take(keyBytes), revokedMs: reader.u64() };
}

function readList<T>(reader: ByteReader, max: number, read: (reader: ByteReader) => T): T[] {
  const count = reader.varint();
  if (count > max) reader.fail();
  const rows: T[] = [];
  for (let i = 0; i < count && reader.ok; i++) rows.push(read(reader));
  return rows;
}

/** I1; and no more origins than there may be. */
function isOrdered({ members, revoked }: RollBody): boolean {
  const origins = members.filter(({ origin }) => origin !== undefined);
  return (
    origins.length <= rollOriginsMax &&
    ascends(members.map(({ linkKey }) => linkKey)) &&
    ascends(revoked.map(({ keyHash }) => keyHash))
  );
}

function ascends(keys: readonly Uint8Array[]): boolean {
  return keys.every((key, i) => i === 0 || compareBytes(keys[i - 1] ?? emptyBytes, key) < 0);
}

/** Order of the bytes, as unsigned numbers; of strings of one length. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  for (let i = 0; i < a.length; i++) {
    const by = (a[i] ?? 0) - (b[i] ?? 0);
    if (by !== 0) return by;
  }
  return 0;
}
