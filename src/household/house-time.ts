/**
 * What time it is, as far as this node can know: by its own wall clock where
 * somebody vouches for it, else by what members of the household say. From the
 * moment on at which it is known, time runs with the monotonic clock, so that a
 * wall clock that jumps changes nothing.
 *
 * Pure: times come in. It does not ask; player/time-keeper.ts does. Only what was
 * said by authenticated members may be handed in.
 *
 * A word is *first-hand* where it was never passed on: of a clock that somebody set, and not of one that
 * was told the time itself. Whoever tells a lie can make others repeat it, but cannot make them say it first-hand.
 *
 * Invariants:
 *   I1  a clock that follows a time server is believed before all that others say
 *   I2  else what more than half of all first-hand words agree on, the own kept clock's among them; one speaker's
 *       word alone is not enough for that
 *   I3  where there is no such majority: what more than half of the origins say, those with a time server where
 *       there is an own clock to go by; without an own clock then what more than half of all say; else nothing changes
 *   I4  one node has one vote
 *   I5  who knows no time yet believes speakers alone only timeGatherUs after their first word: by then all that
 *       are there were heard, and the middle one of them is no liar's
 * So one speaker that lies moves nobody by more than timeAgreeMs and the errors of two answers, who has an own
 * clock, hears an origin, or hears two honest speakers. Who hears nobody but the liar believes it.
 * Bounds: timeVotesMax votes.
 */
import { assert } from "../base/assert.ts";
import type { WallTrust } from "../ports/wall-source.ts";
import type { TimeWord } from "../wire/house-time.ts";
import {
  timeAgreeMs,
  timeGatherUs,
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

/** Who gives its word, as the link has proven. */
export interface TimeWitness {
  /** Its link key, or any other name that is its alone. */
  readonly node: string;
  readonly isOrigin: boolean;
}

interface Vote {
  readonly from: "own" | "origin" | "speaker";
  /** Wall time less monotonic time, ms. */
  readonly offsetMs: number;
  readonly trust: WallTrust;
  readonly hops: number;
  /** Half of the time in which the word was given. */
  readonly errorMs: number;
  /** When it was heard last, and when it was heard first; monotonic. */
  readonly heardUs: number;
  readonly sinceUs: number;
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
        this.#own = {
          from: "own",
          offsetMs,
          trust,
          hops: 0,
          errorMs: 0,
          heardUs: nowUs,
          sinceUs: nowUs,
        };
    }
    this.#decide();
  }

  /** A member's word, asked for and come in at these moments of the monotonic clock. */
  heard(
    { node, isOrigin }: TimeWitness,
    word: TimeWord,
    span: { readonly askedUs: number; readonly cameUs: number },
  ): void {
    const { trust, hops, wallMs } = word;
    const spanUs = span.cameUs - span.askedUs;
    if (spanUs < 0 || spanUs > timeSpanUsMax || hops > timeHopsMax || !isPlausible(wallMs)) return;
    const sinceUs = this.#votes.get(node)?.sinceUs ?? span.cameUs;
    this.#votes.delete(node);
    if (trust !== "none") {
      const offsetMs = wallMs - (span.askedUs + spanUs / 2) / 1_000;
      const from = isOrigin ? "origin" : "speaker";
      const times = { heardUs: span.cameUs, sinceUs };
      this.#votes.set(node, { from, offsetMs, trust, hops, errorMs: spanUs / 2_000, ...times });
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
    const agreed = settled(votes, own !== undefined);
    if (agreed === undefined || this.#waits(agreed)) return;
    const { from, offsetMs } = chosen(agreed);
    const hops = Math.min(...agreed.map((vote) => vote.hops));
    this.#belief = { offsetMs, hops, origin: from === "own" ? "own" : "household" };
  }

  /** I5 */
  #waits(agreed: readonly Vote[]): boolean {
    if (this.#belief !== undefined || agreed.some(({ from }) => from !== "speaker")) return false;
    const words = [...this.#votes.values()];
    const sinceUs = Math.min(...words.map((vote) => vote.sinceUs));
    return Math.max(...words.map(({ heardUs }) => heardUs)) - sinceUs < timeGatherUs;
  }
}

/** I2 and I3: the votes that settle it, in the order of their times; undefined where they contradict each other. */
function settled(votes: readonly Vote[], hasOwn: boolean): readonly Vote[] | undefined {
  const firstHand = votes.filter(({ hops }) => hops === 0);
  const most = majority(firstHand);
  if (most !== undefined && (most.length > 1 || most[0]?.from !== "speaker")) return most;
  const origins = firstHand.filter(
    ({ from, trust }) => from === "origin" && (!hasOwn || trust === "synchronised"),
  );
  return majority(origins) ?? (hasOwn ? undefined : majority(votes));
}

/** Of votes that agree: the own clock's, else the surest of the origins', else the one in the middle. */
function chosen(agreed: readonly Vote[]): Vote {
  const own = agreed.find(({ from }) => from === "own");
  const origins = agreed.filter(({ from }) => from === "origin");
  const [first, ...others] = origins;
  const surest = first && others.reduce((a, b) => (b.errorMs < a.errorMs ? b : a), first);
  const found = own ?? surest ?? agreed[agreed.length >> 1];
  assert(found !== undefined, "some vote settled it");
  return found;
}

/** Those that agree with the middle one, where they are more than half; in the order of their times. */
function majority(votes: readonly Vote[]): readonly Vote[] | undefined {
  const sorted = [...votes].sort((a, b) => a.offsetMs - b.offsetMs);
  const middle = sorted[sorted.length >> 1];
  if (middle === undefined) return undefined;
  const agree = ({ offsetMs, errorMs }: Vote): boolean =>
    Math.abs(offsetMs - middle.offsetMs) <= timeAgreeMs + errorMs + middle.errorMs;
  const agreed = sorted.filter(agree);
  return 2 * agreed.length > votes.length ? agreed : undefined;
}

function isPlausible(wallMs: number): boolean {
  return wallMs >= wallMsMin && wallMs <= wallMsMax;
}
