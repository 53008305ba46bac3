/** Unpredictable bytes, for keys, tokens, ids and nonces. The simulated world's come from its seed. */
export interface Entropy {
  bytes(length: number): Uint8Array;
}
