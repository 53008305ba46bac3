/**
 * Sorting in slices: a generator that hands control back after a bounded number
 * of comparisons, so that a hundred thousand rows never hold up the music. What
 * is mostly in order already costs little more than one look at each.
 */
import { sliceSteps } from "./limits.ts";

/** Sorted all at once: below a slice's comparisons. */
const blockRows = 256;

/**
 * `sorted` is in order, `others` in none. Yields between slices; returns all of them in order.
 * No two are the same by `compare`.
 */
export function* slicedSort<T>(
  sorted: readonly T[],
  others: readonly T[],
  compare: (a: T, b: T) => number,
): Generator<void, readonly T[]> {
  const slice = { done: 0 };
  let runs: (readonly T[])[] = [];
  for (let at = 0; at < others.length; at += blockRows) {
    runs.push(others.slice(at, at + blockRows).sort(compare));
    yield;
  }
  while (runs.length > 1) {
    const merged: (readonly T[])[] = [];
    for (let at = 0; at < runs.length; at += 2)
      merged.push(yield* merge(runs[at] ?? [], runs[at + 1] ?? [], { compare, slice }));
    runs = merged;
  }
  return yield* merge(sorted, runs[0] ?? [], { compare, slice });
}

interface Merging<T> {
  readonly compare: (a: T, b: T) => number;
  /** Of the slice that runs, over all merges: many short ones are as long as one long one. */
  readonly slice: { done: number };
}

function* merge<T>(
  a: readonly T[],
  b: readonly T[],
  { compare, slice }: Merging<T>,
): Generator<void, readonly T[]> {
  if (b.length === 0) return a;
  if (a.length === 0) return b;
  const out: T[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const [x, y] = [a[i], b[j]];
    if (x !== undefined && (y === undefined || compare(x, y) < 0)) {
      out.push(x);
      i += 1;
    } else if (y !== undefined) {
      out.push(y);
      j += 1;
    }
    slice.done += 1;
    if (slice.done < sliceSteps) continue;
    slice.done = 0;
    yield;
  }
  return out;
}
