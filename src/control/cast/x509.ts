/**
 * Certificates of the Cast channel (RFC 5280 §4.1): of the TLS listener, of a
 * device, and of the root that vouches for devices. Writes only.
 *
 * Pure but for the signature: the same key and facts give the same body.
 */
import { createHash, createPublicKey, type KeyObject, sign } from "node:crypto";
import * as der from "../der.ts";

export interface CertificateFacts {
  /** Common names. */
  readonly subject: string;
  readonly issuer: string;
  /** Whose certificate it is. */
  readonly key: KeyObject;
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
  readonly use: CertificateUse;
  /** Makes two certificates of one key and subject different. */
  readonly serial: Uint8Array;
}

/** `root`: signs others. `device`: proves the device to senders. `server`: of the TLS listener. */
export type CertificateUse = "root" | "device" | "server";

const rsaSha256 = der.sequence(der.oid(1, 2, 840, 113_549, 1, 1, 11), der.nothing());
const ecdsaSha256 = der.sequence(der.oid(1, 2, 840, 10_045, 4, 3, 2));
const serialBytes = 16;
/** ub-common-name of RFC 5280 appendix A.1, in characters. */
const commonNameCharsMax = 64;

/** DER. `issuerKey`: RSA or ECDSA P-256, private. */
export function makeCertificate(facts: CertificateFacts, issuerKey: KeyObject): Uint8Array {
  const algorithm = issuerKey.asymmetricKeyType === "rsa" ? rsaSha256 : ecdsaSha256;
  const spki = spkiOf(facts.key);
  const serial = createHash("sha256").update(spki).update(facts.serial).digest();
  const number = serial.subarray(0, serialBytes);
  number[0] = ((number[0] ?? 0) & 0x7f) | 0x01;
  const body = der.sequence(
    der.explicit(0, der.integer(Uint8Array.of(2))), // version 3
    der.integer(number),
    algorithm,
    nameOf(facts.issuer),
    der.sequence(der.time(timeText(facts.notBeforeMs)), der.time(timeText(facts.notAfterMs))),
    nameOf(facts.subject),
    spki,
    der.explicit(3, der.sequence(...extensions(facts.use))),
  );
  const signature = new Uint8Array(sign("sha256", body, issuerKey));
  return der.sequence(body, algorithm, der.bitString(signature));
}

function spkiOf(key: KeyObject): Uint8Array {
  const isPublic = key.type === "public";
  const open = isPublic ? key : createPublicKey(key);
  return new Uint8Array(open.export({ format: "der", type: "spki" }));
}

function nameOf(commonName: string): Uint8Array {
  const text = [...commonName].slice(0, commonNameCharsMax).join("");
  return der.sequence(der.setOf(der.sequence(der.oid(2, 5, 4, 3), der.utf8String(text))));
}

/** `YYYYMMDDHHMMSSZ` */
function timeText(ms: number): string {
  return `${new Date(ms).toISOString().replaceAll(/[-:T]|\.\d+Z$/g, "")}Z`;
}

/** RFC 5280 §4.2.1: basicConstraints 2.5.29.19, keyUsage 2.5.29.15, extKeyUsage 2.5.29.37. */
function extensions(use: CertificateUse): readonly Uint8Array[] {
  const isRoot = use === "root";
  const constraints = isRoot ? der.sequence(der.trueBoolean()) : der.sequence();
  const basic = critical(der.oid(2, 5, 29, 19), constraints);
  // Bits from the left: digitalSignature is 0, keyCertSign 5, cRLSign 6.
  const bits = isRoot ? 0b0000_0110 : 0b1000_0000;
  const usage = critical(der.oid(2, 5, 29, 15), der.bits(bits));
  if (isRoot) return [basic, usage];
  const purpose = use === "device" ? 2 : 1; // clientAuth, serverAuth
  const extended = der.sequence(der.oid(1, 3, 6, 1, 5, 5, 7, 3, purpose));
  return [basic, usage, der.sequence(der.oid(2, 5, 29, 37), der.octetString(extended))];
}

function critical(id: Uint8Array, value: Uint8Array): Uint8Array {
  return der.sequence(id, der.trueBoolean(), der.octetString(value));
}
