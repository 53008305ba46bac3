/** Bits into bytes, most significant first, as FLAC wants them (RFC 9639 §5). Grows as needed. */

export class BitWriter {
  #bytes: Uint8Array;
  #at = 0;
  #held = 0;
  #heldBits = 0;

  constructor(capacity: number) {
    this.#bytes = new Uint8Array(capacity);
  }

  /** Writes the low `count` bits of `value`; count is at most 24. */
  bits(value: number, count: number): void {
    this.#held = (this.#held << count) | (value & ((1 << count) - 1));
    this.#heldBits += count;
    while (this.#heldBits >= 8) {
      this.#heldBits -= 8;
      this.#byte((this.#held >>> this.#heldBits) & 0xff);
    }
    // Kept below 8 bits between calls, so that 24 more always fit in 31.
    this.#held &= (1 << this.#heldBits) - 1;
  }

  /** A one after `zeros` zeros. */
  unary(zeros: number): void {
    let left = zeros;
    for (; left >= 16; left -= 16) this.bits(0, 16);
    this.bits(1, left + 1);
  }

  /** Zeros up to the next whole byte. */
  align(): void {
    if (this.#heldBits > 0) this.bits(0, 8 - this.#heldBits);
  }

  /** A view of all whole bytes so far. */
  bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#at);
  }

  #byte(value: number): void {
    if (this.#at === this.#bytes.length) {
      const larger = new Uint8Array(2 * this.#bytes.length);
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    this.#bytes[this.#at++] = value;
  }
}
