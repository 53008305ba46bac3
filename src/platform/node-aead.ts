/**
 * ChaCha20-Poly1305 by node:crypto: the reference, and what runs where
 * libcrypto cannot be reached. A cipher object is made for every packet, which
 * is what makes it slower than the native driver.
 */
import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject } from "node:crypto";
import { assert } from "../base/assert.ts";
import {
  type Aead,
  type AeadDriver,
  type PacketAead,
  type PacketBuffer,
  packetAadBytes,
  writePacketAad,
} from "../ports/aead.ts";

const algorithm = "chacha20-poly1305";
const tagBytes = 16;
const options = { authTagLength: tagBytes } as const;

export const nodeAeadDriver: AeadDriver = {
  name: "node:crypto",
  create: (key) => new NodeAead(key),
  createPacketAead: (key) => new NodePacketAead(key),
  packetBuffer: (bytes) => ({ bytes: new Uint8Array(bytes), address: 0 }),
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

class NodePacketAead implements PacketAead {
  readonly #aead: NodeAead;
  readonly #nonce = new Uint8Array(12);
  readonly #aad = new Uint8Array(packetAadBytes);

  constructor(key: Uint8Array) {
    this.#aead = new NodeAead(key);
  }

  seal(
    { bytes }: PacketBuffer,
    at: number,
    plainBytes: number,
    number: number,
    kind: number,
  ): void {
    this.#begin(number, kind, plainBytes);
    assert(at + plainBytes + tagBytes <= bytes.length, "the packet lies in its buffer");
    const plain = bytes.subarray(at, at + plainBytes);
    this.#aead.seal(this.#nonce, this.#aad, plain, bytes, at);
  }

  open(
    { bytes }: PacketBuffer,
    at: number,
    plainBytes: number,
    number: number,
    kind: number,
  ): boolean {
    this.#begin(number, kind, plainBytes);
    assert(at + plainBytes + tagBytes <= bytes.length, "the packet lies in its buffer");
    const sealed = bytes.subarray(at, at + plainBytes + tagBytes);
    return this.#aead.open(this.#nonce, this.#aad, sealed, sealed) >= 0;
  }

  [Symbol.dispose](): void {
    this.#aead[Symbol.dispose]();
  }

  #begin(number: number, kind: number, plainBytes: number): void {
    writePacketAad(this.#aad, number, kind, plainBytes);
    this.#nonce.set(this.#aad.subarray(0, 8), 4);
  }
}
