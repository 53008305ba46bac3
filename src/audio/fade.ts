/** Fades: raised-cosine weights, whose slope is zero at both ends, and a gate that opens with one. */

/** Rising weights for `frames` samples, from just above 0 to 1. */
export function risingFade(frames: number): Float32Array {
  return Float32Array.from(
    { length: frames },
    (_, i) => 0.5 - 0.5 * Math.cos((Math.PI * (i + 1)) / frames),
  );
}

/** Scales interleaved stereo from `at` by a weight that rises from 0 to 1 after `close`; open at first. */
export class FadeGate {
  readonly #fade: Float32Array;
  #at: number;

  constructor(frames: number) {
    this.#fade = risingFade(frames);
    this.#at = frames;
  }

  /** The weight of the sample that went through last. */
  get gain(): number {
    return this.#at === 0 ? 0 : (this.#fade[this.#at - 1] ?? 1);
  }

  get isOpen(): boolean {
    return this.#at >= this.#fade.length;
  }

  /** The next sample starts the fade. */
  close(): void {
    this.#at = 0;
  }
  open(): void {
    this.#at = this.#fade.length;
  }

  apply(samples: Float32Array, atFrame: number, frames: number): void {
    for (let i = 2 * atFrame; i < 2 * (atFrame + frames); i += 2) {
      if (this.#at >= this.#fade.length) return;
      const weight = this.#fade[this.#at++] ?? 1;
      samples[i] = (samples[i] ?? 0) * weight;
      samples[i + 1] = (samples[i + 1] ?? 0) * weight;
    }
  }
}

/** From 0 to 1 as `part` does, without a bend at either end. */
export function smooth(part: number): number {
  return part * part * (3 - 2 * part);
}
