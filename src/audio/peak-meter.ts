/** Peak of the last 100 ms or so: the louder of the window that fills and the one before it. */
import { peakWindowUs } from "./limits.ts";

export class PeakMeter {
  readonly #windowFrames: number;
  #frames = 0;
  #now = 0;
  #before = 0;

  constructor(rate: number) {
    this.#windowFrames = Math.round((rate * peakWindowUs) / 1e6);
  }

  /** 0…1 */
  get peak(): number {
    return Math.min(1, Math.max(this.#now, this.#before));
  }

  note(samples: Float32Array): void {
    // By index: an iterator makes garbage of every sample, two megabytes a second.
    let loudest = this.#now;
    for (let i = 0; i < samples.length; i++) {
      const size = Math.abs(samples[i] ?? 0);
      if (size > loudest) loudest = size;
    }
    this.#now = loudest;
    this.#frames += samples.length / 2;
    if (this.#frames < this.#windowFrames) return;
    this.#before = this.#now;
    this.#now = 0;
    this.#frames = 0;
  }
}
