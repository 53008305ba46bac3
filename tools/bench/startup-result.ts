/** What the bench `startup` reports of one network: figures of all contestants, and ours over theirs. Pure. */
import {
  type Compared,
  type Figures,
  figuresOf,
  type Goal,
  isMet,
  type Measured,
  ratioOf,
} from "./figures.ts";
import type { LabProfile } from "./network-profiles.ts";
import { round } from "./statistics.ts";

/** MPD with BBR and with CUBIC, MPD after a skip, and the plain player. */
export type Rival = "http" | "httpCubic" | "httpSkip" | "tls";

/** What was measured. */
export interface Field {
  /** Milliseconds. */
  readonly times: Map<Rival | "origin" | "cached", number[]>;
  /** What our speaker says of its starts from the origin, in milliseconds. */
  readonly said: number[];
  /** Starts that took longer than the limit; they count as the limit. */
  readonly failed: Record<string, number>;
  /** Why one did not take part. */
  readonly missing: Partial<Record<Rival, string>>;
}

/** CONTRACT.md, Benchmarks. */
export interface StartupResult {
  readonly name: string;
  readonly rttMs: number;
  readonly lossPct: number;
  /** Of the others' file; ours is what `rung` says. */
  readonly kbps: number;
  readonly rung: string;
  readonly cachedMs: Measured;
  readonly originMs: Measured;
  /** The same by the speaker's own count: to the first frame handed to the output. */
  readonly originSaidMs: Measured;
  /** MPD, TCP BBR. */
  readonly httpMs: Measured;
  readonly httpCubicMs: Measured;
  /** MPD, TCP BBR, when a track that was being fetched is skipped: on a new connection. */
  readonly httpSkipMs: Measured;
  readonly tlsMs: Measured;
  /** Ours from the origin over the faster of the two MPDs, percentile by percentile. */
  readonly overHttp: Compared;
  readonly overHttpSkip: Compared;
  readonly overTls: Compared;
  /** What the two ratios should be at most; `met` counts those that could be compared. */
  readonly goals: {
    /** Beside a connection that was used before. */
    readonly overHttp: Goal | null;
    /** Beside a new one, which DESIGN's figures at 2 % were taken with. */
    readonly overHttpSkip: Goal | null;
    readonly overTls: Goal;
    readonly met: boolean | null;
  };
  readonly failed: Readonly<Record<string, number>>;
  /** What this machine added to the network's delays. */
  readonly lateUs: { readonly p50: number; readonly p99: number };
}

/** DESIGN §12: ours over MPD's, by network. */
const httpGoals: Readonly<Record<string, Goal>> = {
  "far-loss2": { p50: 0.6, p99: 0.5 },
  "narrow-burst8": { p50: 0.35, p99: 0.35 },
};
/** … and over those of MPD on a new connection. */
const skipGoals: Readonly<Record<string, Goal>> = { "far-loss2": { p50: 0.6, p99: 0.5 } };
const tlsGoal: Goal = { p50: 0.35 };

export function startupResult(
  { name, rttMs, lossPct, kbps }: LabProfile,
  { times, said, failed, missing }: Field,
  run: { readonly rung: string; readonly late: { readonly p50Us: number; readonly p99Us: number } },
): StartupResult {
  const of = (who: Rival): Measured =>
    figuresOf(times.get(who), missing[who] ?? "no start was seen");
  const originMs = figuresOf(times.get("origin"), "no start was seen");
  const [httpMs, httpCubicMs, tlsMs] = [of("http"), of("httpCubic"), of("tls")];
  const overHttp = ratioOf(originMs, better(httpMs, httpCubicMs));
  const overTls = ratioOf(originMs, tlsMs);
  const overHttpSkip = ratioOf(originMs, of("httpSkip"));
  const [httpGoal, skipGoal] = [httpGoals[name], skipGoals[name]];
  const met = [
    httpGoal && isMet(overHttp, httpGoal),
    skipGoal && isMet(overHttpSkip, skipGoal),
    isMet(overTls, tlsGoal),
  ].filter((one) => one !== undefined);
  const { p50Us: p50, p99Us: p99 } = run.late;
  return {
    ...{ name, rttMs, lossPct, kbps, rung: run.rung },
    cachedMs: figuresOf(times.get("cached"), "no such start was seen"),
    ...{ originMs, originSaidMs: figuresOf(said, "nothing was said") },
    ...{ httpMs, httpCubicMs, httpSkipMs: of("httpSkip"), tlsMs },
    ...{ overHttp, overHttpSkip, overTls },
    goals: {
      overHttp: httpGoal ?? null,
      overHttpSkip: skipGoal ?? null,
      overTls: tlsGoal,
      met: met.length === 0 ? null : met.every((one) => one),
    },
    failed,
    lateUs: { p50: round(p50, 0), p99: round(p99, 0) },
  };
}

/** The smaller of each figure: the hardest to beat. */
function better(one: Measured, other: Measured): Measured {
  if ("skipped" in one) return other;
  if ("skipped" in other) return one;
  const min = (figure: (of: Figures) => number): number => Math.min(figure(one), figure(other));
  return {
    p50: min(({ p50 }) => p50),
    p90: min(({ p90 }) => p90),
    p99: min(({ p99 }) => p99),
    worst: min(({ worst }) => worst),
    n: min(({ n }) => n),
  };
}
