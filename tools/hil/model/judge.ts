/**
 * Whether captured sound is what was to be heard: the right seconds of a ladder, one after the other, each as long
 * as it should be, and no break inside. What a device says of itself has no part in it. Pure.
 */
import { Heard, type Ladder, ladderSeconds, type Run } from "../../listen/ladder.ts";
import { rate } from "../../listen/wav.ts";
import { gapMsMax, plotPoints, rungSlackS } from "../limits.ts";
import type { Heard as Plotted } from "./result.ts";

export interface Gap {
  readonly fromS: number;
  readonly ms: number;
}

export interface Judgement {
  /** What is wrong, for people; none: it is as it should be. */
  readonly faults: readonly string[];
  readonly gaps: readonly Gap[];
  /** Whole seconds that were heard, such as a3. */
  readonly rungs: readonly string[];
  readonly level: number;
}

/** A sample this small is silence: four steps of 16 bits, below what a lossy codec leaves of it. */
const silentMax = 4;

/**
 * Sound of a ladder from anywhere to anywhere, at least `rungsMin` of its seconds. Silence before and after it does
 * not count.
 */
export function judge(samples: Int16Array, ladder: Ladder, rungsMin: number): Judgement {
  const lasting = lastingRuns(new Heard(samples).runs);
  const sounding = lasting.filter(({ what }) => what !== "-");
  const gaps = gapsOf(samples);
  const faults = [
    ...strangers(sounding, ladder),
    ...disorder(sounding),
    ...wrongLengths(sounding),
    ...gaps.map(({ fromS, ms }) => `silent for ${ms.toFixed(0)} ms at ${fromS.toFixed(2)} s`),
  ];
  const rungs = sounding.map(({ what }) => what);
  if (rungs.length < rungsMin)
    faults.unshift(`${rungs.length} of ${rungsMin} seconds heard: ${rungs.join(" ") || "nothing"}`);
  return { faults, gaps, rungs, level: Math.max(0, ...sounding.map(({ level }) => level)) };
}

/** Nothing but silence, the whole time. */
export function isSilent(samples: Int16Array): boolean {
  return samples.every((sample) => Math.abs(sample) <= silentMax);
}

/** Whether two stretches follow each other in a ladder, which begins anew after its end. */
function follows(one: string, next: string): boolean {
  const number = (what: string): number => Number(what.slice(1));
  return one[0] === next[0] && (number(one) + 1) % ladderSeconds === number(next);
}

/** Those long enough to be none of the edges between two; neighbours of one name are one. */
function lastingRuns(runs: readonly Run[]): readonly Run[] {
  const whole: Run[] = [];
  for (const run of runs.filter(({ seconds }) => seconds >= 0.1)) {
    const last = whole.at(-1);
    if (last?.what !== run.what) whole.push(run);
    else whole[whole.length - 1] = { ...last, seconds: run.fromS + run.seconds - last.fromS };
  }
  return whole;
}

function strangers(runs: readonly Run[], ladder: Ladder): string[] {
  return runs.filter(({ what }) => what[0] !== ladder).map(({ what }) => `${what} was heard`);
}

function disorder(runs: readonly Run[]): string[] {
  return runs.slice(1).flatMap((run, i) => {
    const before = runs[i]?.what ?? "";
    return follows(before, run.what) || before === run.what
      ? []
      : [`${run.what} came after ${before}`];
  });
}

/** The first and the last one may be cut. */
function wrongLengths(runs: readonly Run[]): string[] {
  return runs.slice(1, -1).flatMap(({ what, seconds }) => {
    if (Math.abs(seconds - 1) <= rungSlackS) return [];
    return [`${what} lasted ${seconds.toFixed(2)} s`];
  });
}

/** Silences longer than nobody hears, between the first sound and the last. */
export function gapsOf(samples: Int16Array): readonly Gap[] {
  const gaps: Gap[] = [];
  let last = -1;
  for (const [at, sample] of samples.entries()) {
    if (Math.abs(sample) <= silentMax) continue;
    const ms = last < 0 ? 0 : ((at - last - 1) * 1_000) / rate;
    if (ms > gapMsMax) gaps.push({ fromS: (last + 1) / rate, ms });
    last = at;
  }
  return gaps;
}

/** For a plot. */
export function plotted(title: string, samples: Int16Array): Plotted {
  const each = Math.max(1, Math.ceil(samples.length / plotPoints));
  const envelope = Array.from({ length: Math.ceil(samples.length / each) }, (_, i) =>
    samples
      .subarray(i * each, (i + 1) * each)
      .reduce((most, sample) => Math.max(most, Math.abs(sample) / 0x8000), 0),
  );
  const marks = lastingRuns(new Heard(samples).runs)
    .filter(({ what }) => what !== "-")
    .map(({ what, fromS }) => ({ fromS, name: what }));
  return { title, envelope, seconds: samples.length / rate, marks, gaps: gapsOf(samples) };
}
