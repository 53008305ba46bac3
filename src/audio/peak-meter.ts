/**
 * Peaks of what was rendered, window by window, so that whoever knows which frame
 * is heard now finds the level of just then: a card holds more than one window.
 */
import { peakWindows, peakWindowUs } from "./limits.ts";

/** Frames of one window at `rate` Hz. */
function windowFramesAt(rate: number): number {
  return Math.round((rate * peakWindowUs) / 1e6);
}

export class PeakMeter {
  readonly #windowFrames: number;
  readonly #peaks: Float32Array;
  #frames = 0;

  /** `peaks`: memory for `peakWindows`, which others may read. */
  constructor(rate: number, peaks: Float32Array = new Float32Array(peakWindows)) {
    this.#windowFrames = windowFramesAt(rate);
    this.#peaks = peaks;
  }

  /** Rendered so far. */
  get frames(): number {
    return this.#frames;
  }

  note(samples: Float32Array): void {
    const frames = samples.length / 2;
    for (let from = 0; from < frames; ) {
      const to = Math.min(frames, from + this.#windowFrames - (this.#frames % this.#windowFrames));
      this.#noteWithin(samples, 2 * from, 2 * to);
      from = to;
    }
  }

  /** The last `frames` are rendered anew. */
  rewind(frames: number): void {
    this.#frames -= frames;
  }

  /** Samples of one window. */
  #noteWithin(samples: Float32Array, from: number, to: number): void {
    const at = Math.floor(this.#frames / this.#windowFrames) % this.#peaks.length;
    const begins = this.#frames % this.#windowFrames === 0;
    let loudest = begins ? 0 : (this.#peaks[at] ?? 0);
    // By index: an iterator makes garbage of every sample, two megabytes a second.
    for (let i = from; i < to; i++) {
      const size = Math.abs(samples[i] ?? 0);
      if (size > loudest) loudest = size;
    }
    this.#peaks[at] = loudest;
    this.#frames += (to - from) / 2;
  }
}

/** Peak, 0…1, of the 50 to 100 ms before `frame`, counted as the meter does. */
export function peakAt(peaks: Float32Array, rate: number, frame: number): number {
  const window = Math.floor(Math.max(0, frame - 1) / windowFramesAt(rate));
  const before = Math.max(0, window - 1);
  const peakOf = (at: number): number => peaks[at % peaks.length] ?? 0;
  return Math.min(1, Math.max(peakOf(window), peakOf(before)));
}
