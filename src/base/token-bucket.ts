/**
 * A token bucket: so many of something in a burst, so many a second for ever.
 * Pure: the caller passes the time.
 */
import { usPerS } from "./units.ts";

export class TokenBucket {
  readonly #perS: number;
  /** In millionths of a token, so that whole microseconds add up without rounding. */
  readonly #full: number;
  #level: number;
  #atUs: number;

  constructor(options: { readonly perS: number; readonly burst: number }, nowUs: number) {
    this.#perS = options.perS;
    this.#full = options.burst * usPerS;
    this.#level = this.#full;
    this.#atUs = nowUs;
  }

  /** 0 where `cost` was there and is taken now; else after how many microseconds it will be. */
  take(cost: number, nowUs: number): number {
    this.#fill(nowUs);
    const missing = cost * usPerS - this.#level;
    if (missing > 0) return Math.ceil(missing / this.#perS);
    this.#level = -missing;
    return 0;
  }

  /** Takes as much of `cost` as there is, and says how much that was. */
  takeUpTo(cost: number, nowUs: number): number {
    this.#fill(nowUs);
    const taken = Math.min(cost * usPerS, this.#level);
    this.#level -= taken;
    return taken / usPerS;
  }

  #fill(nowUs: number): void {
    const more = Math.max(0, nowUs - this.#atUs) * this.#perS;
    this.#level = Math.min(this.#full, this.#level + more);
    this.#atUs = nowUs;
  }
}
