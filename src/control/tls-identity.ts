/**
 * The certificate that a speaker keeps for life: self-signed, X.509 version 3
 * (RFC 5280 §4.1) with an Ed25519 key (RFC 8410). Clients pin the key, so names
 * and dates in it prove nothing: it never ends, because boards without a clock
 * would take it for not yet valid.
 *
 * Pure: the same seed and name give the same certificate.
 */
import { createHash, X509Certificate } from "node:crypto";
import { ed25519KeyPair, ed25519Sign } from "../media/ed25519.ts";
import type { TlsIdentity } from "../ports/network.ts";
import * as der from "./der.ts";

/** id-Ed25519 (RFC 8410 §3). */
const ed25519Algorithm = der.sequence(der.oid(1, 3, 101, 112));
/** RFC 5280 §4.1.2.5: "no well-defined expiration date". */
const notAfter = "99991231235959Z";
const notBefore = "20200101000000Z";
const serialBytes = 16;
/** ub-common-name of RFC 5280 appendix A.1, in characters. */
const commonNameCharsMax = 64;

/** `seed`: 32 bytes from Entropy, kept secret and for life. */
export function makeTlsIdentity(seed: Uint8Array, commonName: string): TlsIdentity {
  const { publicKey, privateKey } = ed25519KeyPair(seed);
  const spki = der.sequence(ed25519Algorithm, der.bitString(publicKey));
  const body = tbsCertificate(spki, [...commonName].slice(0, commonNameCharsMax).join(""));
  const signature = der.bitString(ed25519Sign(privateKey, body));
  const certificate = der.sequence(body, ed25519Algorithm, signature);
  return {
    certificatePem: pem("CERTIFICATE", certificate),
    keyPem: pem("PRIVATE KEY", pkcs8(seed)),
  };
}

/** SHA-256 of the public key (SPKI) in its certificate: what clients pin. */
export function keyHashOf(identity: TlsIdentity): Uint8Array {
  const { publicKey } = new X509Certificate(identity.certificatePem);
  const spki = publicKey.export({ format: "der", type: "spki" });
  return new Uint8Array(createHash("sha256").update(spki).digest());
}

function tbsCertificate(spki: Uint8Array, commonName: string): Uint8Array {
  const name = der.sequence(
    der.setOf(der.sequence(der.oid(2, 5, 4, 3), der.utf8String(commonName))),
  );
  // Unique for a key, which is all that a self-signed certificate needs (RFC 5280 §4.1.2.2).
  const serial = createHash("sha256").update(spki).digest().subarray(0, serialBytes);
  serial[0] = ((serial[0] ?? 0) & 0x7f) | 0x01;
  return der.sequence(
    der.explicit(0, der.integer(Uint8Array.of(2))), // version 3
    der.integer(serial),
    ed25519Algorithm,
    name,
    der.sequence(der.time(notBefore), der.time(notAfter)),
    name,
    spki,
    der.explicit(3, der.sequence(basicConstraints())),
  );
}

/** Critical, and no certificate authority (RFC 5280 §4.2.1.9). */
function basicConstraints(): Uint8Array {
  return der.sequence(der.oid(2, 5, 29, 19), der.trueBoolean(), der.octetString(der.sequence()));
}

/** PrivateKeyInfo (RFC 8410 §7): the seed in an octet string in an octet string. */
function pkcs8(seed: Uint8Array): Uint8Array {
  const version = der.integer(Uint8Array.of(0));
  return der.sequence(version, ed25519Algorithm, der.octetString(der.octetString(seed)));
}

/** RFC 7468 §2. */
export function pem(label: string, bytes: Uint8Array): string {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  const lines = btoa(binary).match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ""].join("\n");
}
