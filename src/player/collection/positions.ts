/**
 * Where things stand in a list that several people change at once: each has a
 * number of its own, and what comes between two gets numbers between theirs. So
 * edits of two speakers merge without anything else being renumbered.
 *
 * What one gesture adds lies close together at a place drawn at random, so that two
 * who add something at the same place at the same time do not end up interleaved.
 * Pure. Numbers are finite and of modest size; where two are too close for another
 * between them the list is numbered anew (`undefined`).
 */
import type { Rng } from "../../base/rng.ts";

/** Far beyond what whole lists take; a number of somebody else's above it is none. */
export const positionMax = 2 ** 40;

/** Between `before` and `after`, ascending; undefined at the front or the end of the list. */
export function positionsBetween(
  count: number,
  { before, after }: { readonly before: number | undefined; readonly after: number | undefined },
  rng: Rng,
): readonly number[] | undefined {
  const low = before ?? (after === undefined ? 0 : after - endStep);
  const high = after ?? low + endStep;
  const from = low + (high - low) * (0.25 + rng.float() / 2);
  const step = ((high - low) * share) / (count + 1);
  const positions = Array.from({ length: count }, (_, i) => from + i * step);
  const all = [low, ...positions, high];
  const inOrder = all.every((position, i) => i === 0 || position > (all[i - 1] ?? position));
  const inRange = Math.abs(low) < positionMax && Math.abs(high) < positionMax;
  return inOrder && inRange ? positions : undefined;
}

/** For a list that is numbered anew. */
export function positionsAnew(count: number): readonly number[] {
  return Array.from({ length: count }, (_, i) => i + 1);
}

/** From one end of a list to what is added there. */
const endStep = 2;
/** Of a gap, what one gesture takes: a draw of half of the gap seldom meets another's. */
const share = 1 / 64;
