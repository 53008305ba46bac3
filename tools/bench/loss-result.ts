/** What the bench `loss` reports of one player's long plays in one network. Pure. */
import type { Long } from "./long-play.ts";
import { round } from "./statistics.ts";

/** CONTRACT.md, Benchmarks. */
export interface LossFigures {
  readonly plays: number;
  /** Silences inside the music, of all plays together. */
  readonly stalls: number;
  readonly stallMs: number;
  /** Plays that had any. */
  readonly stalledPlays: number;
  /** Of the music after the first three seconds. */
  readonly concealedPct: number;
  readonly repairedPct: number;
  /** Bytes of IP for each hundred bytes of music, less one hundred. */
  readonly overheadPct: number;
  readonly startMs: number | null;
  /** Of music that was at hand at the end. */
  readonly bufferS: number;
  /** At the end. */
  readonly kbps: number;
}

/** Losses of the first seconds are another matter: there was no time to repair them. */
const settledMs = 3_000;

export function lossFigures(
  plays: readonly Long[] | undefined,
  why: string,
): LossFigures | { readonly skipped: string } {
  if (plays === undefined || plays.length === 0) return { skipped: why };
  const sum = (of: (play: Long) => number): number =>
    plays.reduce((total, play) => total + of(play), 0);
  const stallsOf = ({ startMs, stalls, playedMs }: Long): number =>
    startMs === undefined ? playedMs : sumOf(stalls.map(({ fromMs, toMs }) => toMs - fromMs));
  const last = plays.map(({ points }) => points.at(-1));
  const mean = (of: (point: NonNullable<(typeof last)[number]>) => number): number =>
    sumOf(last.map((point) => (point === undefined ? 0 : of(point)))) / plays.length;
  const mediaBytes = sumOf(last.map((point) => point?.mediaBytes ?? 0));
  const starts = plays.map(({ startMs }) => startMs).filter((ms) => ms !== undefined);
  return {
    plays: plays.length,
    stalls: sum(({ stalls }) => stalls.length),
    stallMs: round(sum(stallsOf), 0),
    stalledPlays: plays.filter(({ stalls, startMs }) => stalls.length > 0 || startMs === undefined)
      .length,
    concealedPct: round((100 * sum(concealedMs)) / Math.max(1, sum(settledPlayedMs)), 4),
    repairedPct: round(
      mean(({ repairedPct }) => repairedPct),
      3,
    ),
    overheadPct: round(
      (100 * sum(({ linkBytes }) => linkBytes)) / Math.max(1, mediaBytes) - 100,
      2,
    ),
    startMs: starts.length === 0 ? null : round(sumOf(starts) / starts.length, 1),
    bufferS: round(
      mean(({ bufferS }) => bufferS),
      1,
    ),
    kbps: Math.round(mean(({ kbps }) => kbps)),
  };
}

function sumOf(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function concealedMs({ points }: Long): number {
  const settled = points.find(({ atMs }) => atMs >= settledMs);
  return (points.at(-1)?.concealedMs ?? 0) - (settled?.concealedMs ?? 0);
}

function settledPlayedMs({ playedMs }: Long): number {
  return Math.max(0, playedMs - settledMs);
}
