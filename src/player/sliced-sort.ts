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
 * Each pair must differ by `key`.
 */
export function* slicedSort<T>(
  sorted: readonly T[],
  others: readonly T[],
  key: (item: T) => string,
): Generator<void, readonly T[]> {
  const compare = (a: T, b: T): number => (key(a) < key(b) ? -1 : 1);
  let runs: (readonly T[])[] = [];
  for (let at = 0; at < others.length; at += blockRows) {
    runs.push(others.slice(at, at + blockRows).sort(compare));
    yield;
  }
  while (runs.length > 1) {
    const merged: (readonly T[])[] = [];
    for (let at = 0; at < runs.length; at += 2)
      merged.push(yield* merge(runs[at] ?? [], runs[at + 1] ?? [], key));
    runs = merged;
  }
  return yield* merge(sorted, runs[0] ?? [], key);
}

function* merge<T>(
  a: readonly T[],
  b: readonly T[],
  key: (item: T) => string,
): Generator<void, readonly T[]> {
  if (b.length === 0) return a;
  if (a.length === 0) return b;
  const out: T[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const [x, y] = [a[i], b[j]];
    if (x !== undefined && (y === undefined || key(x) < key(y))) {
      out.push(x);
      i += 1;
    } else if (y !== undefined) {
      out.push(y);
      j += 1;
    }
    if (out.length % sliceSteps === 0) yield;
  }
  return out;
}
