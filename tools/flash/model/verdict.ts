/**
 * What wrong bytes say about a card. A step that holds what was written
 * elsewhere betrays a card whose addresses wrap; one from which on nothing is
 * right betrays a card that ends there. Pure.
 */
import { bytesText } from "../../../src/cli/format.ts";
import { FlashError } from "../errors.ts";
import type { Plan } from "./plan.ts";

export interface Mismatch {
  readonly at: number;
  /** SHA-256 of what was read. */
  readonly found: string;
}

export type Verdict =
  | { readonly kind: "good" }
  | { readonly kind: "damaged"; readonly at: number; readonly count: number }
  /** `realBytes` is about what it can hold. */
  | { readonly kind: "fake"; readonly realBytes: number };

/** Bad steps up to the end of the image, fewer than which are damage, not the end of the card. */
const endStepsMin = 4;

/** `mismatches` in order. */
export function judge(plan: Plan, mismatches: readonly Mismatch[]): Verdict {
  const [first] = mismatches;
  if (first === undefined) return { kind: "good" };
  const wrap = wrapOf(plan, mismatches) ?? roundOf(plan, mismatches);
  if (wrap !== undefined) return { kind: "fake", realBytes: wrap };
  const behind = plan.steps.filter((step) => step.at >= first.at).length;
  if (behind >= endStepsMin && first.at > 0 && mismatches.length === behind)
    return { kind: "fake", realBytes: first.at };
  return { kind: "damaged", at: first.at, count: mismatches.length };
}

/** Nothing but the beginning is wrong: what was written last came round to it, not at a step's begin. */
function roundOf(plan: Plan, mismatches: readonly Mismatch[]): number | undefined {
  const last = plan.steps[mismatches.length - 1];
  const isBeginning = mismatches.every(({ at }, index) => at === plan.steps[index]?.at);
  if (last === undefined || !isBeginning || mismatches.length < endStepsMin) return undefined;
  if (mismatches.length === plan.steps.length) return undefined;
  return plan.imageBytes - (last.at + last.length);
}

/** The distance by which steps came to lie on others: what divides all of them, for a wrap may go round more than once. */
function wrapOf(plan: Plan, mismatches: readonly Mismatch[]): number | undefined {
  const places = new Map<string, number[]>();
  for (const { hash, at } of plan.steps) {
    const known = places.get(hash);
    if (known === undefined) places.set(hash, [at]);
    else known.push(at);
  }
  // Only what stands in one place tells where it is from: empty steps stand everywhere.
  const distances = mismatches.flatMap(({ at, found }) => {
    const [from, another] = places.get(found) ?? [];
    return from === undefined || another !== undefined || from <= at ? [] : [from - at];
  });
  return distances.length === 0 ? undefined : distances.reduce(commonDivisor);
}

/** The greatest, by Euclid. */
export function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b);
}

/** Throws FlashError unless all is good. */
export function demandGood(verdict: Verdict, name: string, sizeBytes: number): void {
  if (verdict.kind === "good") return;
  if (verdict.kind === "fake") {
    const said = `says ${bytesText(sizeBytes)}, holds about ${bytesText(verdict.realBytes)}`;
    throw new FlashError("card-fake", `${name} is a fake: it ${said}`, {
      remedy: "give it back; what is written on it gets lost",
    });
  }
  const where = `${verdict.count} places, the first at ${bytesText(verdict.at)}`;
  throw new FlashError("card-damaged", `${name} does not hold what was written (${where})`, {
    remedy: "try another reader and the same again; a card that does it twice is worn out",
  });
}
