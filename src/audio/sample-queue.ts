/**
 * Decoded samples on their way out: interleaved stereo, first in, first out.
 *
 * Grows to what one block needs and stays there; the caller holds no more than
 * one block in it, because every sample here is one that a flush throws away.
 */
import { assert } from "../base/assert.ts";

/** 120 ms at 8 kHz become 34560 frames at 288 kHz; no output is that fast. */
const framesMax = 65_536;

export class SampleQueue {
  #samples = new Float32Array(2 * 4096);
  #from = 0;
  #to = 0;

  get frames(): number {
    return this.#to - this.#from;
  }

  /** Memory for `frames` more: write there from frame `at`, then `commit`. */
  reserve(frames: number): { readonly samples: Float32Array; readonly at: number } {
    const held = this.frames;
    if (2 * (this.#to + frames) > this.#samples.length) {
      const needed = held + frames;
      assert(needed <= framesMax, "the queue holds about a block");
      const live = this.#samples.subarray(2 * this.#from, 2 * this.#to);
      const room = Math.max(this.#samples.length, 2 * needed);
      const moved = room > this.#samples.length ? new Float32Array(room) : this.#samples;
      if (moved === this.#samples) moved.copyWithin(0, 2 * this.#from, 2 * this.#to);
      else moved.set(live);
      this.#samples = moved;
      this.#from = 0;
      this.#to = held;
    }
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

  clear(): void {
    this.#from = 0;
    this.#to = 0;
  }
}
