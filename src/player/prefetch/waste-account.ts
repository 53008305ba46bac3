/**
 * What was fetched ahead, and what became of it: played, or not. What is played earns the right to be wrong now
 * and then; a fetch is allowed while its likely waste is covered, so that over time not more than `wasteShare`
 * of what is fetched ahead is never played, however good or bad the guesses are. Pure.
 *
 * What waits longer than `waitPlays` counts as never played, and is given back when it is played after all.
 * Bounds: pendingMax tracks; the oldest is forgotten when there are more.
 */
import type { TrackId } from "../../media/track-id.ts";
import {
  creditMostBytes,
  creditPerPlayBytes,
  creditStartBytes,
  lateShare,
  pendingMax,
  waitPlays,
  wasteShare,
} from "./limits.ts";

interface Pending {
  readonly from: number;
  to: number;
  /** Played up to here. */
  playedTo: number;
  bytes: number;
  /** Likely waste, booked while nothing is known; all of `bytes` once it is given up. */
  bookedBytes: number;
  /** The play at which it was fetched. */
  readonly atPlay: number;
  givenUp: boolean;
}

export interface PrefetchFigures {
  readonly fetchedBytes: number;
  readonly playedBytes: number;
  /** Given up waiting for. */
  readonly neverPlayedBytes: number;
  /** Not played yet, and remembered. */
  readonly waitingBytes: number;
}

/** Seconds `from` to `to` (not included) of a track, and their size; none where `to` is `from`, whatever came. */
export interface FetchedAhead {
  readonly track: TrackId;
  readonly from: number;
  readonly to: number;
  readonly bytes: number;
  readonly chance: number;
}

export class WasteAccount {
  readonly #pending = new Map<TrackId, Pending>();
  #creditBytes = creditStartBytes;
  #fetched = 0;
  #played = 0;
  #never = 0;
  #plays = 0;

  get figures(): PrefetchFigures {
    const waitingBytes = this.#fetched - this.#played - this.#never;
    return {
      fetchedBytes: this.#fetched,
      playedBytes: this.#played,
      neverPlayedBytes: this.#never,
      waitingBytes,
    };
  }

  /** Of which it was fetched ahead and is not settled yet. */
  has(track: TrackId): boolean {
    return this.#pending.has(track);
  }

  /** Whether so many bytes, played soon with this chance, may be fetched now. */
  allows(bytes: number, chance: number): boolean {
    return this.#likelyWaste(bytes, chance) <= this.#creditBytes;
  }

  fetched({ track, from, to, bytes, chance }: FetchedAhead): void {
    this.#fetched += bytes;
    // Called off within its first second: no chunk is whole, so nothing of it lies in the cache.
    if (to <= from) {
      this.#never += bytes;
      this.#release(-bytes);
      return;
    }
    const bookedBytes = this.#likelyWaste(bytes, chance);
    this.#creditBytes -= bookedBytes;
    const known = this.#pending.get(track);
    if (known === undefined || known.givenUp) {
      this.#pending.delete(track);
      const fresh = { playedTo: from, atPlay: this.#plays, givenUp: false };
      this.#pending.set(track, { from, to, bytes, bookedBytes, ...fresh });
      this.#forgetOldest();
      return;
    }
    known.to = Math.max(known.to, to);
    known.bytes += bytes;
    known.bookedBytes += bookedBytes;
  }

  /** A play began: what waits for too long is given up. */
  began(): void {
    this.#plays += 1;
    this.#release(creditPerPlayBytes);
    for (const pending of this.#pending.values()) {
      if (this.#plays - pending.atPlay <= waitPlays) return;
      this.#giveUp(pending);
    }
  }

  /** A play got so far, seconds from the start of its track. */
  playedTo(track: TrackId, second: number): void {
    const pending = this.#pending.get(track);
    if (pending === undefined) return;
    const before = pending.playedTo;
    const now = Math.min(pending.to, Math.max(before, Math.ceil(second)));
    const share = (now - before) / (pending.to - before);
    const bytes = pending.bytes * share;
    this.#played += bytes;
    if (pending.givenUp) this.#never -= bytes;
    this.#release(pending.bookedBytes * share + (bytes * wasteShare) / (1 - wasteShare));
    pending.bytes -= bytes;
    pending.bookedBytes *= 1 - share;
    pending.playedTo = now;
    if (now >= pending.to) this.#pending.delete(track);
  }

  /** Nobody will play it any more, as when the cache has lost it. */
  dropped(track: TrackId): void {
    const pending = this.#pending.get(track);
    if (pending === undefined) return;
    this.#pending.delete(track);
    this.#giveUp(pending);
  }

  #giveUp(pending: Pending): void {
    if (pending.givenUp) return;
    this.#never += pending.bytes;
    this.#release(pending.bookedBytes - pending.bytes);
    pending.bookedBytes = pending.bytes;
    pending.givenUp = true;
  }

  #likelyWaste(bytes: number, chance: number): number {
    return bytes * (1 - chance) * (1 - lateShare);
  }

  #release(bytes: number): void {
    this.#creditBytes = Math.min(creditMostBytes, this.#creditBytes + bytes);
  }

  #forgetOldest(): void {
    for (const oldest of this.#pending.keys()) {
      if (this.#pending.size <= pendingMax) return;
      this.dropped(oldest);
    }
  }
}
