/** Makes a FLAC frame without compression (RFC 9639 §9): both channels alike, 16 bits, 48 kHz. */

/** `number`: of the frame in its stream, below 128. `frames` up to 65536. */
export function flacFrame(
  number: number,
  frames: number,
  sample: (n: number) => number,
): Uint8Array {
  const bits = new BitWriter();
  bits.put(0xfff8, 16); // sync, fixed block size
  bits.put(0b0111, 4); // block size: 16 bits at the end of the header
  bits.put(0b1010, 4); // 48 kHz
  bits.put(0b0001, 4); // left and right
  bits.put(0b1000, 4); // 16 bits, and the reserved 0
  bits.put(number, 8);
  bits.put(frames - 1, 16);
  bits.put(crc(bits.bytes, 8, 0x07), 8);
  for (let channel = 0; channel < 2; channel++) {
    bits.put(0b00000010, 8); // verbatim subframe, no wasted bits
    for (let n = 0; n < frames; n++) bits.put(sample(n) & 0xffff, 16);
  }
  bits.put(crc(bits.bytes, 16, 0x8005), 16);
  return Uint8Array.from(bits.bytes);
}

/** All fields here are whole bytes or pairs of halves. */
class BitWriter {
  readonly bytes: number[] = [];
  #half: number | undefined;

  put(value: number, bits: number): void {
    if (bits === 4) this.#putHalf(value);
    else
      for (let shift = bits - 8; shift >= 0; shift -= 8) this.bytes.push((value >> shift) & 0xff);
  }

  #putHalf(value: number): void {
    if (this.#half !== undefined) this.bytes.push((this.#half << 4) | value);
    this.#half = this.#half === undefined ? value : undefined;
  }
}

function crc(bytes: readonly number[], width: 8 | 16, polynomial: number): number {
  const top = 1 << (width - 1);
  const mask = 2 * top - 1;
  let value = 0;
  for (const byte of bytes) {
    value ^= byte << (width - 8);
    for (let bit = 0; bit < 8; bit++) {
      value = ((value & top) !== 0 ? (value << 1) ^ polynomial : value << 1) & mask;
    }
  }
  return value;
}
