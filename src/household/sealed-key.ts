/**
 * The household's key, sealed so that one node alone can open it (PROTOCOL.md
 * §7.4): X25519 with a key made for the purpose, HKDF-SHA256, ChaCha20-Poly1305.
 * And the proof that it was opened.
 */
import { createCipheriv, createDecipheriv, hkdfSync } from "node:crypto";
import { concatBytes, emptyBytes, equalBytes, utf8Bytes } from "../base/bytes.ts";
import { ed25519KeyPair, ed25519Sign, ed25519Verify } from "../media/ed25519.ts";
import { type LinkKeyPair, linkKeyPair } from "../transport/endpoint.ts";
import { sharedSecret } from "../transport/x25519.ts";

const sealDomain = utf8Bytes("nightjar sealed household key 1\0");
const proofDomain = utf8Bytes("nightjar household key taken 1\0");
const keyBytes = 32;
const tagBytes = 16;
const sealedBytes = keyBytes + keyBytes + tagBytes;
/** Each key seals once. */
const nonce = new Uint8Array(12);
const cipher = "chacha20-poly1305";

/** `seed`: the household's private key. `fresh`: 32 unpredictable bytes, for this time alone. Undefined where `to` is no key. */
export function sealHouseholdKey(
  seed: Uint8Array,
  to: Uint8Array,
  fresh: Uint8Array,
): Uint8Array | undefined {
  const own = linkKeyPair(fresh);
  const secret = sharedSecret(own.privateKey, to);
  if (secret === undefined) return undefined;
  const household = ed25519KeyPair(seed).publicKey;
  const key = keyOf(secret, own.publicKey, to);
  const sealer = createCipheriv(cipher, key, nonce, { authTagLength: tagBytes });
  sealer.setAAD(household, { plaintextLength: seed.length });
  const sealed = concatBytes([sealer.update(seed), sealer.final()]);
  return concatBytes([own.publicKey, sealed, sealer.getAuthTag()]);
}

/** The household's private key; undefined for anything but what was sealed for `own` and belongs to `household`. */
export function openHouseholdKey(
  bytes: Uint8Array,
  own: LinkKeyPair,
  household: Uint8Array,
): Uint8Array | undefined {
  if (bytes.length !== sealedBytes) return undefined;
  const from = bytes.subarray(0, keyBytes);
  const secret = sharedSecret(own.privateKey, from);
  if (secret === undefined) return undefined;
  const key = keyOf(secret, from, own.publicKey);
  const opener = createDecipheriv(cipher, key, nonce, { authTagLength: tagBytes });
  opener.setAAD(household, { plaintextLength: keyBytes });
  opener.setAuthTag(bytes.subarray(2 * keyBytes));
  try {
    const opened = opener.update(bytes.subarray(keyBytes, 2 * keyBytes));
    const seed = concatBytes([opened, opener.final()]);
    return equalBytes(ed25519KeyPair(seed).publicKey, household) ? seed : undefined;
  } catch {
    // Not authentic: the one thing that can go wrong here.
    return undefined;
  }
}

/** Says, by the household's key itself, that the node of `linkKey` has it. */
export function proveKeyTaken(seed: Uint8Array, linkKey: Uint8Array): Uint8Array {
  return ed25519Sign(seed, concatBytes([proofDomain, linkKey]));
}

export function isKeyTaken(proof: Uint8Array, household: Uint8Array, linkKey: Uint8Array): boolean {
  return ed25519Verify(household, concatBytes([proofDomain, linkKey]), proof);
}

function keyOf(secret: Uint8Array, from: Uint8Array, to: Uint8Array): Uint8Array {
  const info = concatBytes([sealDomain, from, to]);
  return new Uint8Array(hkdfSync("sha256", secret, emptyBytes, info, keyBytes));
}
