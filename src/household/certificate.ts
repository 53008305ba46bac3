/**
 * A member's certificate: the household's signature over who a member is
 * (PROTOCOL.md §7). Sent as the credential of the link's handshake.
 *
 * Invariants:
 *   I1  a certificate speaks for one link key: the handshake proves its possession
 *   I2  `verifyCertificate` returns nothing from unsigned bytes
 * The signature covers a domain string, so that it can be taken for nothing else.
 */
import { createHash } from "node:crypto";
import {
  ByteReader,
  ByteWriter,
  concatBytes,
  equalBytes,
  toHex,
  utf8Bytes,
} from "../base/bytes.ts";
import { ed25519Sign, ed25519Verify } from "../media/ed25519.ts";
import { memberNameBytesMax } from "../wire/objects.ts";

export type MemberRole = "origin" | "speaker";

export interface MemberCertificate {
  /** Public key of the household, 32 bytes: its name. */
  readonly household: Uint8Array;
  readonly role: MemberRole;
  readonly name: string;
  /** X25519, 32 bytes. */
  readonly linkKey: Uint8Array;
  /** Ed25519, 32 bytes: signs an origin's manifests, a speaker's play events. */
  readonly signingKey: Uint8Array;
  /** Wall time of the issue, milliseconds; 0 where the issuer had no clock. */
  readonly issuedMs: number;
}

const version = 1;
const domain = utf8Bytes("nightjar member certificate 1\0");
const roleCodes = { origin: 1, speaker: 2 } as const;
const keyBytes = 32;
const signatureBytes = 64;

export function issueCertificate(
  certificate: MemberCertificate,
  householdSeed: Uint8Array,
): Uint8Array {
  const body = new ByteWriter(256)
    .u8(version)
    .u8(roleCodes[certificate.role])
    .raw(certificate.household)
    .raw(certificate.linkKey)
    .raw(certificate.signingKey)
    .u64(certificate.issuedMs)
    .text(certificate.name)
    .finish();
  return concatBytes([body, ed25519Sign(householdSeed, concatBytes([domain, body]))]);
}

/** Undefined unless `household` signed it for `linkKey`. */
export function verifyCertificate(
  bytes: Uint8Array,
  household: Uint8Array,
  linkKey: Uint8Array,
): MemberCertificate | undefined {
  const certificate = decodeCertificate(bytes);
  if (certificate === undefined) return undefined;
  if (!equalBytes(certificate.household, household)) return undefined;
  if (!equalBytes(certificate.linkKey, linkKey)) return undefined;
  const body = bytes.subarray(0, bytes.length - signatureBytes);
  const signature = bytes.subarray(bytes.length - signatureBytes);
  return ed25519Verify(household, concatBytes([domain, body]), signature) ? certificate : undefined;
}

/** What it claims; nothing of it is proven (I2). */
export function decodeCertificate(bytes: Uint8Array): MemberCertificate | undefined {
  if (bytes.length < signatureBytes) return undefined;
  const reader = new ByteReader(bytes.subarray(0, bytes.length - signatureBytes));
  if (reader.u8() !== version) return undefined;
  const role = roleOf(reader.u8());
  const household = reader.take(keyBytes);
  const linkKey = reader.take(keyBytes);
  const signingKey = reader.take(keyBytes);
  const issuedMs = reader.u64();
  const name = reader.text(memberNameBytesMax);
  if (!reader.ok || reader.remaining > 0 || role === undefined) return undefined;
  return { household, role, name, linkKey, signingKey, issuedMs };
}

function roleOf(code: number): MemberRole | undefined {
  if (code === roleCodes.origin) return "origin";
  return code === roleCodes.speaker ? "speaker" : undefined;
}

/** A member's id: 16 hexadecimal digits of the SHA-256 of its link key. */
export function memberIdOf(linkKey: Uint8Array): string {
  return toHex(createHash("sha256").update(linkKey).digest().subarray(0, 8));
}
