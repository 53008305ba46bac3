/**
 * Decoded samples on their way out: interleaved stereo, first in, first out.
 * What was taken last can be put back, `historyMax` frames at most.
 *
 * Grows to what one block and the history need and stays there; the caller holds
 * no more than one block in it, because every sample here is one that a flush
 * throws away.
 */
import { assert } from "../base/assert.ts";

/** 120 ms at 8 kHz become 34560 frames at 288 kHz; no output is that fast. */
const framesMax = 65_536;

export class SampleQueue {
  readonly #historyMax: number;
  #samples: Float32Array;
  #from = 0;
  #to = 0;

  constructor(historyMax = 0) {
    this.#historyMax = historyMax;
    // A block or two on top of it: the history moves seldom.
    this.#samples = new Float32Array(2 * (2 * historyMax + 4096));
  }

  get frames(): number {
    return this.#to - this.#from;
  }

  /** Memory for `frames` more: write there from frame `at`, then `commit`. */
  reserve(frames: number): { readonly samples: Float32Array; readonly at: number } {
    if (2 * (this.#to + frames) > this.#samples.length) this.#compact(frames);
    return { samples: this.#samples, at: this.#to };
  }
  commit(frames: number): void {
    this.#to += frames;
  }

  /** Moves up to `frames` to `into`, from frame `at`; the number moved. */
  take(into: Float32Array, at: number, frames: number): number {
    const moved = this.peek(into, at, frames);
    this.#from += moved;
    return moved;
  }
  /** As `take`, but they stay. */
  peek(into: Float32Array, at: number, frames: number): number {
    const count = Math.min(frames, this.frames);
    into.set(this.#samples.subarray(2 * this.#from, 2 * (this.#from + count)), 2 * at);
    return count;
  }

  /** Frames that `putBack` could put back. */
  get history(): number {
    return Math.min(this.#from, this.#historyMax);
  }
  /** The next `take` begins with the last `frames` that were taken, `history` at most. */
  putBack(frames: number): void {
    assert(frames <= this.history, "only what is kept can be put back");
    this.#from -= frames;
  }
  /** The last samples that were taken, `frames` or as many as are kept: a view. */
  lastTaken(frames: number): Float32Array {
    return this.#samples.subarray(
      2 * (this.#from - Math.min(frames, this.history)),
      2 * this.#from,
    );
  }

  clear(): void {
    this.#from = 0;
    this.#to = 0;
  }

  #compact(frames: number): void {
    const history = this.history;
    const kept = history + this.frames;
    assert(kept + frames <= framesMax + this.#historyMax, "the queue holds about a block");
    const first = 2 * (this.#from - history);
    const room = Math.max(this.#samples.length, 2 * (kept + frames));
    if (room > this.#samples.length) {
      const moved = new Float32Array(room);
      moved.set(this.#samples.subarray(first, 2 * this.#to));
      this.#samples = moved;
    } else this.#samples.copyWithin(0, first, 2 * this.#to);
    this.#from = history;
    this.#to = kept;
  }
}
