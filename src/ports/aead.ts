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

/** Memory for one datagram, where ciphers reach it fastest. */
export interface PacketBuffer {
  readonly bytes: Uint8Array;
  /** For native code; 0 where none looks. */
  readonly address: number;
}

/**
 * The same cipher for the packets of the link, at the least cost a packet: in place, with the nonce
 * and the associated data made here (PROTOCOL.md §3).
 */
export interface PacketAead extends Disposable {
  /** Seals `plainBytes` at `at` of `buffer` and puts the tag behind them. `number` is in [0, 2^48). */
  seal(buffer: PacketBuffer, at: number, plainBytes: number, number: number, kind: number): void;
  /**
   * Opens `plainBytes` at `at` of `buffer`, whose tag is behind them; false when it does not match:
   * the bytes are worth nothing then.
   */
  open(buffer: PacketBuffer, at: number, plainBytes: number, number: number, kind: number): boolean;
}

export interface AeadDriver {
  /** For diagnostics: "libcrypto" or "node:crypto". */
  readonly name: string;
  /** 32-byte key. */
  create(key: Uint8Array): Aead;
  /** 32-byte key; its packets lie in buffers of this driver. */
  createPacketAead(key: Uint8Array): PacketAead;
  packetBuffer(bytes: number): PacketBuffer;
}

/** Number, kind, two zeros, length of the frames. */
export const packetAadBytes = 13;

/**
 * The associated data of a packet (PROTOCOL.md §3); their first eight bytes are the end of its nonce.
 * `number` is in [0, 2^48); the bytes that are always zero are not written.
 */
export function writePacketAad(
  into: Uint8Array,
  number: number,
  kind: number,
  plainBytes: number,
): void {
  const high = Math.floor(number / 0x1_0000_0000);
  into[0] = number & 0xff;
  into[1] = (number >>> 8) & 0xff;
  into[2] = (number >>> 16) & 0xff;
  into[3] = (number >>> 24) & 0xff;
  into[4] = high & 0xff;
  into[5] = (high >>> 8) & 0xff;
  into[8] = kind;
  into[11] = plainBytes >>> 8;
  into[12] = plainBytes & 0xff;
}
