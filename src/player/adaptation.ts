/**
 * Fits what is fetched to the link: the delivery trace of a speaker, with the
 * two rules that look at it, and the quality that people asked for.
 *
 * One for a speaker, shared by its tracks: the link is the same for all.
 */
import { usPerS } from "../base/units.ts";
import { symbolBytesMax } from "../media/limits.ts";
import { type RungName, rungs } from "../media/rung.ts";
import type { Clock } from "../ports/clock.ts";
import type { ObjectSource } from "../stream/origin-client.ts";
import { type DeliverySample, DeliveryTrace } from "./delivery-trace.ts";
import {
  flightUs,
  lossyPct,
  narrowDatagramUs,
  narrowStartUs,
  parityRoom,
  recentSamples,
  rungMemoryUs,
  rungSamplesMin,
  samplesMin,
} from "./limits.ts";
import { type LinkedSource, MeteredSource } from "./metered-source.ts";
import { type QualitySetting, rungsAllowed } from "./quality.ts";
import { type RungChoice, type RungMoment, type RungQuestion, RungRule } from "./rung-rule.ts";
import { type StartQuestion, startNeedUs } from "./start-rule.ts";

export interface AdaptationPorts {
  readonly clock: Clock;
  readonly source: LinkedSource;
}

export interface AdaptationOptions {
  readonly quality: QualitySetting;
  /** False: one rung for all that is played, and no chunk is given up; to see what adapting is good for. */
  readonly abr?: boolean | undefined;
}

/** What the feed knows of the moment; the link is known here. */
export type FeedQuestion = Omit<
  RungQuestion,
  "nowUs" | "samples" | "reachable" | "rttUs" | "datagramUs"
>;
export type FeedMoment = Omit<RungMoment, "nowUs" | "samples">;

export class Adaptation {
  /** The same source, with an eye on what it brings: sound is fetched through it. */
  readonly source: ObjectSource;
  quality: QualitySetting;
  readonly #clock: Clock;
  readonly #link: LinkedSource;
  readonly #trace = new DeliveryTrace();
  readonly #rule = new RungRule();
  readonly #abr: boolean;

  constructor({ clock, source }: AdaptationPorts, { quality, abr = true }: AdaptationOptions) {
    this.#clock = clock;
    this.#link = source;
    this.quality = quality;
    this.#abr = abr;
    this.source = new MeteredSource(source, clock, this.#trace);
  }

  /**
   * Rungs that a chunk may be asked for in, ascending; `has` is what the track has, not empty. Behind
   * sound of another codec only that codec's rungs can follow: what the setting says begins with the next track.
   */
  ladder(has: readonly RungName[], behind: RungName | undefined): readonly RungName[] {
    const { origin } = this.quality;
    const asked = this.#abr || origin !== "auto" ? origin : "160";
    const allowed = rungsAllowed(asked, has);
    if (behind === undefined) return allowed;
    const joins = (rung: RungName): boolean => rungs[rung].codec === rungs[behind].codec;
    const joining = allowed.filter(joins);
    return joining.length > 0 ? joining : has.filter(joins).slice(-1);
  }

  /** Whether people want this rung from the other speakers of the house; `has` as for `ladder`. */
  allowsFromPeers(rung: RungName, has: readonly RungName[]): boolean {
    return rungsAllowed(this.quality.peer, has).includes(rung);
  }

  choose(question: FeedQuestion): RungChoice {
    const { rttUs, datagramUs, ready: reachable } = this.#link;
    return this.#rule.choose({ ...question, ...this.#now(), rttUs, datagramUs, reachable });
  }

  /** The lower rung in place of one that cannot come in time (RungRule.abandon). */
  abandon(moment: FeedMoment, at: RungName, leftBytes: number): RungName | undefined {
    return this.#rule.abandon({ ...moment, ...this.#now() }, at, leftBytes);
  }

  startNeedUs(question: Omit<StartQuestion, "samples" | "rttUs">): number {
    const samples = this.#trace.samples(this.#clock.nowUs());
    const { presentRttUs: rttUs, lossPct } = this.#link;
    // Where datagrams get lost the next hole is a matter of time, and its repair takes as long.
    const hole = question.hole || lossPct >= lossyPct;
    const needUs = startNeedUs({ ...question, hole, samples, rttUs });
    return this.#isNarrow(samples) ? Math.max(narrowStartUs, needUs) : needUs;
  }

  /** Whether more may be asked for beside `pendingBytes`: what comes much later is better chosen later. */
  hasRoom(pendingBytes: number): boolean {
    return pendingBytes < (this.#bytesPerS * flightUs) / usPerS;
  }

  /** Whether the link carries parity beside sound of so many bytes a second: on a narrow one it costs what it is to save. */
  sparesParity(bytesPerS: number): boolean {
    return this.#bytesPerS >= parityRoom * bytesPerS;
  }

  /** What the link brings just now while somebody waits; Infinity while nothing is known. */
  get #bytesPerS(): number {
    const recent = this.#now().samples.slice(-recentSamples);
    if (recent.length < samplesMin) return Number.POSITIVE_INFINITY;
    const sum = (of: (sample: DeliverySample) => number): number =>
      recent.reduce((total, sample) => total + of(sample), 0);
    return (sum(({ bytes }) => bytes) * usPerS) / sum(({ us }) => us);
  }

  /**
   * Known from the way out until sound has come: then its own datagrams say what they take. Half of them are not
   * behind a loss or a queue of others, whatever the link.
   */
  #isNarrow(samples: readonly DeliverySample[]): boolean {
    if (this.#link.datagramUs <= narrowDatagramUs) return false;
    if (samples.length < samplesMin) return true;
    const rates = samples.slice(-recentSamples).map(({ bytes, us }) => bytes / us);
    const middle = rates.sort((a, b) => a - b)[rates.length >> 1] ?? 0;
    return middle < symbolBytesMax / narrowDatagramUs;
  }

  /** A start looks at all that is known of the link, a rung at what it does now. */
  #now(): Pick<RungMoment, "nowUs" | "samples"> {
    const nowUs = this.#clock.nowUs();
    const all = this.#trace.samples(nowUs);
    const fresh = all.findIndex(({ atUs }) => nowUs - atUs <= rungMemoryUs);
    const from = Math.min(fresh < 0 ? all.length : fresh, all.length - rungSamplesMin);
    return { nowUs, samples: all.slice(Math.max(0, from)) };
  }
}
