/** Percentiles of measured values, as CONTRACT.md's benches report them. Pure. */

export interface Summary {
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  /** How many values there were. With few, p90 and p99 are the largest of them. */
  readonly n: number;
}

/** The smallest value that at least this share of all values does not exceed (nearest rank). NaN of none. */
export function percentile(sorted: readonly number[], share: number): number {
  const rank = Math.ceil(share * sorted.length);
  return sorted[Math.max(0, rank - 1)] ?? Number.NaN;
}

/** In any order; rounded to three decimals. Undefined of none. */
export function summarize(values: readonly number[]): Summary | undefined {
  if (values.length === 0) return undefined;
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number => round(percentile(sorted, share), 3);
  return { p50: at(0.5), p90: at(0.9), p99: at(0.99), n: values.length };
}

export function round(value: number, digits: number): number {
  const scale = 10 ** digits;
  return Math.round(value * scale) / scale;
}
