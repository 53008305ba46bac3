/**
 * Which tracks may be played soon, and why: the queue, what was played before, the album, what people mostly
 * play after this one or at this hour, what a remote shows. Pure.
 */
import type { TrackId } from "../../media/track-id.ts";
import type { GuessKind } from "./guess-rates.ts";
import type { Habits } from "./habits.ts";
import { candidatesMax, nearEndSeconds, settledSeconds } from "./limits.ts";

/** What the player and its remotes say of this moment. */
export interface ListeningMoment {
  /** Undefined while nothing plays. */
  readonly current: TrackId | undefined;
  /** Of the current play. `leftS` is Infinity while the length is not known. */
  readonly elapsedS: number;
  readonly leftS: number;
  /** What follows by itself, nearest first; candidatesMax are looked at. */
  readonly following: readonly TrackId[];
  readonly previous: TrackId | undefined;
  /** The next of the current track's album, in the order of the catalogue. */
  readonly albumNext: TrackId | undefined;
  /** 0…23; undefined while the time of day is not known. */
  readonly hour: number | undefined;
  readonly looked: readonly TrackId[];
}

export interface Candidate {
  readonly track: TrackId;
  readonly kind: GuessKind;
}

/** A track may be there for more than one reason. In no order; never the current one. */
export function candidatesOf(moment: ListeningMoment, habits: Habits): readonly Candidate[] {
  const { current, following, previous, albumNext, hour, looked } = moment;
  const found: Candidate[] = following
    .slice(0, candidatesMax)
    .map((track, place) => ({ track, kind: queuedKind(place, moment) }));
  const add = (kind: GuessKind, track: TrackId | undefined): void => {
    if (track !== undefined) found.push({ kind, track });
  };
  for (const track of looked) add("looked", track);
  add("previous", previous);
  add("album", albumNext);
  if (current !== undefined)
    for (const { track, share } of habits.after(current))
      add(share > 0.5 ? "mostly-after" : "once-after", track);
  if (hour !== undefined) for (const track of habits.atHour(hour)) add("hour", track);
  return found.filter(({ track }) => track !== current).slice(0, 2 * candidatesMax);
}

/** What changes when the chance of the next one does: a plan holds for one stage of a play. */
export type Stage = "idle" | "next-early" | "next-settled" | "next-late";

export function stageOf({ current, elapsedS, leftS }: ListeningMoment): Stage {
  if (current === undefined) return "idle";
  if (leftS <= nearEndSeconds) return "next-late";
  return elapsedS < settledSeconds ? "next-early" : "next-settled";
}

function queuedKind(place: number, moment: ListeningMoment): GuessKind {
  if (place === 1) return "second";
  if (place === 2) return "third";
  if (place > 2) return "queued";
  const stage = stageOf(moment);
  return stage === "idle" ? "next-early" : stage;
}
