/**
 * The parity code of PROTOCOL.md §5.4: Reed–Solomon in its systematic Cauchy form (Blömer and
 * others, ICSI TR-95-048). Parity p of a window of symbols is their sum, each times
 *
 *     factor(p, i) = (x₀ + yᵢ) / (xₚ + yᵢ)      xₚ = 128 + p,  yᵢ = i mod 128
 *
 * A Cauchy matrix with scaled columns: any n symbols of a window can be computed from any n of its
 * parities and the rest (RFC 5510's Vandermonde form has the same property; this one needs no
 * inversion to make, and lets windows of different lengths be mixed). The scale makes parity 0 a
 * plain exclusive or.
 *
 * Symbols differ in length, so what is summed is the length in two bytes, the symbol, and zeros.
 */
import { assert } from "../../base/assert.ts";
import { addProduct, divide, multiply } from "./gf256.ts";
import { coveredMax, paritiesMax, parityLengthBytes } from "./limits.ts";

/** Which parity symbol of which symbols: the `length` from `first` on. */
export interface ParityName {
  readonly first: number;
  readonly length: number;
  readonly parity: number;
}

/** How often symbol `index` goes into parity `parity`; 1 … 255. */
export function parityFactor(parity: number, index: number): number {
  const y = index % coveredMax;
  return divide(coveredMax ^ y, (coveredMax | parity) ^ y);
}

/**
 * Writes the parity symbol to `into` and returns its length: two bytes more than the longest symbol
 * of the window. `into` has room for it.
 */
export function encodeParity(
  { first, length, parity }: ParityName,
  symbols: readonly Uint8Array[],
  into: Uint8Array,
): number {
  assert(length > 0 && length <= coveredMax && parity < paritiesMax, "the code has 256 elements");
  let longest = 0;
  for (let index = first; index < first + length; index++) {
    longest = Math.max(longest, symbols[index]?.length ?? 0);
  }
  into.fill(0, 0, parityLengthBytes + longest);
  for (let index = first; index < first + length; index++) {
    const symbol = symbols[index];
    assert(symbol !== undefined, "a window lies within the answer");
    addSymbol(into, symbol, parityFactor(parity, index));
  }
  return parityLengthBytes + longest;
}

/** Adds `factor` times the symbol with its length. */
export function addSymbol(into: Uint8Array, symbol: Uint8Array, factor: number): void {
  const { length } = symbol;
  into[0] = (into[0] ?? 0) ^ multiply(factor, length >>> 8);
  into[1] = (into[1] ?? 0) ^ multiply(factor, length & 0xff);
  addProduct(into, parityLengthBytes, symbol, factor);
}
