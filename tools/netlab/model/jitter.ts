/**
 * Extra delay of a link: exponential, with its mean also the time that one value holds. Drawn for
 * time and not for packets, so that a fast stream sees the same network as a slow one (with a draw a
 * packet, the largest of many would hold up all behind it, and jitter would grow with the rate).
 */
import type { Rng } from "../../../src/base/rng.ts";
import { jitterMeansMax } from "../limits.ts";

export class Jitter {
  readonly #rng: Rng;
  #slot = -1;
  #valueUs = 0;

  constructor(rng: Rng) {
    this.#rng = rng;
  }

  /** In [0, jitterMeansMax × mean]. */
  extraUs(meanUs: number, nowUs: number): number {
    if (meanUs <= 0) return 0;
    const slot = Math.floor(nowUs / meanUs);
    if (slot !== this.#slot) {
      this.#slot = slot;
      this.#valueUs = Math.min(this.#rng.exponential(meanUs), jitterMeansMax * meanUs);
    }
    return this.#valueUs;
  }
}
