/**
 * Arithmetic in GF(2^8) with the polynomial x^8 + x^4 + x^3 + x^2 + 1, that of RFC 5510 §8.1:
 * addition is exclusive or, multiplication a look-up in a table of 64 KiB.
 *
 * The table is made once, when the module is loaded; nothing is allocated afterwards.
 */
const polynomial = 0x11d;
const order = 255;

const powers = new Uint8Array(2 * order);
const logarithms = new Uint8Array(256);
for (let power = 0, value = 1; power < order; power++) {
  powers[power] = value;
  powers[power + order] = value;
  logarithms[value] = power;
  value <<= 1;
  if (value > 0xff) value ^= polynomial;
}

/** Row f holds f times each byte. */
const products = new Uint8Array(256 * 256);
for (let factor = 1; factor < 256; factor++) {
  for (let value = 1; value < 256; value++) {
    const power = (logarithms[factor] ?? 0) + (logarithms[value] ?? 0);
    products[(factor << 8) | value] = powers[power] ?? 0;
  }
}

/** Both in 0 … 255. */
export function multiply(a: number, b: number): number {
  return products[(a << 8) | b] ?? 0;
}

/** `b` in 1 … 255; division by 0 gives 0 and is a bug of the caller. */
export function divide(a: number, b: number): number {
  if (a === 0) return 0;
  return powers[(logarithms[a] ?? 0) + order - (logarithms[b] ?? 0)] ?? 0;
}

/** Adds `factor` times `bytes` to `into` from `at` on; `into` has room for it. */
export function addProduct(into: Uint8Array, at: number, bytes: Uint8Array, factor: number): void {
  const { length } = bytes;
  // Both cases are plain loops over typed arrays: the compiler leaves out all checks but the bounds.
  if (factor === 1) {
    for (let i = 0; i < length; i++) into[at + i] = (into[at + i] ?? 0) ^ (bytes[i] ?? 0);
    return;
  }
  const row = factor << 8;
  for (let i = 0; i < length; i++) {
    into[at + i] = (into[at + i] ?? 0) ^ (products[row | (bytes[i] ?? 0)] ?? 0);
  }
}
