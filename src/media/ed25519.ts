/**
 * Ed25519 (RFC 8032) on raw 32-byte keys, by node:crypto.
 *
 * A private key is its seed. Keys come from Entropy or a key store, never from
 * here. Node takes keys only in DER, so the fixed prefixes of RFC 8410 are put
 * in front.
 */
import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from "node:crypto";
import { assert } from "../base/assert.ts";
import { concatBytes, fromHex } from "../base/bytes.ts";

export const ed25519KeyBytes = 32;
export const ed25519SignatureBytes = 64;

export interface Ed25519KeyPair {
  readonly publicKey: Uint8Array;
  /** The 32-byte seed. */
  readonly privateKey: Uint8Array;
}

/** RFC 8410 §7: PrivateKeyInfo with OID 1.3.101.112, up to the seed. */
const pkcs8Prefix = fromHex("302e020100300506032b657004220420") ?? new Uint8Array(0);
/** RFC 8410 §4: SubjectPublicKeyInfo, up to the key. */
const spkiPrefix = fromHex("302a300506032b6570032100") ?? new Uint8Array(0);

export function ed25519KeyPair(seed: Uint8Array): Ed25519KeyPair {
  const spki = createPublicKey(privateKeyOf(seed)).export({ format: "der", type: "spki" });
  return {
    publicKey: new Uint8Array(spki.subarray(spkiPrefix.length)),
    privateKey: Uint8Array.from(seed),
  };
}

export function ed25519Sign(privateKey: Uint8Array, message: Uint8Array): Uint8Array {
  return new Uint8Array(sign(null, message, privateKeyOf(privateKey)));
}

/** False for anything that is not a valid signature; never throws. */
export function ed25519Verify(
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  if (publicKey.length !== ed25519KeyBytes) return false;
  if (signature.length !== ed25519SignatureBytes) return false;
  try {
    return verify(null, message, publicKeyOf(publicKey), signature);
  } catch {
    // A key that is no point of the curve.
    return false;
  }
}

function privateKeyOf(seed: Uint8Array): KeyObject {
  assert(seed.length === ed25519KeyBytes, "an Ed25519 seed has 32 bytes");
  // Node's types ask for a Buffer here; it takes any Uint8Array (documented as such).
  const key = concatBytes([pkcs8Prefix, seed]) as Uint8Array as never;
  return createPrivateKey({ key, format: "der", type: "pkcs8" });
}

function publicKeyOf(publicKey: Uint8Array): KeyObject {
  const key = concatBytes([spkiPrefix, publicKey]) as Uint8Array as never; // as above
  return createPublicKey({ key, format: "der", type: "spki" });
}
