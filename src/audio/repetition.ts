/**
 * Continues a sound by what it did before: the piece of its recent past after
 * which it was most like now is played again and again, its ends blended.
 *
 * Where linear prediction (extrapolate.ts) loses all that is not a tone within
 * milliseconds, this keeps the spectrum for tens of them; but its start may not
 * join on, which prediction does. So one leads over to the other.
 *
 * Pure. Cost: about 150,000 multiplications to find the piece. Memory: none kept.
 */
import { risingFade } from "./fade.ts";

/** Of what is compared: 10 ms at 48 kHz, more than a period of any voice. */
const matchFrames = 480;
/** The shortest piece: below 5 ms repetition is a buzz. */
const periodFramesMin = 240;
/** Blend at each end of the piece. */
const blend = risingFade(120);
/** The search looks at every fourth sample first. */
const coarse = 4;

export interface Repetition {
  /** Frames of the piece that is repeated: the last of the past. */
  readonly period: number;
  /** Interleaved stereo, `period` frames, to be played round and round. */
  readonly samples: Float32Array;
}

/** `past` is interleaved stereo, the newest last, at least 1,000 frames. */
export function findRepetition(past: Float32Array): Repetition {
  const frames = past.length / 2;
  const longest = frames - matchFrames - blend.length;
  const rough = bestPeriod(past, { from: periodFramesMin, to: longest, step: coarse });
  const period = bestPeriod(past, {
    from: Math.max(periodFramesMin, rough - coarse),
    to: Math.min(longest, rough + coarse),
    step: 1,
  });
  const samples = past.slice(2 * (frames - period));
  // The end of the piece becomes what came before its start, so that it can go round.
  for (let i = 0; i < 2 * blend.length; i++) {
    const at = 2 * (period - blend.length) + i;
    const before = past[2 * (frames - period - blend.length) + i] ?? 0;
    const weight = blend[i >> 1] ?? 1;
    samples[at] = (samples[at] ?? 0) * (1 - weight) + before * weight;
  }
  return { period, samples };
}

/** The one with which the last samples are most like those a period before. */
function bestPeriod(
  past: Float32Array,
  { from, to, step }: { readonly from: number; readonly to: number; readonly step: number },
): number {
  let best = from;
  let bestLikeness = Number.NEGATIVE_INFINITY;
  for (let period = from; period <= to; period += step) {
    const likeness = likenessOf(past, period, step);
    if (likeness > bestLikeness) [best, bestLikeness] = [period, likeness];
  }
  return best;
}

/** Of both channels together; every `step`-th frame. */
function likenessOf(past: Float32Array, period: number, step: number): number {
  let product = 0;
  let power = 1e-9;
  for (let i = past.length - 2 * matchFrames; i < past.length; i += 2 * step) {
    const left = past[i - 2 * period] ?? 0;
    const right = past[i + 1 - 2 * period] ?? 0;
    product += (past[i] ?? 0) * left + (past[i + 1] ?? 0) * right;
    power += left * left + right * right;
  }
  return product / Math.sqrt(power);
}
