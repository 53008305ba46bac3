/**
 * What the chunk cache takes. Pure: time comes in.
 *
 * What someone chose is worth its write at once: it will be heard again. What a
 * station or a guess brought is mostly never heard again, so it is written when
 * it comes a second time. And flash wears: a budget of bytes a day, saved up over
 * quiet days, above which ever less is taken. Facts: in a simulated year this
 * keeps more hits than LRU with half of its writes (tools/cache-sim).
 */
import { assert } from "../base/assert.ts";
import type { Rng } from "../base/rng.ts";
import { gib } from "../base/units.ts";
import type { Fingerprint } from "./chunk-key.ts";
import { GhostList } from "./ghost-list.ts";
import {
  budgetDays,
  budgetLowShare,
  ghostEntriesMax,
  ghostEntriesMin,
  ghostRatio,
  meanChunkBytes,
  usPerDay,
} from "./limits.ts";

/**
 * Why a chunk came. `chosen`: someone picked this track, its album or its list. `discovery`: a station or
 * a shuffle of strangers picked it. `predicted`: fetched ahead, perhaps never to be heard.
 */
export type CacheIntent = "chosen" | "discovery" | "predicted";

export type Admission =
  | "admitted"
  /** Seen for the first time; the second time it is taken. */
  | "first-seen"
  /** Enough was written for now. */
  | "over-budget";

export interface AdmissionOptions {
  /** Of the cache: the ghost list remembers about twice as many chunks as it holds. */
  readonly sizeBytes: number;
  /** Bytes to write a day, on average; 0: nothing that is new. Default: 1 GiB, some 25 hours of music. */
  readonly dailyBytes?: number;
  /** Second time for everything: a quarter of the writes for a seventh of the hits. Default: false. */
  readonly eco?: boolean;
}

export class CacheAdmission {
  readonly #rng: Rng;
  /** What may be written a day, on average. */
  readonly dailyBytes: number;
  readonly #eco: boolean;
  readonly #ghosts: GhostList;
  #budgetBytes: number;
  #filledUs: number;

  constructor(rng: Rng, options: AdmissionOptions, nowUs: number) {
    this.#rng = rng;
    this.dailyBytes = options.dailyBytes ?? gib;
    assert(this.dailyBytes >= 0, "a budget is not negative");
    this.#eco = options.eco ?? false;
    this.#ghosts = new GhostList(ghostEntries(options.sizeBytes));
    // A day's worth at the start: who restarts every hour must not get a fortnight's each time.
    this.#budgetBytes = this.dailyBytes;
    this.#filledUs = nowUs;
  }

  get tableBytes(): number {
    return this.#ghosts.tableBytes;
  }

  /** Less than a quarter of a day's budget is left: chance decides what is taken. */
  isLow(nowUs: number): boolean {
    return this.budgetBytes(nowUs) <= budgetLowShare * this.dailyBytes;
  }

  /** What may still be written, bytes; below zero after what could not be refused. */
  budgetBytes(nowUs: number): number {
    const grownBytes = ((nowUs - this.#filledUs) / usPerDay) * this.dailyBytes;
    return Math.min(this.#budgetBytes + grownBytes, budgetDays * this.dailyBytes);
  }

  ask(print: Fingerprint, intent: CacheIntent, nowUs: number): Admission {
    const atOnce = intent === "chosen" && !this.#eco;
    if (!atOnce && !this.#ghosts.takeOrAdd(print)) return "first-seen";
    // Near the limit by chance, so that of an album some chunks stay rather than its first half.
    const low = budgetLowShare * this.dailyBytes;
    return this.#rng.float() * low < this.budgetBytes(nowUs) ? "admitted" : "over-budget";
  }

  /** Everything that is written counts, also what was moved on. */
  wrote(bytes: number, nowUs: number): void {
    this.#budgetBytes = this.budgetBytes(nowUs) - bytes;
    this.#filledUs = nowUs;
  }
}

function ghostEntries(sizeBytes: number): number {
  const wanted = Math.ceil((ghostRatio * sizeBytes) / meanChunkBytes / 4) * 4;
  return Math.min(ghostEntriesMax, Math.max(ghostEntriesMin, wanted));
}
