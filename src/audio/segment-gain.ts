/**
 * The gain of a segment: how much louder or softer it is made so that tracks, or
 * albums, are equally loud (docs/SOUND.md, "Loudness"). It is of the samples as they
 * are decoded, so what is taken back and played anew has it already.
 *
 * Invariants:
 *   I1  at 0 dB that stay it touches no sample
 *   I2  a segment begins at its gain; in its midst it moves in a ramp
 */
import { smooth } from "./fade.ts";
import { toneRampUs } from "./limits.ts";
import type { LoudnessMode, SegmentSpec } from "./model.ts";

export class SegmentGain {
  readonly #rampFrames: number;
  #from = 1;
  #to = 1;
  #ramped: number;

  /** `rate` of the samples, in Hz. */
  constructor(rate: number) {
    this.#rampFrames = Math.round((rate * toneRampUs) / 1e6);
    this.#ramped = this.#rampFrames;
  }

  /** Of the segment whose samples come next. */
  begin(spec: SegmentSpec, mode: LoudnessMode): void {
    this.#to = factorOf(spec, mode);
    this.#ramped = this.#rampFrames;
  }
  /** The mode may have changed. */
  follow(spec: SegmentSpec, mode: LoudnessMode): void {
    const factor = factorOf(spec, mode);
    if (factor === this.#to) return;
    this.#from = this.#now;
    this.#to = factor;
    this.#ramped = 0;
  }

  /** Scales interleaved stereo in place, `frames` of it from frame `at`. */
  apply(samples: Float32Array, at: number, frames: number): void {
    const end = 2 * (at + frames);
    let i = 2 * at;
    for (; i < end && this.#ramped < this.#rampFrames; i += 2) {
      this.#ramped += 1;
      const factor = this.#now;
      samples[i] = (samples[i] ?? 0) * factor;
      samples[i + 1] = (samples[i + 1] ?? 0) * factor;
    }
    const factor = this.#to;
    if (factor === 1) return;
    for (; i < end; i++) samples[i] = (samples[i] ?? 0) * factor;
  }

  get #now(): number {
    const part = smooth(this.#ramped / this.#rampFrames);
    return (1 - part) * this.#from + part * this.#to;
  }
}

function factorOf({ gains }: SegmentSpec, mode: LoudnessMode): number {
  if (gains === undefined || mode === "off") return 1;
  return 10 ** ((mode === "track" ? gains.trackDb : gains.albumDb) / 20);
}
