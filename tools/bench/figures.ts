/** Times of starts in figures, and how two players' compare. Pure. */
import { round, type Summary, summarize } from "./statistics.ts";

export interface Figures extends Summary {
  readonly worst: number;
}

export type Measured = Figures | { readonly skipped: string };

/** `why`: what is said where nothing was measured. */
export function figuresOf(values: readonly number[] | undefined, why: string): Measured {
  const summary = summarize(values ?? []);
  if (summary === undefined) return { skipped: why };
  return { ...summary, worst: round(Math.max(...(values ?? [])), 3) };
}

export interface Ratio {
  readonly p50: number;
  readonly p99: number;
}

export type Compared = Ratio | { readonly skipped: string };

/** Ours over theirs. */
export function ratioOf(ours: Measured, theirs: Measured): Compared {
  if ("skipped" in ours) return ours;
  if ("skipped" in theirs) return theirs;
  return { p50: round(ours.p50 / theirs.p50, 3), p99: round(ours.p99 / theirs.p99, 3) };
}

/** What a ratio may be at most, where something is asked of it. */
export interface Goal {
  readonly p50: number;
  readonly p99?: number;
}

/** Undefined where nothing was compared. */
export function isMet(ratio: Compared, goal: Goal): boolean | undefined {
  if ("skipped" in ratio) return undefined;
  return ratio.p50 <= goal.p50 && ratio.p99 <= (goal.p99 ?? Number.POSITIVE_INFINITY);
}
