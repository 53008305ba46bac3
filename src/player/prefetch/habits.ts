/**
 * What this speaker's people do: which track follows which, what is played at which time of day, how far into a
 * track they listen. Counts that fade, of the tracks played last. Pure.
 *
 * It knows no chances: those are learned for each kind of guess (guess-rates.ts).
 * Bounds: habitTracksMax tracks, successorsMax successors each.
 */
import type { TrackId } from "../../media/track-id.ts";
import { countMax, daySlots, habitGuesses, habitTracksMax, successorsMax } from "./limits.ts";

export interface TrackHabit {
  /** Plays in each part of the day, 0…countMax. */
  readonly slots: number[];
  /** What was played next, and how often. */
  readonly after: Map<TrackId, number>;
}

/** Plays that got so far, seconds; `Infinity` is the end. */
export const reachMarks = [0, 5, 10, 30, Number.POSITIVE_INFINITY] as const;
/** What others were seen to do (streaming facts A), as ten plays of this house. */
const reachPrior = [10, 7.6, 7.1, 6.5, 5.1];

export class Habits {
  /** The one played last is the last one. */
  readonly tracks = new Map<TrackId, TrackHabit>();
  /** Plays that got to each of `reachMarks`. */
  readonly reached: number[];
  #last: TrackId | undefined;

  constructor(reached: readonly number[] = reachMarks.map(() => 0)) {
    this.reached = [...reached];
  }

  /** `hour`: 0…23, undefined while the time of day is not known. */
  began(track: TrackId, hour: number | undefined): void {
    const habit = this.tracks.get(track) ?? emptyHabit();
    this.tracks.delete(track);
    this.tracks.set(track, habit);
    if (hour !== undefined) count(habit.slots, slotOf(hour));
    const before = this.#last === undefined ? undefined : this.tracks.get(this.#last);
    if (before !== undefined && this.#last !== track) follow(before.after, track);
    this.#last = track;
    for (const oldest of this.tracks.keys()) {
      if (this.tracks.size <= habitTracksMax) break;
      this.tracks.delete(oldest);
    }
  }

  /** A play is over after so many seconds of its track. */
  ended(seconds: number, finished: boolean): void {
    const far = finished ? Number.POSITIVE_INFINITY : seconds;
    for (const [at, mark] of reachMarks.entries()) if (far >= mark) count(this.reached, at);
  }

  /** Share of plays that get to that second of their track, 0…1. */
  survival(second: number): number {
    const found = reachMarks.findLastIndex((mark) => second >= mark);
    const at = Math.max(0, found);
    const of = (place: number): number => (this.reached[place] ?? 0) + (reachPrior[place] ?? 0);
    return Math.min(1, of(at) / of(0));
  }

  /** What was played after `track`, the most often first, with its share of what followed. */
  after(track: TrackId): readonly { readonly track: TrackId; readonly share: number }[] {
    const habit = this.tracks.get(track);
    if (habit === undefined) return [];
    const all = [...habit.after].sort(([, a], [, b]) => b - a).slice(0, habitGuesses);
    const total = [...habit.after.values()].reduce((sum, times) => sum + times, 0);
    return all.map(([next, times]) => ({ track: next, share: times / total }));
  }

  /** What is played at this time of day more than once, the most often first. */
  atHour(hour: number): readonly TrackId[] {
    const slot = slotOf(hour);
    const played = [...this.tracks]
      .map(([track, { slots }]) => ({ track, times: slots[slot] ?? 0 }))
      .filter(({ times }) => times > 1);
    return played
      .sort((a, b) => b.times - a.times)
      .slice(0, habitGuesses)
      .map(({ track }) => track);
  }
}

export function emptyHabit(): TrackHabit {
  return { slots: Array.from({ length: daySlots }, () => 0), after: new Map() };
}

function slotOf(hour: number): number {
  return Math.floor((hour * daySlots) / 24) % daySlots;
}

/** One more there; all are halved when it gets too many. */
function count(counts: number[], at: number): void {
  counts[at] = (counts[at] ?? 0) + 1;
  if ((counts[at] ?? 0) < countMax) return;
  for (const [place, value] of counts.entries()) counts[place] = Math.floor(value / 2);
}

function follow(after: Map<TrackId, number>, track: TrackId): void {
  const times = (after.get(track) ?? 0) + 1;
  after.set(track, times);
  if (times >= countMax) for (const [key, value] of after) after.set(key, Math.ceil(value / 2));
  if (after.size <= successorsMax) return;
  // The rarest makes room, but never the one that just came: else a new habit could not begin.
  const others = [...after].filter(([key]) => key !== track).sort(([, a], [, b]) => a - b);
  const rarest = others[0]?.[0];
  if (rarest !== undefined) after.delete(rarest);
}
