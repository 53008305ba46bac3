/**
 * What time it is, as far as this node can know: by its own wall clock where
 * somebody vouches for it, else by what members of the household say. From the
 * moment on at which it is known, time runs with the monotonic clock, so that a
 * wall clock that jumps changes nothing.
 *
 * Pure: times come in. It does not ask; player/time-keeper.ts does. Only what was
 * said by authenticated members may be handed in.
 *
 * Invariants:
 *   I1  a clock that follows a time server is believed before all that others say
 *   I2  else what more than half of all that have a word agree on; where there is no such majority,
 *       what more than half of those with a time server say; else nothing changes
 *   I3  one node has one vote
 * Bounds: timeVotesMax votes.
 */
import type { WallTrust } from "../ports/wall-source.ts";
import type { TimeWord } from "../wire/house-time.ts";
import {
  timeAgreeMs,
  timeHopsMax,
  timeSlewMs,
  timeSpanUsMax,
  timeVotesMax,
  wallMsMax,
  wallMsMin,
} from "./limits.ts";

/** A time, and whether it may be believed. */
export interface KnownTime {
  readonly wallMs: number;
  readonly trusted: boolean;
}

/** Whose time it is. */
export type TimeOrigin = "own" | "household" | "none";

interface Vote {
  /** Wall time less monotonic time, ms. */
  readonly offsetMs: number;
  readonly trust: WallTrust;
  readonly hops: number;
  /** Half of the time in which the word was given. */
  readonly errorMs: number;
}

interface Belief {
  readonly offsetMs: number;
  readonly hops: number;
  readonly origin: "own" | "household";
}

export class HouseTime {
  readonly #votes = new Map<string, Vote>();
  #own: Vote | undefined;
  #belief: Belief | undefined;

  /** Whose time `at` gives. */
  get origin(): TimeOrigin {
    return this.#belief?.origin ?? "none";
  }

  /** The own clock was looked at. */
  own(trust: WallTrust, wallMs: number, nowUs: number): void {
    const before = this.#own;
    if (trust === "none" || !isPlausible(wallMs)) {
      // A time server that is out of reach for hours leaves the clock as right as it was.
      if (before?.trust === "synchronised") this.#own = { ...before, trust: "kept" };
    } else {
      const offsetMs = wallMs - nowUs / 1_000;
      const stepMs = Math.abs(offsetMs - (before?.offsetMs ?? offsetMs));
      if (trust === "synchronised" || stepMs <= timeSlewMs)
        this.#own = { offsetMs, trust, hops: 0, errorMs: 0 };
    }
    this.#decide();
  }

  /** A member's word, asked for and come in at these moments of the monotonic clock. */
  heard(
    node: string,
    word: TimeWord,
    span: { readonly askedUs: number; readonly cameUs: number },
  ): void {
    const { trust, hops, wallMs } = word;
    const spanUs = span.cameUs - span.askedUs;
    if (spanUs < 0 || spanUs > timeSpanUsMax || hops > timeHopsMax || !isPlausible(wallMs)) return;
    this.#votes.delete(node);
    if (trust !== "none") {
      const offsetMs = wallMs - (span.askedUs + spanUs / 2) / 1_000;
      this.#votes.set(node, { offsetMs, trust, hops, errorMs: spanUs / 2_000 });
    }
    for (const oldest of this.#votes.keys()) {
      if (this.#votes.size <= timeVotesMax) break;
      this.#votes.delete(oldest);
    }
    this.#decide();
  }

  /** `ownWallMs`: what the own clock shows, for want of better. */
  at(nowUs: number, ownWallMs: number): KnownTime {
    if (this.#belief === undefined) return { wallMs: ownWallMs, trusted: false };
    return { wallMs: Math.round(nowUs / 1_000 + this.#belief.offsetMs), trusted: true };
  }

  /** What to answer to a member that asks. */
  word(nowUs: number, ownWallMs: number): TimeWord {
    const { wallMs, trusted } = this.at(nowUs, ownWallMs);
    const belief = this.#belief;
    if (!trusted || belief === undefined) return { wallMs: 0, trust: "none", hops: 0 };
    if (belief.origin === "own") return { wallMs, trust: this.#own?.trust ?? "kept", hops: 0 };
    return { wallMs, trust: "kept", hops: belief.hops + 1 };
  }

  #decide(): void {
    const own = this.#own;
    if (own?.trust === "synchronised") {
      this.#belief = { offsetMs: own.offsetMs, hops: 0, origin: "own" };
      return;
    }
    const votes = [...this.#votes.values(), ...(own === undefined ? [] : [own])];
    const agreed =
      majority(votes) ?? majority(votes.filter(({ trust }) => trust === "synchronised"));
    if (agreed === undefined) return;
    const isOwn = own !== undefined && agreed.includes(own);
    const best = isOwn ? own : agreed.reduce((a, b) => (b.errorMs < a.errorMs ? b : a));
    const hops = Math.min(...agreed.map((vote) => vote.hops));
    this.#belief = { offsetMs: best.offsetMs, hops, origin: isOwn ? "own" : "household" };
  }
}

/** Those that agree with the middle one, where they are more than half. */
function majority(votes: readonly Vote[]): readonly Vote[] | undefined {
  const sorted = [...votes].sort((a, b) => a.offsetMs - b.offsetMs);
  const middle = sorted[sorted.length >> 1];
  if (middle === undefined) return undefined;
  const agree = ({ offsetMs, errorMs }: Vote): boolean =>
    Math.abs(offsetMs - middle.offsetMs) <= timeAgreeMs + errorMs + middle.errorMs;
  const agreed = votes.filter(agree);
  return 2 * agreed.length > votes.length ? agreed : undefined;
}

function isPlausible(wallMs: number): boolean {
  return wallMs >= wallMsMin && wallMs <= wallMsMax;
}
