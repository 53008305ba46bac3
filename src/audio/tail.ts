/**
 * The tail of a sound that stops: what would have come next, faded out and laid
 * over what is rendered from now on. Several may overlap; they add up.
 */
import { Extrapolator } from "./extrapolate.ts";
import { risingFade } from "./fade.ts";

export class Tail {
  readonly #past = new Extrapolator();
  readonly #fade: Float32Array;
  readonly #part: Float32Array;
  /** What is still to be mixed in, from its front. */
  readonly #samples: Float32Array;
  #left = 0;

  constructor(frames: number) {
    this.#fade = risingFade(frames).reverse();
    this.#part = new Float32Array(2 * frames);
    this.#samples = new Float32Array(2 * frames);
  }

  get sounding(): boolean {
    return this.#left > 0;
  }

  /** It is not heard any more. */
  stop(): void {
    this.#left = 0;
  }

  /** Frames that were rendered, before the volume: what a tail continues. */
  note(samples: Float32Array, atFrame: number, frames: number): void {
    this.#past.note(samples, atFrame, frames);
  }

  /** `samples` are what was rendered last, whatever was noted before. */
  relearn(samples: Float32Array): void {
    this.#past.forget();
    this.#past.note(samples, 0, samples.length / 2);
  }

  /**
   * `peek` writes what is known to come next and returns how many frames that is; the rest is
   * guessed. `gain` is what the known part is to be scaled with.
   */
  start(gain: number, peek: (into: Float32Array, frames: number) => number): void {
    const frames = this.#fade.length;
    const known = peek(this.#part, frames);
    for (let i = 0; i < 2 * known; i++) this.#part[i] = (this.#part[i] ?? 0) * gain;
    this.#past.note(this.#part, 0, known);
    if (known < frames) this.#past.extend(this.#part, known, frames - known);
    this.#past.forget();
    for (let i = 0; i < 2 * frames; i++) {
      const faded = (this.#part[i] ?? 0) * (this.#fade[i >> 1] ?? 0);
      this.#samples[i] = faded + (i < 2 * this.#left ? (this.#samples[i] ?? 0) : 0);
    }
    this.#left = frames;
  }

  /** Adds itself to the frames from `from` to before `to`. */
  mixInto(samples: Float32Array, from: number, to: number): void {
    const frames = Math.min(this.#left, to - from);
    for (let i = 0; i < 2 * frames; i++) {
      const at = 2 * from + i;
      samples[at] = (samples[at] ?? 0) + (this.#samples[i] ?? 0);
    }
    this.#samples.copyWithin(0, 2 * frames, 2 * this.#left);
    this.#left -= frames;
  }
}
