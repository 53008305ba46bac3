/**
 * One channel of one block (RFC 9639 §9.2): constant, fixed prediction, or verbatim, whichever
 * takes the fewest bits.
 */
import type { BitWriter } from "./bit-writer.ts";
import { planRice, type RicePlan, writeRice } from "./rice.ts";

export interface Subframe {
  readonly kind: "constant" | "verbatim" | "fixed";
  readonly samples: Int32Array;
  readonly sampleBits: number;
  /** About how long it will be; exact but for the rounding of Rice codes. */
  readonly bits: number;
  /** Of a fixed subframe: predictor order, residual and its coding. */
  readonly order: number;
  readonly residual: Int32Array;
  readonly rice: RicePlan | undefined;
}

export function planSubframe(samples: Int32Array, sampleBits: number): Subframe {
  const plain = { samples, sampleBits, order: 0, residual: samples, rice: undefined };
  if (samples.every((x) => x === samples[0])) {
    return { ...plain, kind: "constant", bits: 8 + sampleBits };
  }
  const { order, residual } = predict(samples);
  const rice = planRice(residual, samples.length, order);
  const bits = 8 + order * sampleBits + rice.bits;
  const verbatim = 8 + samples.length * sampleBits;
  if (verbatim <= bits) return { ...plain, kind: "verbatim", bits: verbatim };
  return { kind: "fixed", samples, sampleBits, bits, order, residual, rice };
}

/** The fixed predictor with the smallest residual: each order is the difference of the one before. */
function predict(samples: Int32Array): { order: number; residual: Int32Array } {
  const orderMax = Math.min(4, samples.length - 1);
  const residuals = [samples];
  let order = 0;
  let least = magnitude(samples, orderMax);
  for (let k = 1; k <= orderMax; k++) {
    const before = residuals[k - 1] ?? samples;
    const next = new Int32Array(samples.length);
    for (let i = k; i < samples.length; i++) {
      next[i] = (before[i] as number) - (before[i - 1] as number); // both below the length
    }
    residuals.push(next);
    const size = magnitude(next, orderMax);
    if (size < least) [order, least] = [k, size];
  }
  return { order, residual: residuals[order] ?? samples };
}

function magnitude(values: Int32Array, from: number): number {
  let sum = 0;
  for (let i = from; i < values.length; i++) sum += Math.abs(values[i] as number);
  return sum;
}

export function writeSubframe(out: BitWriter, subframe: Subframe): void {
  const { kind, samples, sampleBits, order, residual, rice } = subframe;
  const type = kind === "constant" ? 0 : kind === "verbatim" ? 1 : 8 | order;
  out.bits(type << 1, 8);
  if (kind === "constant") out.bits(samples[0] ?? 0, sampleBits);
  else if (kind === "verbatim") for (const x of samples) out.bits(x, sampleBits);
  else if (rice !== undefined) {
    for (let i = 0; i < order; i++) out.bits(samples[i] ?? 0, sampleBits);
    writeRice(out, residual, samples.length, order, rice);
  }
}
