/**
 * How often each kind of guess comes true in this house: "the next of the queue, early in a track", "what
 * mostly followed", "what a remote shows". Every guess is a trial, whether anything was fetched for it or not,
 * so that a bad kind is given up and a good one is taken up again. Pure.
 *
 * Bounds: soonPlays times candidatesMax open trials.
 */
import type { TrackId } from "../../media/track-id.ts";
import { candidatesMax, countMax, priorTrials, soonPlays } from "./limits.ts";

/** What makes a track likely; the order is that of their codes on flash. */
export const guessKinds = [
  "next-early",
  "next-settled",
  "next-late",
  "second",
  "third",
  "queued",
  "previous",
  "album",
  "mostly-after",
  "once-after",
  "hour",
  "looked",
] as const;
export type GuessKind = (typeof guessKinds)[number];

/** Before anything was seen: the next of the queue at 0.9, each further one at 0.9 of the one before it, or less. */
const priors: Readonly<Record<GuessKind, number>> = {
  "next-early": 0.7,
  "next-settled": 0.8,
  "next-late": 0.9,
  second: 0.6,
  third: 0.5,
  queued: 0.3,
  previous: 0.1,
  album: 0.4,
  "mostly-after": 0.5,
  "once-after": 0.15,
  hour: 0.1,
  looked: 0.4,
};

export interface Rate {
  /** Trials, and those that came true; both fade. */
  shown: number;
  came: number;
}

interface Trial {
  readonly kind: GuessKind;
  readonly track: TrackId;
  playsLeft: number;
}

export class GuessRates {
  readonly rates = new Map<GuessKind, Rate>();
  #open: Trial[] = [];

  /** The chance that a guess of this kind is played soon, 0…1. */
  chance(kind: GuessKind): number {
    const { shown, came } = this.rates.get(kind) ?? { shown: 0, came: 0 };
    return (came + priors[kind] * priorTrials) / (shown + priorTrials);
  }

  /** This was guessed now; once for each kind and track until it is known what became of it. */
  guessed(kind: GuessKind, track: TrackId): void {
    const same = (trial: Trial): boolean => trial.kind === kind && trial.track === track;
    if (this.#open.length >= candidatesMax * soonPlays || this.#open.some(same)) return;
    this.#open.push({ kind, track, playsLeft: soonPlays });
  }

  /** A play began. */
  began(track: TrackId): void {
    const open: Trial[] = [];
    for (const trial of this.#open) {
      trial.playsLeft -= 1;
      if (trial.track === track) this.#settle(trial.kind, true);
      else if (trial.playsLeft <= 0) this.#settle(trial.kind, false);
      else open.push(trial);
    }
    this.#open = open;
  }

  #settle(kind: GuessKind, came: boolean): void {
    const rate = this.rates.get(kind) ?? { shown: 0, came: 0 };
    rate.shown += 1;
    if (came) rate.came += 1;
    if (rate.shown >= countMax) {
      rate.shown = Math.floor(rate.shown / 2);
      rate.came = Math.floor(rate.came / 2);
    }
    this.rates.set(kind, rate);
  }
}
