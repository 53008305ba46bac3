/**
 * Which rung the next chunk is asked for in: the highest that arrives before
 * it is needed with a probability of 0.99, told from the recent delivery trace
 * (DESIGN §5). What is cached costs nothing and is preferred, unless it is worse.
 *
 * Down goes at once. Up goes only after having been down because of the link,
 * when the link has room to spare, and later each time that it was too soon: a
 * link that is fine never sees a change. One rule serves all tracks of a
 * speaker, so that the next track begins where the link stands.
 *
 * Pure state: times and traces come in.
 */
import { assert } from "../base/assert.ts";
import { type RungName, rungNames } from "../media/rung.ts";
import type { DeliverySample } from "./delivery-trace.ts";
import { shareInTime } from "./forecast.ts";
import {
  abandonGraceUs,
  abandonShare,
  apartMargin,
  hopelessShare,
  inTimeShare,
  lanRttUs,
  narrowDatagramUs,
  riseMargin,
  riseWaitUs,
  riseWaitUsMax,
  riseWithinUs,
  rungHorizonS,
  samplesMin,
  startSlackUs,
} from "./limits.ts";

/**
 * `set`: by the setting, or the track has no other. `best`: the link carries the highest. `link`: it
 * does not. `unmeasured`: nothing is known of the link yet. `cached`: it lies here, or in the house.
 */
export const rungWhys = ["set", "best", "link", "unmeasured", "cached"] as const;
export type RungWhy = (typeof rungWhys)[number];

export interface RungChoice {
  readonly rung: RungName;
  readonly why: RungWhy;
}

/** What can be said of the moment; the same for choosing and for abandoning. */
export interface RungMoment {
  readonly nowUs: number;
  readonly samples: readonly DeliverySample[];
  /** Rungs that may follow what plays, ascending, at least one. */
  readonly ladder: readonly RungName[];
  /** Bytes of a second of that rung. */
  readonly bytesPerS: (rung: RungName) => number;
  /** Until the chunk is needed; 0 where somebody waits for it. */
  readonly withinUs: number;
  /** Asked for, not here yet, and needed sooner. */
  readonly bytesBefore: number;
}

export interface RungQuestion extends RungMoment {
  /** How many others in the house get that rung right now, and take their share of what it costs. */
  readonly company: (rung: RungName) => number;
  readonly isCached: (rung: RungName) => boolean;
  /** An origin answers. */
  readonly reachable: boolean;
  readonly rttUs: number;
  /** What a full datagram takes on the way to the origin; 0 while it is not known. */
  readonly datagramUs: number;
  /** A track begins: what comes joins on to nothing. */
  readonly edge: boolean;
}

/** Of a link of which nothing is known: most carry this at once. */
const usual: RungName = "opus-160";

export class RungRule {
  #rung: RungName | undefined;
  #why: RungWhy = "unmeasured";
  #changedUs = Number.NEGATIVE_INFINITY;
  #rose = false;
  #riseWaitUs = riseWaitUs;

  /** The rung for a chunk that is about to be asked for. */
  choose(question: RungQuestion): RungChoice {
    const { ladder, isCached, reachable } = question;
    const [only] = ladder;
    assert(only !== undefined, "a track has a rung");
    if (ladder.length === 1) return { rung: only, why: "set" };
    const rung = this.#along(question, this.#byLink(question));
    const held = ladder.filter(isCached).at(-1);
    const isBlind = this.#why === "unmeasured";
    const better = held !== undefined && (isBlind || isBelow(rung, held) || !reachable);
    if (held === rung || better) return { rung: held, why: "cached" };
    return { rung, why: this.#why };
  }

  /**
   * The lower rung in place of one whose `leftBytes` cannot come in time; undefined to go on with it.
   * Only where that is the shorter way to the sound.
   */
  abandon(moment: RungMoment, at: RungName, leftBytes: number): RungName | undefined {
    const { samples, withinUs, bytesBefore, nowUs } = moment;
    if (samples.length < samplesMin) return undefined;
    const order = { bytesBefore, withinUs: withinUs + abandonGraceUs };
    const left = { bytesPerS: leftBytes, seconds: 1 };
    if (shareInTime(samples, left, order) >= hopelessShare) return undefined;
    const shorter = moment.ladder.filter(
      (rung) => isBelow(rung, at) && moment.bytesPerS(rung) < abandonShare * leftBytes,
    );
    const chosen = highest(shorter, (rung) => arrives(moment, rung)) ?? shorter[0];
    if (chosen !== undefined) this.#fall(chosen, nowUs);
    return chosen;
  }

  /** The rung that others in the house get costs the link nothing more: better that than two where it has no room for both. */
  #along(question: RungQuestion, rung: RungName): RungName {
    const { ladder, company, bytesPerS } = question;
    const shared = ladder.find((name) => isBelow(name, rung) && company(name) > 0);
    if (shared === undefined) return rung;
    const both = { ...question, bytesPerS: () => bytesPerS(rung) + bytesPerS(shared) };
    const hasRoom = this.#why !== "unmeasured" && carries(both, rung, apartMargin);
    return hasRoom ? rung : shared;
  }

  #byLink(question: RungQuestion): RungName {
    const { ladder, samples, edge, nowUs } = question;
    const top = last(ladder);
    const current = nearest(ladder, this.#rung);
    if (samples.length < samplesMin) {
      if (current !== undefined && !edge) return current;
      return this.#take(current ?? this.#blind(question), "unmeasured");
    }
    if (current === undefined || (edge && this.#why === "unmeasured")) {
      const rung = highest(ladder, (name) => carries(question, name, 1)) ?? ladder[0] ?? top;
      return this.#take(rung, rung === top ? "best" : "link");
    }
    if (!arrives(question, current)) {
      const lower = ladder.filter((rung) => isBelow(rung, current));
      const rung = highest(lower, (name) => arrives(question, name)) ?? lower[0];
      if (rung === undefined) return this.#take(current, "link");
      this.#fall(rung, nowUs);
      return rung;
    }
    return this.#why === "unmeasured" ? current : this.#rise(question, current);
  }

  /**
   * Nothing came yet. A short round trip is a network at home; a way out on which a datagram takes its time is
   * most often as narrow the other way.
   */
  #blind({ ladder, rttUs, datagramUs }: RungQuestion): RungName {
    if (datagramUs > narrowDatagramUs) return ladder[0] ?? last(ladder);
    return rttUs <= lanRttUs ? last(ladder) : (nearest(ladder, usual) ?? last(ladder));
  }

  #rise(question: RungQuestion, current: RungName): RungName {
    const { ladder, nowUs, withinUs } = question;
    const top = last(ladder);
    if (current === top) return this.#take(top, "best");
    const waits = nowUs - this.#changedUs < this.#riseWaitUs || withinUs < riseWithinUs;
    if (waits) return this.#take(current, "link");
    const above = ladder.filter((rung) => isBelow(current, rung));
    const rung = highest(above, (name) => carries(question, name, riseMargin));
    if (rung === undefined) return this.#take(current, "link");
    this.#changedUs = nowUs;
    this.#rose = true;
    return this.#take(rung, rung === top ? "best" : "link");
  }

  #fall(rung: RungName, nowUs: number): void {
    const tooSoon = this.#rose && nowUs - this.#changedUs < 2 * this.#riseWaitUs;
    this.#riseWaitUs = tooSoon ? Math.min(riseWaitUsMax, 2 * this.#riseWaitUs) : riseWaitUs;
    this.#changedUs = nowUs;
    this.#rose = false;
    this.#take(rung, "link");
  }

  #take(rung: RungName, why: RungWhy): RungName {
    this.#rung = rung;
    this.#why = why;
    return rung;
  }
}

/** It and what follows it are whole when they are needed. */
function arrives(
  { samples, bytesBefore, withinUs, bytesPerS }: RungMoment,
  rung: RungName,
): boolean {
  const stretch = { bytesPerS: bytesPerS(rung), seconds: rungHorizonS };
  const order = { bytesBefore, withinUs: Math.max(startSlackUs, withinUs) };
  return shareInTime(samples, stretch, order) >= inTimeShare;
}

/** The link brings it as fast as it plays, and `margin` times that: what is at hand would hide a narrow link. */
function carries({ samples, bytesPerS }: RungMoment, rung: RungName, margin: number): boolean {
  const stretch = { bytesPerS: margin * bytesPerS(rung), seconds: rungHorizonS };
  const order = { bytesBefore: 0, withinUs: startSlackUs };
  return shareInTime(samples, stretch, order) >= inTimeShare;
}

function highest(
  ascending: readonly RungName[],
  fits: (rung: RungName) => boolean,
): RungName | undefined {
  return ascending.findLast(fits);
}

/** It, or the nearest below, or the lowest. */
function nearest(ladder: readonly RungName[], rung: RungName | undefined): RungName | undefined {
  if (rung === undefined) return undefined;
  return ladder.findLast((name) => !isBelow(rung, name)) ?? ladder[0];
}

function isBelow(a: RungName, b: RungName): boolean {
  return rungNames.indexOf(a) < rungNames.indexOf(b);
}

function last(ladder: readonly RungName[]): RungName {
  const rung = ladder.at(-1);
  assert(rung !== undefined, "a ladder is not empty");
  return rung;
}
