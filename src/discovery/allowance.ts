/** An allowance of so many a second, saved up for one second at most: whoever asks more often gets nothing. */
import { usPerS } from "../base/units.ts";

export class Allowance {
  readonly #perS: number;
  #left: number;
  #atUs: number;

  constructor(perS: number, nowUs: number) {
    this.#perS = perS;
    this.#left = perS;
    this.#atUs = nowUs;
  }

  /** Takes so many; false where fewer are left. */
  take(nowUs: number, count = 1): boolean {
    this.#left = this.#saved(nowUs);
    this.#atUs = nowUs;
    if (this.#left < count) return false;
    this.#left -= count;
    return true;
  }

  /** Nothing was taken for a second. */
  isFull(nowUs: number): boolean {
    return this.#saved(nowUs) >= this.#perS;
  }

  #saved(nowUs: number): number {
    return Math.min(this.#perS, this.#left + ((nowUs - this.#atUs) * this.#perS) / usPerS);
  }
}
