/** What a run of the household's world counts, from the end of the first week on. */

export type AheadKind = "head" | "next";

export interface Tally {
  readonly bytes: { cache: number; peer: number; origin: number };
  /** Of the origin's: chunks that nobody of the house had played before. */
  originFirst: number;
  /** What the plays took, and of that what one ideal shared cache would have asked the origin for. */
  played: number;
  ideal: number;
  idealFirst: number;
  /** Fetched before it was heard, and what of it nobody played: heads that the prefetcher planned, and the next track that the player opened. */
  readonly ahead: Record<AheadKind, number>;
  readonly aheadNever: Record<AheadKind, number>;
  /** Of plays that somebody began, milliseconds. */
  readonly startMs: number[];
  /** Of those, with a first second that no speaker of the house had. */
  startsFromOrigin: number;
  plays: number;
  stalledPlays: number;
  headCached: number;
  /** The most that one speaker served at a time, and in all. */
  uploadsAtOnce: number;
  readonly served: number[];
}

export function emptyTally(speakers: number): Tally {
  return {
    bytes: { cache: 0, peer: 0, origin: 0 },
    originFirst: 0,
    played: 0,
    ideal: 0,
    idealFirst: 0,
    ahead: { head: 0, next: 0 },
    aheadNever: { head: 0, next: 0 },
    startMs: [],
    startsFromOrigin: 0,
    plays: 0,
    stalledPlays: 0,
    headCached: 0,
    uploadsAtOnce: 0,
    served: Array.from({ length: speakers }, () => 0),
  };
}
