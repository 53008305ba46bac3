/**
 * Voice leading: spells a progression for a few voices so that each moves as little as it can,
 * common tones stay, and no two voices run in parallel fifths or octaves. The best path through
 * all close spellings is found by dynamic programming (Viterbi), so a bar is chosen with a view to
 * those after it.
 */
import { assert } from "../../../src/base/assert.ts";
import type { Chord } from "./pitch.ts";

export interface Range {
  readonly low: number;
  readonly high: number;
  readonly voices: number;
}

/** A spelling: MIDI notes from low to high. */
export type Voicing = readonly number[];

export function leadVoices(chords: readonly Chord[], range: Range): Voicing[] {
  const steps = chords.map((chord) => spellings(chord, range));
  const costs: number[][] = [];
  const from: number[][] = [];
  for (const [t, options] of steps.entries()) {
    const before = steps[t - 1];
    const ways = options.map((option) => bestWay(before, costs[t - 1], option));
    costs.push(ways.map((way, i) => way.cost + shapeCost(options[i] as Voicing, range)));
    from.push(ways.map((way) => way.index));
  }
  return tracePath(steps, costs, from);
}

function bestWay(
  before: readonly Voicing[] | undefined,
  costs: readonly number[] | undefined,
  to: Voicing,
): { cost: number; index: number } {
  let best = { cost: before === undefined ? 0 : Number.POSITIVE_INFINITY, index: 0 };
  for (const [index, voicing] of (before ?? []).entries()) {
    const cost = (costs?.[index] ?? 0) + moveCost(voicing, to);
    if (cost < best.cost) best = { cost, index };
  }
  return best;
}

function tracePath(steps: Voicing[][], costs: number[][], from: number[][]): Voicing[] {
  const last = costs.at(-1) ?? [];
  let index = last.indexOf(Math.min(...last));
  const path: Voicing[] = [];
  for (let t = steps.length - 1; t >= 0; t--) {
    path.unshift(steps[t]?.[index] as Voicing); // index comes from the same table
    index = from[t]?.[index] ?? 0;
  }
  return path;
}

/** All close spellings within the range: every chord tone when the voices suffice, no unison. */
function spellings(chord: Chord, { low, high, voices }: Range): Voicing[] {
  // Of more tones than voices the fifth goes first: it says the least.
  const classes = [...chord.classes];
  while (classes.length > voices) classes.splice(2, 1);
  const found: Voicing[] = [];
  const grow = (voicing: number[]): void => {
    if (voicing.length === voices) {
      const heard = new Set(voicing.map((midi) => midi % 12));
      if (classes.every((pitchClass) => heard.has(pitchClass))) found.push(voicing);
      return;
    }
    const floor = voicing.at(-1) ?? low - 1;
    const ceiling = Math.min(high, (voicing[0] ?? high) + 16);
    for (let midi = floor + 1; midi <= ceiling; midi++) {
      if (classes.includes(midi % 12)) grow([...voicing, midi]);
    }
  };
  grow([]);
  assert(found.length > 0, `a range of ${low} to ${high} holds ${voices} voices`);
  return found;
}

function moveCost(from: Voicing, to: Voicing): number {
  let cost = 0;
  for (let i = 0; i < from.length; i++) {
    const step = (to[i] as number) - (from[i] as number); // both have the same voices
    cost += Math.abs(step) + (Math.abs(step) > 4 ? 3 : 0);
    for (let j = 0; j < i; j++) {
      const gap = ((from[i] as number) - (from[j] as number)) % 12;
      const same = (to[j] as number) - (from[j] as number) === step && step !== 0;
      if (same && (gap === 7 || gap === 0)) cost += 12;
    }
  }
  return cost;
}

/** Prefers the middle of the range and no seconds low down, which sound muddy. */
function shapeCost(voicing: Voicing, { low, high }: Range): number {
  const middle = voicing.reduce((sum, midi) => sum + midi, 0) / voicing.length;
  let cost = 0.3 * Math.abs(middle - (low + high) / 2);
  for (let i = 1; i < voicing.length; i++) {
    const gap = (voicing[i] as number) - (voicing[i - 1] as number); // i is below the length
    if (gap < 3 && (voicing[i] as number) < 60) cost += 4;
  }
  return cost;
}
