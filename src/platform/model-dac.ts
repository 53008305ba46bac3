/**
 * A sound card made of arithmetic: it plays at its rate, wrong by some parts per
 * million, from the moment it is opened, and plays zeros for as long as it has
 * nothing. What it has played goes to a capture (`wav:`) or nowhere (`null`).
 *
 * Time is passed in, so a test runs it without waiting.
 *
 * Invariants:
 *   I1  frame n is played at start + n / (rate · (1 + ppm · 10⁻⁶)), whatever was written when
 *   I2  the capture gets each played frame once, in order, zeros included
 */
import { assert } from "../base/assert.ts";
import type { PcmFormat, PcmOut, PcmTiming, PcmWrite } from "../ports/pcm.ts";
import { toS16 } from "./samples.ts";

/** Takes what was played. Never blocks. */
export interface Capture extends Disposable {
  /** Interleaved stereo; copied. */
  samples(played: Int16Array): void;
  silence(frames: number): void;
  /** What went wrong, for people; it then takes no more. */
  readonly trouble: string | undefined;
}

/** The part of a machine that a model DAC needs. */
export interface DacTime {
  /** Monotonic. */
  nowUs(): number;
  /** Blocks. */
  sleepUs(us: number): void;
}

export interface ModelDacOptions {
  readonly device: string;
  /** Rate error in parts per million. */
  readonly ppm: number;
  readonly time: DacTime;
  /** When frame 0 is played: now. */
  readonly startUs: number;
  readonly capture: Capture | undefined;
}

const rate = 48_000;
/** 5 ms: what a start waits for at least. */
const periodFrames = 240;
/** 500 ms, as a card's. */
const bufferFrames = 24_000;

export class ModelDac implements PcmOut {
  readonly device: string;
  readonly format: PcmFormat = { rate, channels: 2, sample: "s16" };
  readonly periodFrames = periodFrames;
  readonly bufferFrames = bufferFrames;
  readonly #time: DacTime;
  readonly #capture: Capture | undefined;
  readonly #startUs: number;
  readonly #framesPerUs: number;
  /** What is written and not yet played, by frame number modulo its length. */
  readonly #ring = new Int16Array(2 * bufferFrames);
  readonly #converted: Int16Array = new Int16Array(2 * bufferFrames);
  #played = 0;
  #written = 0;
  #dry = false;
  #open = true;

  constructor({ device, ppm, time, startUs, capture }: ModelDacOptions) {
    this.device = device;
    this.#time = time;
    this.#capture = capture;
    this.#startUs = startUs;
    this.#framesPerUs = (rate * (1 + ppm / 1e6)) / 1e6;
  }

  get trouble(): string | undefined {
    return this.#capture?.trouble;
  }

  write(samples: Float32Array): PcmWrite {
    const frames = samples.length / 2;
    assert(frames <= bufferFrames, "a write fits the buffer");
    this.#settle();
    while (this.#written + frames - this.#played > bufferFrames) this.#waitFor(frames);
    if (this.#capture !== undefined) this.#keep(samples);
    this.#written += frames;
    const wasDry = this.#dry;
    this.#dry = false;
    return wasDry ? "xrun" : "ok";
  }

  rewind(frames: number): number {
    this.#settle();
    const taken = Math.min(frames, this.#written - this.#played);
    this.#written -= taken;
    return taken;
  }

  roomFrames(): number | undefined {
    this.#settle();
    return this.#dry ? undefined : bufferFrames - (this.#written - this.#played);
  }

  delayFrames(): number {
    this.#settle();
    return this.#written - this.#played;
  }

  timing(): PcmTiming | undefined {
    const atUs = this.#time.nowUs();
    this.#settle();
    if (this.#dry) return undefined;
    const played = (atUs - this.#startUs) * this.#framesPerUs;
    return { delayFrames: Math.max(0, this.#written - played), atUs };
  }

  [Symbol.dispose](): void {
    if (!this.#open) return;
    this.#settle();
    this.#open = false;
    this.#capture?.[Symbol.dispose]();
  }

  #keep(samples: Float32Array): void {
    const frames = samples.length / 2;
    toS16(samples, this.#converted, 0);
    const at = this.#written % bufferFrames;
    const first = Math.min(frames, bufferFrames - at);
    this.#ring.set(this.#converted.subarray(0, 2 * first), 2 * at);
    this.#ring.set(this.#converted.subarray(2 * first, 2 * frames), 0);
  }

  /** Plays up to now. */
  #settle(): void {
    const now = Math.floor((this.#time.nowUs() - this.#startUs) * this.#framesPerUs);
    this.#playTo(Math.min(now, this.#written));
    if (now <= this.#played) return;
    this.#capture?.silence(now - this.#played);
    this.#played = now;
    this.#written = now;
    this.#dry = true;
  }

  #playTo(frame: number): void {
    while (this.#played < frame) {
      const at = this.#played % bufferFrames;
      const count = Math.min(frame - this.#played, bufferFrames - at);
      this.#capture?.samples(this.#ring.subarray(2 * at, 2 * (at + count)));
      this.#played += count;
    }
  }

  #waitFor(frames: number): void {
    const surplus = this.#written + frames - this.#played - bufferFrames;
    this.#time.sleepUs(Math.ceil(surplus / this.#framesPerUs));
    this.#settle();
  }
}
