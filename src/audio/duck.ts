/**
 * Ducking: music is turned down while something is said over it, and up again,
 * along a ramp that is even to the ear. Touches no sample while it is up.
 */
import { duckDb, duckRampUs } from "./limits.ts";

const downGain = 10 ** (duckDb / 20);

export class Duck {
  readonly #perFrame: number;
  #gain = 1;
  #isDown = false;

  /** `rate` of the output in Hz. */
  constructor(rate: number) {
    const frames = (rate * duckRampUs) / 1e6;
    this.#perFrame = downGain ** (1 / frames);
  }

  /** It is asked for; on its way or there. */
  get isDown(): boolean {
    return this.#isDown;
  }
  set isDown(isDown: boolean) {
    this.#isDown = isDown;
  }
  /** It is all the way down: what is added now finds its room. */
  get isThere(): boolean {
    return this.#isDown && this.#gain === downGain;
  }
  /** Samples are left as they are. */
  get isUp(): boolean {
    return !this.#isDown && this.#gain === 1;
  }

  /** At once: nothing is there that could step. */
  settle(): void {
    this.#gain = this.#isDown ? downGain : 1;
  }

  /** Scales interleaved stereo in place. */
  apply(samples: Float32Array): void {
    if (this.isUp) return;
    for (let i = 0; i + 1 < samples.length; i += 2) {
      this.#gain = this.#isDown
        ? Math.max(downGain, this.#gain * this.#perFrame)
        : Math.min(1, this.#gain / this.#perFrame);
      samples[i] = (samples[i] ?? 0) * this.#gain;
      samples[i + 1] = (samples[i + 1] ?? 0) * this.#gain;
    }
  }
}
