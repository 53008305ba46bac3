/**
 * X25519 (RFC 7748) on raw 32-byte keys, by node:crypto. Keys come from the
 * caller's Entropy; nothing here is random.
 */
import {
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  type JsonWebKey,
  type KeyObject,
} from "node:crypto";
import { assert } from "../base/assert.ts";
import { fromBase64Url, toBase64Url } from "../base/bytes.ts";

export const keyBytes = 32;

/** Raw X25519 keys, 32 bytes each. */
export interface LinkKeyPair {
  readonly publicKey: Uint8Array;
  readonly privateKey: Uint8Array;
}

/** The pair of a private key: any 32 unpredictable bytes. */
export function linkKeyPair(privateKey: Uint8Array): LinkKeyPair {
  assert(privateKey.length === keyBytes, "an X25519 private key has 32 bytes");
  const jwk = createPublicKey(privateKeyObject(privateKey)).export({ format: "jwk" });
  const publicKey = fromBase64Url(jwk.x ?? "");
  assert(publicKey?.length === keyBytes, "node:crypto exports 32 bytes");
  return { publicKey, privateKey };
}

/** Undefined for a public key that gives no secret (a point of small order, RFC 7748 §6.1). */
export function sharedSecret(
  privateKey: Uint8Array,
  publicKey: Uint8Array,
): Uint8Array | undefined {
  try {
    const secret = diffieHellman({
      privateKey: privateKeyObject(privateKey),
      publicKey: publicKeyObject(publicKey),
    });
    return secret.some((byte) => byte !== 0) ? secret : undefined;
  } catch {
    return undefined;
  }
}

function privateKeyObject(raw: Uint8Array): KeyObject {
  const d = toBase64Url(raw);
  // The format demands x; node:crypto derives the public half from d and never looks at it.
  const key: JsonWebKey = { kty: "OKP", crv: "X25519", d, x: d };
  return createPrivateKey({ key, format: "jwk" });
}

function publicKeyObject(raw: Uint8Array): KeyObject {
  const key: JsonWebKey = { kty: "OKP", crv: "X25519", x: toBase64Url(raw) };
  return createPublicKey({ key, format: "jwk" });
}
