/**
 * Noise handshakes (noiseprotocol.org, revision 34): the patterns IK and XX
 * with 25519, ChaChaPoly and SHA256, as a state that turns payloads into
 * messages and messages into payloads.
 *
 * No I/O and no randomness: the ephemeral pair is handed in. A state that
 * returned undefined from `read` is spent; throw it away.
 */
import { createHash, createHmac } from "node:crypto";
import { assert } from "../base/assert.ts";
import { concatBytes, emptyBytes, utf8Bytes } from "../base/bytes.ts";
import type { Aead, AeadDriver } from "../ports/aead.ts";
import { tagBytes } from "../wire/link-datagram.ts";
import { keyBytes, type LinkKeyPair, sharedSecret } from "./x25519.ts";

export type NoisePattern = "IK" | "XX";
type Token = "e" | "s" | "ee" | "es" | "se" | "ss";

/** Noise §7.5. IK's initiator knows the responder's static key beforehand. */
const messagesOf: Readonly<Record<NoisePattern, readonly (readonly Token[])[]>> = {
  IK: [
    ["e", "es", "s", "ss"],
    ["e", "ee", "se"],
  ],
  XX: [["e"], ["e", "ee", "s", "es"], ["s", "se"]],
};

export interface NoiseOptions {
  readonly pattern: NoisePattern;
  readonly initiator: boolean;
  /** Both ends must say the same. */
  readonly prologue: Uint8Array;
  readonly identity: LinkKeyPair;
  readonly ephemeral: LinkKeyPair;
  /** IK's initiator must have it. */
  readonly remoteStatic?: Uint8Array;
}

/** Keys of the finished handshake, one for each direction. */
export interface SplitKeys {
  readonly send: Uint8Array;
  readonly receive: Uint8Array;
}

export class NoiseHandshake {
  readonly #symmetric: SymmetricState;
  readonly #options: NoiseOptions;
  readonly #messages: (readonly Token[])[];
  #remoteStatic: Uint8Array | undefined;
  #remoteEphemeral: Uint8Array | undefined;

  constructor(driver: AeadDriver, options: NoiseOptions) {
    const { pattern, initiator, identity, prologue, remoteStatic } = options;
    this.#options = options;
    this.#messages = [...messagesOf[pattern]];
    this.#remoteStatic = remoteStatic;
    this.#symmetric = new SymmetricState(driver, `Noise_${pattern}_25519_ChaChaPoly_SHA256`);
    this.#symmetric.mixHash(prologue);
    if (pattern === "IK") {
      const known = initiator ? remoteStatic : identity.publicKey;
      assert(known !== undefined, "IK needs the responder's key");
      this.#symmetric.mixHash(known);
    }
  }

  /** The other side's static key, as soon as it is known. */
  get remoteStatic(): Uint8Array | undefined {
    return this.#remoteStatic;
  }
  /** Names this handshake and no other (Noise §11.2). */
  get hash(): Uint8Array {
    return this.#symmetric.hash;
  }
  get finished(): boolean {
    return this.#messages.length === 0;
  }

  /** Bytes that `write` adds to its payload now. */
  get overheadBytes(): number {
    const tokens = this.#messages[0] ?? [];
    let keyed = this.#symmetric.keyed;
    let bytes = 0;
    for (const token of tokens) {
      if (token === "e") bytes += keyBytes;
      else if (token === "s") bytes += keyBytes + (keyed ? tagBytes : 0);
      else keyed = true;
    }
    return bytes + (keyed ? tagBytes : 0);
  }

  /** Undefined only where the other side's key is worthless. */
  write(payload: Uint8Array): Uint8Array | undefined {
    const parts: Uint8Array[] = [];
    const { ephemeral, identity } = this.#options;
    for (const token of this.#nextTokens()) {
      if (token === "e") {
        parts.push(ephemeral.publicKey);
        this.#symmetric.mixHash(ephemeral.publicKey);
      } else if (token === "s") parts.push(this.#symmetric.encryptAndHash(identity.publicKey));
      else if (!this.#mixSecret(token)) return undefined;
    }
    parts.push(this.#symmetric.encryptAndHash(payload));
    return concatBytes(parts);
  }

  /** The payload, a copy; undefined for anything that is not the message expected. */
  read(message: Uint8Array): Uint8Array | undefined {
    let at = 0;
    for (const token of this.#nextTokens()) {
      if (token === "e") {
        this.#remoteEphemeral = message.slice(at, at + keyBytes);
        if (this.#remoteEphemeral.length !== keyBytes) return undefined;
        this.#symmetric.mixHash(this.#remoteEphemeral);
        at += keyBytes;
      } else if (token === "s") {
        const length = keyBytes + (this.#symmetric.keyed ? tagBytes : 0);
        if (message.length < at + length) return undefined;
        this.#remoteStatic = this.#symmetric.decryptAndHash(message.subarray(at, at + length));
        if (this.#remoteStatic === undefined) return undefined;
        at += length;
      } else if (!this.#mixSecret(token)) return undefined;
    }
    return this.#symmetric.decryptAndHash(message.subarray(at));
  }

  split(): SplitKeys {
    assert(this.finished, "all messages are through before the split");
    const [first, second] = noiseHkdf(this.#symmetric.chainingKey, emptyBytes);
    return this.#options.initiator
      ? { send: first, receive: second }
      : { send: second, receive: first };
  }

  #nextTokens(): readonly Token[] {
    const tokens = this.#messages.shift();
    assert(tokens !== undefined, "the handshake has another message");
    return tokens;
  }

  /** The two letters name the initiator's and the responder's key, in this order. */
  #mixSecret(token: Token): boolean {
    const { initiator, ephemeral, identity } = this.#options;
    const [mine, theirs] = initiator ? [token[0], token[1]] : [token[1], token[0]];
    const remote = theirs === "e" ? this.#remoteEphemeral : this.#remoteStatic;
    assert(remote !== undefined, "the pattern brings a key before it is used");
    const secret = sharedSecret((mine === "e" ? ephemeral : identity).privateKey, remote);
    if (secret === undefined) return false;
    this.#symmetric.mixKey(secret);
    return true;
  }
}

/** Noise §5.2, with the CipherState of §5.1 inside. */
class SymmetricState {
  readonly #driver: AeadDriver;
  #chainingKey: Uint8Array;
  #hash: Uint8Array;
  #aead: Aead | undefined;
  #nonce = 0;

  constructor(driver: AeadDriver, protocol: string) {
    this.#driver = driver;
    const name = utf8Bytes(protocol);
    // §5.2: a name of at most HASHLEN is padded with zeros, a longer one hashed.
    const padded = new Uint8Array(keyBytes);
    if (name.length <= keyBytes) padded.set(name);
    this.#hash = name.length <= keyBytes ? padded : sha256([name]);
    this.#chainingKey = this.#hash;
  }

  get keyed(): boolean {
    return this.#aead !== undefined;
  }
  get hash(): Uint8Array {
    return this.#hash;
  }
  get chainingKey(): Uint8Array {
    return this.#chainingKey;
  }

  mixHash(bytes: Uint8Array): void {
    this.#hash = sha256([this.#hash, bytes]);
  }

  mixKey(secret: Uint8Array): void {
    const [chainingKey, key] = noiseHkdf(this.#chainingKey, secret);
    this.#chainingKey = chainingKey;
    this.#aead?.[Symbol.dispose]();
    this.#aead = this.#driver.create(key);
    this.#nonce = 0;
  }

  encryptAndHash(plain: Uint8Array): Uint8Array {
    let sealed = plain;
    if (this.#aead !== undefined) {
      sealed = new Uint8Array(plain.length + tagBytes);
      this.#aead.seal(noiseNonce(this.#nonce++), this.#hash, plain, sealed, 0);
    }
    this.mixHash(sealed);
    return sealed;
  }

  decryptAndHash(sealed: Uint8Array): Uint8Array | undefined {
    let plain = sealed.slice();
    if (this.#aead !== undefined) {
      if (sealed.length < tagBytes) return undefined;
      plain = new Uint8Array(sealed.length - tagBytes);
      if (this.#aead.open(noiseNonce(this.#nonce++), this.#hash, sealed, plain) < 0)
        return undefined;
    }
    this.mixHash(sealed);
    return plain;
  }
}

/** ChaChaPoly's nonce: 32 zero bits, then the counter, little-endian (Noise §12.3). */
function noiseNonce(counter: number): Uint8Array {
  const nonce = new Uint8Array(12);
  nonce[4] = counter;
  return nonce;
}

function sha256(parts: readonly Uint8Array[]): Uint8Array {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest();
}

export function hmacSha256(key: Uint8Array, bytes: Uint8Array): Uint8Array {
  return createHmac("sha256", key).update(bytes).digest();
}

/** HKDF (RFC 5869) without info, 64 bytes in two halves (Noise §4.3). */
export function noiseHkdf(salt: Uint8Array, secret: Uint8Array): [Uint8Array, Uint8Array] {
  const extracted = hmacSha256(salt, secret);
  const first = hmacSha256(extracted, Uint8Array.of(1));
  return [first, hmacSha256(extracted, concatBytes([first, Uint8Array.of(2)]))];
}
