/**
 * The roll of a household: one document, signed with the household's key, that
 * says who is a member, who is one no more, and where the origins are. Every
 * node keeps the newest that it has seen (PROTOCOL.md §7.3).
 *
 * Pure values. Who asks for it and where it is kept: roll-exchange.ts, and the
 * programs.
 *
 * Invariants:
 *   I1  a Roll exists only for bytes that the household has signed
 *   I2  of two rolls one is newer, for everybody the same one
 *   I3  what was revoked stays so in every later roll, also in one that is made of two that knew nothing of
 *       each other; a member comes back with a later certificate, never with the one of before
 * Times in it are the household's own count: taken from a clock, but never before what they must follow,
 * so that nothing hangs on a clock that is right.
 */
import { createHash } from "node:crypto";
import { concatBytes, equalBytes, toHex, utf8Bytes } from "../base/bytes.ts";
import { ed25519Sign, ed25519Verify } from "../media/ed25519.ts";
import {
  compareBytes,
  decodeRollBody,
  encodeRollBody,
  type Revocation,
  type RollBody,
  type RollMember,
  rollBytesMax,
  rollMembersMax,
  rollOriginsMax,
  rollRevokedMax,
  rollSignatureBytes,
} from "../wire/roll.ts";

const domain = utf8Bytes("nightjar household roll 1\0");
const digestBytes = 8;

/** What of a certificate the roll judges it by. */
export interface Judged {
  readonly linkKey: Uint8Array;
  readonly issuedMs: number;
}

export class Roll {
  readonly body: RollBody;
  /** Body and signature: what is kept and passed on. Not to be written to. */
  readonly bytes: Uint8Array;
  /** Tells apart two rolls of one version: 16 hexadecimal digits. */
  readonly digest: string;
  readonly #members: ReadonlyMap<string, RollMember>;
  readonly #revoked: ReadonlyMap<string, number>;

  /** Undefined unless `household` has signed it. Keeps a copy of `bytes`. */
  static read(bytes: Uint8Array, household: Uint8Array): Roll | undefined {
    if (bytes.length < rollSignatureBytes || bytes.length > rollBytesMax) return undefined;
    const own = bytes.slice();
    const signed = own.subarray(0, own.length - rollSignatureBytes);
    const body = decodeRollBody(signed);
    if (body === undefined || !equalBytes(body.household, household)) return undefined;
    const signature = own.subarray(signed.length);
    if (!ed25519Verify(household, concatBytes([domain, signed]), signature)) return undefined;
    return new Roll(body, own);
  }

  /** `seed`: the household's private key. */
  static sign(body: RollBody, seed: Uint8Array): Roll {
    const bytes = encodeRollBody(body);
    return new Roll(body, concatBytes([bytes, ed25519Sign(seed, concatBytes([domain, bytes]))]));
  }

  private constructor(body: RollBody, bytes: Uint8Array) {
    this.body = body;
    this.bytes = bytes;
    this.digest = toHex(createHash("sha256").update(bytes).digest().subarray(0, digestBytes));
    this.#members = new Map(body.members.map((member) => [toHex(member.linkKey), member]));
    this.#revoked = new Map(
      body.revoked.map(({ keyHash, revokedMs }) => [toHex(keyHash), revokedMs]),
    );
  }

  get version(): number {
    return this.body.version;
  }
  get members(): readonly RollMember[] {
    return this.body.members;
  }

  member(linkKey: Uint8Array): RollMember | undefined {
    return this.#members.get(toHex(linkKey));
  }

  /** Whether it voids a certificate, also one that was never seen here. */
  voids({ linkKey, issuedMs }: Judged): boolean {
    const revokedMs = this.#revoked.get(toHex(keyHashOf(linkKey)));
    if (revokedMs !== undefined && issuedMs <= revokedMs) return true;
    return issuedMs < this.body.floorMs && this.member(linkKey) === undefined;
  }

  /** Whether who had this key is out, whatever certificate it shows, for none of later is known. */
  isOut(linkKey: Uint8Array): boolean {
    return this.member(linkKey) === undefined && this.#revoked.has(toHex(keyHashOf(linkKey)));
  }

  /** I2. Another document of the same version is newer than one of them, too, or nobody would ever agree. */
  isNewerThan(other: RollName | undefined): boolean {
    if (other === undefined || this.version > other.version) return true;
    return this.version === other.version && this.digest > other.digest;
  }
}

/** Which roll it is: what is asked and told before one is sent. Version 0 is none. */
export interface RollName {
  readonly version: number;
  readonly digest: string;
}

export const noRoll: RollName = { version: 0, digest: "00".repeat(digestBytes) };

export function keyHashOf(linkKey: Uint8Array): Uint8Array {
  return new Uint8Array(createHash("sha256").update(linkKey).digest());
}

export function emptyRoll(household: Uint8Array): RollBody {
  return { household, version: 0, floorMs: 0, members: [], revoked: [] };
}

/** With a member that is new, or whose entry is. Undefined where there is no room for another one. */
export function withMember(body: RollBody, member: RollMember): RollBody | undefined {
  const others = body.members.filter(({ linkKey }) => !equalBytes(linkKey, member.linkKey));
  const origins = others.filter(({ origin }) => origin !== undefined);
  if (others.length >= rollMembersMax) return undefined;
  if (member.origin !== undefined && origins.length >= rollOriginsMax) return undefined;
  return { ...body, members: sorted([...others, member]) };
}

/** The earliest that a certificate for this link key may be of, to count. */
export function earliestIssueMs(body: RollBody, linkKey: Uint8Array): number {
  const hash = keyHashOf(linkKey);
  const entry = body.revoked.find(({ keyHash }) => equalBytes(keyHash, hash));
  return Math.max(body.floorMs, (entry?.revokedMs ?? -1) + 1);
}

/** Without the member, whose certificates up to now are void. `nowMs` by whatever clock there is. */
export function withRevoked(body: RollBody, linkKey: Uint8Array, nowMs: number): RollBody {
  const member = body.members.find((known) => equalBytes(known.linkKey, linkKey));
  const entry = { keyHash: keyHashOf(linkKey), revokedMs: Math.max(nowMs, member?.issuedMs ?? 0) };
  const others = body.members.filter((known) => known !== member);
  return bounded({ ...body, members: others, revoked: joined(body.revoked, [entry]) });
}

/** What both know together (I3). Of what both say of one member, `newer` counts where both certificates are as old. */
export function merged(older: RollBody, newer: RollBody): RollBody {
  const revoked = joined(older.revoked, newer.revoked);
  const last = new Map(revoked.map(({ keyHash, revokedMs }) => [toHex(keyHash), revokedMs]));
  const members = new Map<string, RollMember>();
  for (const member of [...older.members, ...newer.members]) {
    const key = toHex(member.linkKey);
    const before = members.get(key);
    if (before !== undefined && before.issuedMs > member.issuedMs) continue;
    if (member.issuedMs <= (last.get(toHex(keyHashOf(member.linkKey))) ?? -1)) continue;
    // One that the other roll has forgotten to have revoked.
    if ([older, newer].some((body) => isBelowFloor(body, member))) continue;
    members.set(key, member);
  }
  const version = Math.max(older.version, newer.version);
  const floorMs = Math.max(older.floorMs, newer.floorMs);
  const kept = sorted(fitting([...members.values()], newer));
  return bounded({ ...newer, version, floorMs, members: kept, revoked });
}

/** As many as a roll has room for, first those that `newer` has: one with more could be read by nobody. */
function fitting(members: readonly RollMember[], newer: RollBody): readonly RollMember[] {
  const listed = new Set(newer.members.map(({ linkKey }) => toHex(linkKey)));
  const isListed = ({ linkKey }: RollMember): boolean => listed.has(toHex(linkKey));
  const likeliest = [...members].sort((a, b) => Number(isListed(b)) - Number(isListed(a)));
  const isOrigin = ({ origin }: RollMember): boolean => origin !== undefined;
  const origins = new Set(likeliest.filter(isOrigin).slice(0, rollOriginsMax));
  return likeliest
    .filter((member) => !isOrigin(member) || origins.has(member))
    .slice(0, rollMembersMax);
}

function isBelowFloor({ floorMs, members }: RollBody, { linkKey, issuedMs }: Judged): boolean {
  if (issuedMs >= floorMs) return false;
  return !members.some((known) => equalBytes(known.linkKey, linkKey));
}

/** Whether they say the same, whatever their versions. */
export function saysTheSame(a: RollBody, b: RollBody): boolean {
  return equalBytes(encodeRollBody({ ...a, version: 1 }), encodeRollBody({ ...b, version: 1 }));
}

/** Each key once, with the later time. */
function joined(a: readonly Revocation[], b: readonly Revocation[]): readonly Revocation[] {
  const found = new Map<string, Revocation>();
  for (const entry of [...a, ...b]) {
    const key = toHex(entry.keyHash);
    if ((found.get(key)?.revokedMs ?? -1) < entry.revokedMs) found.set(key, entry);
  }
  return [...found.values()].sort((x, y) => compareBytes(x.keyHash, y.keyHash));
}

/** Revocations that there is no room for go, the oldest first: the floor then stands for them. */
function bounded(body: RollBody): RollBody {
  const excess = body.revoked.length - rollRevokedMax;
  if (excess <= 0) return body;
  const byAge = [...body.revoked].sort((a, b) => a.revokedMs - b.revokedMs);
  const dropped = byAge.slice(0, excess);
  const floorMs = Math.max(body.floorMs, ...dropped.map(({ revokedMs }) => revokedMs + 1));
  return { ...body, floorMs, revoked: body.revoked.filter((entry) => !dropped.includes(entry)) };
}

function sorted(members: readonly RollMember[]): readonly RollMember[] {
  return [...members].sort((a, b) => compareBytes(a.linkKey, b.linkKey));
}
