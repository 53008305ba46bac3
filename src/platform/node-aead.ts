/**
 * ChaCha20-Poly1305 by node:crypto: the reference, and what runs where
 * libcrypto cannot be reached. A cipher object is made for every packet, which
 * is what makes it slower than the native driver.
 */
import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject } from "node:crypto";
import type { Aead, AeadDriver } from "../ports/aead.ts";

const algorithm = "chacha20-poly1305";
const tagBytes = 16;
const options = { authTagLength: tagBytes } as const;

export const nodeAeadDriver: AeadDriver = {
  name: "node:crypto",
  create: (key) => new NodeAead(key),
};

class NodeAead implements Aead {
  // A KeyObject: raw keys are imported anew for every packet, three times as slow on Node 24.
  readonly #key: KeyObject;

  constructor(key: Uint8Array) {
    this.#key = createSecretKey(key);
  }

  seal(
    nonce: Uint8Array,
    aad: Uint8Array,
    plain: Uint8Array,
    into: Uint8Array,
    at: number,
  ): number {
    const cipher = createCipheriv(algorithm, this.#key, nonce, options);
    cipher.setAAD(aad, { plaintextLength: plain.length });
    into.set(cipher.update(plain), at);
    cipher.final();
    into.set(cipher.getAuthTag(), at + plain.length);
    return plain.length + tagBytes;
  }

  open(nonce: Uint8Array, aad: Uint8Array, sealed: Uint8Array, into: Uint8Array): number {
    const length = sealed.length - tagBytes;
    if (length < 0) return -1;
    const decipher = createDecipheriv(algorithm, this.#key, nonce, options);
    decipher.setAAD(aad, { plaintextLength: length });
    decipher.setAuthTag(sealed.subarray(length));
    const plain = decipher.update(sealed.subarray(0, length));
    try {
      decipher.final();
    } catch {
      return -1;
    }
    into.set(plain);
    return length;
  }

  /** Nothing to free: node:crypto's key goes with this object. */
  [Symbol.dispose](): void {
    // Aead asks for it because native drivers hold memory.
  }
}
