/**
 * Turns one sample rate into another by a windowed sinc (Kaiser window), in a
 * stream: interleaved stereo in, interleaved stereo out, no samples lost or
 * made up, the first sample out at the time of the first sample in.
 *
 * Time is counted in whole steps of 1/up of an input sample (up/down is the
 * reduced ratio of the rates), so nothing drifts. Where `up` is at most
 * resamplerPhasesMax the filter is exact for every output sample; else it
 * interpolates between phases.
 *
 * Invariants:
 *   I1  after n frames in and `finish`, ceil(n · up / down) frames are out
 * Memory: the filter, taps × phases; blockFramesMax input frames.
 */
import { assert } from "../base/assert.ts";
import { blockFramesMax, resamplerPhasesMax, resamplerTaps } from "./limits.ts";
import { makeSincFilter } from "./sinc-filter.ts";

/** Edge of the pass band, as a part of the lower Nyquist frequency: the half-power point. */
const cutoff = 0.98;

export class Resampler {
  readonly #up: number;
  readonly #down: number;
  readonly #phases: number;
  readonly #taps: number;
  /** Row by row: the taps of each phase; one row more to interpolate towards. */
  readonly #filter: Float32Array;
  readonly #window: Float32Array;
  /** Frames in the window; half a filter of past ones comes first. */
  #held: number;
  /** Of the next output sample, past the first frame that its filter needs, in 1/up. */
  #position = 0;

  constructor(rateIn: number, rateOut: number) {
    const divisor = gcd(rateIn, rateOut);
    this.#up = rateOut / divisor;
    this.#down = rateIn / divisor;
    this.#phases = Math.min(this.#up, resamplerPhasesMax);
    const squeeze = Math.max(1, rateIn / rateOut);
    this.#taps = 2 * Math.ceil((resamplerTaps * squeeze) / 2);
    this.#filter = makeSincFilter({
      phases: this.#phases,
      taps: this.#taps,
      edge: cutoff / squeeze,
    });
    this.#window = new Float32Array(2 * (2 * this.#taps + blockFramesMax));
    this.#held = this.#taps / 2 - 1;
  }

  /** Output frames that `frames` more of input can give, at most. */
  framesFor(frames: number): number {
    return Math.ceil(((frames + this.#taps) * this.#up) / this.#down) + 1;
  }

  /** Takes up to blockFramesMax frames; writes to `into` from frame `at`; the number written. */
  push(samples: Float32Array, frames: number, into: Float32Array, at: number): number {
    assert(frames <= blockFramesMax, "a block at a time");
    this.#window.set(samples.subarray(0, 2 * frames), 2 * this.#held);
    this.#held += frames;
    return this.#run(into, at, this.#held);
  }

  /** The rest, as if silence followed. The resampler is spent then. */
  finish(into: Float32Array, at: number): number {
    const ahead = this.#taps / 2;
    this.#window.fill(0, 2 * this.#held, 2 * (this.#held + ahead));
    return this.#run(into, at, this.#held + ahead);
  }

  /** Writes every output frame whose filter lies within the first `held` frames. */
  #run(into: Float32Array, at: number, held: number): number {
    const limit = (held - this.#taps + 1) * this.#up;
    let written = 0;
    for (; this.#position < limit; this.#position += this.#down) {
      this.#sample(into, 2 * (at + written));
      written += 1;
    }
    this.#forgetPast();
    return written;
  }

  #forgetPast(): void {
    const whole = Math.min(Math.floor(this.#position / this.#up), this.#held);
    this.#window.copyWithin(0, 2 * whole, 2 * this.#held);
    this.#held -= whole;
    this.#position -= whole * this.#up;
  }

  #sample(into: Float32Array, at: number): void {
    const whole = Math.floor(this.#position / this.#up);
    const phase = ((this.#position - whole * this.#up) * this.#phases) / this.#up;
    const row = Math.floor(phase);
    const between = phase - row;
    const window = this.#window;
    const filter = this.#filter;
    let tap = row * this.#taps;
    let left = 0;
    let right = 0;
    for (let i = 2 * whole; i < 2 * (whole + this.#taps); i += 2, tap++) {
      let weight = filter[tap] ?? 0;
      if (between !== 0) weight += between * ((filter[tap + this.#taps] ?? 0) - weight);
      left += weight * (window[i] ?? 0);
      right += weight * (window[i + 1] ?? 0);
    }
    into[at] = left;
    into[at + 1] = right;
  }
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}
