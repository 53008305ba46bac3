/**
 * Cache policies over numbered pieces of one size: each access is a hit or not,
 * and each counts the pieces it writes to flash. Pure.
 *
 * LRU, SIEVE and S3-FIFO are the published algorithms with one piece as the unit,
 * as a file per piece would have it. `ours` is the segment ring of src/storage in
 * its policy, with the very code of its admission.
 */
import { Rng } from "../../src/base/rng.ts";
import { CacheAdmission, type CacheIntent } from "../../src/storage/cache-admission.ts";
import { heatMax, segmentBytes } from "../../src/storage/limits.ts";
import { pieceBytes } from "./trace.ts";

export interface Policy {
  /** Pieces written to flash so far. */
  readonly written: number;
  /** True for a hit. */
  access(piece: number, intent: CacheIntent, nowUs: number): boolean;
}

export type PolicyName = keyof typeof policies;

export const policies = {
  lru: (pieces: number): Policy => new Lru(pieces),
  sieve: (pieces: number): Policy => new Sieve(pieces),
  "s3-fifo": (pieces: number): Policy => new S3Fifo(pieces),
  "segment-fifo": (pieces: number): Policy =>
    new SegmentRing(pieces, { admits: () => true, moves: false }),
  reinsertion: (pieces: number): Policy =>
    new SegmentRing(pieces, { admits: () => true, moves: true }),
  ours: (pieces: number): Policy => ours(pieces, false),
  "ours-eco": (pieces: number): Policy => ours(pieces, true),
};

class Lru implements Policy {
  written = 0;
  readonly #max: number;
  readonly #held = new Set<number>();

  constructor(max: number) {
    this.#max = max;
  }
  access(piece: number): boolean {
    const hit = this.#held.delete(piece);
    this.#held.add(piece);
    if (hit) return true;
    this.written += 1;
    if (this.#held.size > this.#max)
      for (const oldest of this.#held) return !this.#held.delete(oldest);
    return false;
  }
}

/** Zhang and others, NSDI 2024: one queue, a bit for a visit, a hand that moves from old to new. */
class Sieve implements Policy {
  written = 0;
  readonly #max: number;
  /** In the order of arrival; a Set keeps it, and the hand goes on where it was. */
  readonly #held = new Map<number, boolean>();
  #hand: Iterator<number>;
  #newest = -1;

  constructor(max: number) {
    this.#max = max;
    this.#hand = this.#held.keys();
  }
  access(piece: number): boolean {
    if (this.#held.has(piece)) {
      this.#held.set(piece, true);
      return true;
    }
    if (this.#held.size >= this.#max) this.#evict();
    this.#held.set(piece, false);
    this.#newest = piece;
    this.written += 1;
    return false;
  }
  #evict(): void {
    for (;;) {
      const next = this.#hand.next();
      if (next.done === true) this.#hand = this.#held.keys();
      else if (this.#held.get(next.value) === true) this.#held.set(next.value, false);
      else {
        this.#held.delete(next.value);
        // Past the newest there is nothing: the hand goes back to the oldest, not on to what comes next.
        if (next.value === this.#newest) this.#hand = this.#held.keys();
        return;
      }
    }
  }
}

/** Yang and others, SOSP 2023: a small queue of a tenth, a main one, and ghosts; moving up is a write, too. */
class S3Fifo implements Policy {
  written = 0;
  readonly #smallMax: number;
  readonly #mainMax: number;
  readonly #small = new Map<number, number>();
  readonly #main = new Map<number, number>();
  readonly #ghosts = new Set<number>();

  constructor(max: number) {
    this.#smallMax = Math.max(1, Math.floor(max / 10));
    this.#mainMax = max - this.#smallMax;
  }
  access(piece: number): boolean {
    for (const queue of [this.#small, this.#main]) {
      const uses = queue.get(piece);
      if (uses === undefined) continue;
      queue.set(piece, Math.min(3, uses + 1));
      return true;
    }
    this.written += 1;
    if (this.#ghosts.delete(piece)) this.#intoMain(piece);
    else this.#intoSmall(piece);
    return false;
  }
  #intoSmall(piece: number): void {
    while (this.#small.size >= this.#smallMax) {
      const [oldest, uses] = first(this.#small);
      this.#small.delete(oldest);
      if (uses > 1) {
        this.written += 1;
        this.#intoMain(oldest);
      } else this.#remember(oldest);
    }
    this.#small.set(piece, 0);
  }
  #intoMain(piece: number): void {
    while (this.#main.size >= this.#mainMax) {
      const [oldest, uses] = first(this.#main);
      this.#main.delete(oldest);
      if (uses === 0) continue;
      this.written += 1; // It is written again at the head of the queue.
      this.#main.set(oldest, uses - 1);
    }
    this.#main.set(piece, 0);
  }
  #remember(piece: number): void {
    this.#ghosts.add(piece);
    if (this.#ghosts.size <= this.#mainMax) return;
    for (const oldest of this.#ghosts) {
      this.#ghosts.delete(oldest);
      return;
    }
  }
}

function first(queue: ReadonlyMap<number, number>): [number, number] {
  for (const entry of queue) return entry;
  throw new Error("assertion failed: a full queue has a first entry");
}

interface RingRules {
  readonly admits: (piece: number, intent: CacheIntent, nowUs: number) => boolean;
  /** What was used since it was written moves on, up to half a segment. */
  readonly moves: boolean;
  readonly onWrite?: (nowUs: number) => void;
}

class SegmentRing implements Policy {
  written = 0;
  readonly #rules: RingRules;
  readonly #segments: number[][];
  readonly #perSegment = Math.floor(segmentBytes / pieceBytes) - 1;
  /** Where each piece is, and how often it was used there. */
  readonly #at = new Map<number, { segment: number; heat: number }>();
  #open = 0;

  constructor(pieces: number, rules: RingRules) {
    this.#rules = rules;
    const count = Math.max(2, Math.floor((pieces * pieceBytes) / segmentBytes));
    this.#segments = Array.from({ length: count }, () => []);
  }
  access(piece: number, intent: CacheIntent, nowUs: number): boolean {
    const known = this.#at.get(piece);
    if (known !== undefined) {
      known.heat = Math.min(heatMax, known.heat + 1);
      return true;
    }
    if (this.#rules.admits(piece, intent, nowUs)) this.#append(piece, 0, nowUs);
    return false;
  }
  #append(piece: number, heat: number, nowUs: number): void {
    if (this.#full()) this.#reclaim(nowUs);
    this.#segments[this.#open]?.push(piece);
    this.#at.set(piece, { segment: this.#open, heat });
    this.written += 1;
    this.#rules.onWrite?.(nowUs);
  }
  #full(): boolean {
    return (this.#segments[this.#open]?.length ?? 0) >= this.#perSegment;
  }
  #reclaim(nowUs: number): void {
    this.#open = (this.#open + 1) % this.#segments.length;
    const old = this.#segments[this.#open]?.splice(0) ?? [];
    let moved = 0;
    for (const piece of old) {
      const known = this.#at.get(piece);
      if (known?.segment !== this.#open) continue;
      this.#at.delete(piece);
      if (!this.#rules.moves || known.heat === 0 || moved >= this.#perSegment / 2) continue;
      moved += 1;
      this.#append(piece, known.heat - 1, nowUs);
    }
  }
}

function ours(pieces: number, eco: boolean): Policy {
  const admission = new CacheAdmission(new Rng(1), { sizeBytes: pieces * pieceBytes, eco }, 0);
  return new SegmentRing(pieces, {
    moves: true,
    admits: (piece, intent, nowUs) => admission.ask(printOf(piece), intent, nowUs) === "admitted",
    onWrite: (nowUs) => admission.wrote(pieceBytes, nowUs),
  });
}

/** Numbers are not random; the ghost list wants bits that are. */
function printOf(piece: number): { readonly high: number; readonly low: number } {
  const rng = new Rng(piece);
  return { high: rng.u32(), low: rng.u32() };
}
