/**
 * A sound input made of arithmetic: it captures at its rate, wrong by some parts
 * per million, from the moment it is opened, and hands over whole periods, as a
 * card does. What it captures is whatever its source gives.
 *
 * Time is passed in, so a test runs it without waiting.
 *
 * Invariants:
 *   I1  frame n is captured at start + n / (rate · (1 + ppm · 10⁻⁶)), whatever was read when
 *   I2  a reader that comes too late loses the oldest frames, and is told so once
 */
import type { PcmFormat, PcmIn, PcmRead } from "../ports/pcm.ts";

/** Gives the samples that are captured, one after the other, for ever. */
export interface AdcSource extends Disposable {
  /** In Hz. */
  readonly rate: number;
  /** Fills the first `frames` of `into`, interleaved stereo; false when there is no more to be had. */
  read(into: Float32Array, frames: number): boolean;
  /** Passes over frames that nobody will read. */
  skip(frames: number): void;
}

export interface ModelAdcOptions {
  readonly device: string;
  /** Rate error in parts per million. */
  readonly ppm: number;
  readonly source: AdcSource;
  /** Monotonic microseconds. */
  readonly nowUs: () => number;
}

/** 10 ms, as a common card's. */
const periodsPerS = 100;
/** 200 ms. */
const bufferPeriods = 20;

export class ModelAdc implements PcmIn {
  readonly device: string;
  readonly format: PcmFormat;
  readonly periodFrames: number;
  readonly bufferFrames: number;
  readonly #source: AdcSource;
  readonly #nowUs: () => number;
  readonly #startUs: number;
  readonly #framesPerUs: number;
  #read = 0;
  #lost = false;
  #open = true;

  /** `source` is its own from now on. */
  constructor({ device, ppm, source, nowUs }: ModelAdcOptions) {
    const { rate } = source;
    this.device = device;
    this.format = { rate, channels: 2, sample: "s16" };
    this.periodFrames = Math.round(rate / periodsPerS);
    this.bufferFrames = bufferPeriods * this.periodFrames;
    this.#source = source;
    this.#nowUs = nowUs;
    this.#startUs = nowUs();
    this.#framesPerUs = (rate * (1 + ppm / 1e6)) / 1e6;
  }

  read(samples: Float32Array): PcmRead {
    if (this.#lost) return "lost";
    const captured = Math.floor(this.#captured);
    if (captured - this.#read > this.bufferFrames) {
      this.#source.skip(captured - this.#read);
      this.#read = captured;
      return "xrun";
    }
    const whole = captured - (captured % this.periodFrames);
    const frames = Math.min(samples.length >> 1, Math.max(0, whole - this.#read));
    if (frames > 0 && !this.#source.read(samples, frames)) {
      this.#lost = true;
      return "lost";
    }
    this.#read += frames;
    return frames;
  }

  delayFrames(): number {
    return Math.max(0, this.#captured - this.#read);
  }

  [Symbol.dispose](): void {
    if (this.#open) this.#source[Symbol.dispose]();
    this.#open = false;
  }

  get #captured(): number {
    return (this.#nowUs() - this.#startUs) * this.#framesPerUs;
  }
}
