/**
 * ChaCha20-Poly1305 (RFC 8439) with a key set once. A port, because the fastest
 * way to it on a board is native code; node:crypto's is the reference.
 */
export interface Aead extends Disposable {
  /** Writes ciphertext and 16-byte tag to `into` at `at`; `into` may not overlap `plain`. Returns bytes written. */
  seal(nonce: Uint8Array, aad: Uint8Array, plain: Uint8Array, into: Uint8Array, at: number): number;
  /** Writes plaintext to `into` from 0 and returns its length; -1 when the tag does not match. */
  open(nonce: Uint8Array, aad: Uint8Array, sealed: Uint8Array, into: Uint8Array): number;
}

export interface AeadDriver {
  /** For diagnostics: "libcrypto" or "node:crypto". */
  readonly name: string;
  /** 32-byte key. */
  create(key: Uint8Array): Aead;
}
