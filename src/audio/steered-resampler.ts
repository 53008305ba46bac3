/**
 * Turns the samples of a clock of its own into samples of the output's clock: a
 * queue that is read at a fractional place, which moves on by a ratio that may
 * be changed at any time (docs/LINE-IN.md §3).
 *
 * Who steers, and by what, is the caller's business: input-servo.ts for line-in.
 * Resampler is the one for two rates that are exact.
 *
 * Invariants:
 *   I1  what is pulled goes on where the last pull ended, whatever the ratio did
 *   I2  frames pushed = frames passed by `pull` and `skip` + frames held, until a `clear`
 * Memory: `capacityFrames` input frames and the filter; nothing is allocated after that.
 */
import { assert } from "../base/assert.ts";
import { steeredPhases, steeredTaps } from "./limits.ts";
import { makeSincFilter } from "./sinc-filter.ts";

/** Edge of the pass band, as a part of the lower Nyquist frequency: the half-power point. */
const cutoff = 0.97;

export interface SteeredOptions {
  /** In Hz. */
  readonly rateIn: number;
  readonly rateOut: number;
  /** Input frames that are held at most. */
  readonly capacityFrames: number;
}

export class SteeredResampler {
  readonly #nominal: number;
  readonly #capacity: number;
  readonly #taps: number;
  readonly #filter: Float32Array;
  /** Interleaved stereo: half a filter of past frames, then what is held. */
  readonly #window: Float32Array;
  #end = 0;
  /** First frame of the next output sample's filter. */
  #position = 0;
  #step: number;

  constructor({ rateIn, rateOut, capacityFrames }: SteeredOptions) {
    const squeeze = Math.max(1, rateIn / rateOut);
    this.#nominal = rateIn / rateOut;
    this.#step = this.#nominal;
    this.#capacity = capacityFrames;
    this.#taps = 2 * Math.ceil((steeredTaps * squeeze) / 2);
    this.#filter = makeSincFilter({
      phases: steeredPhases,
      taps: this.#taps,
      edge: cutoff / squeeze,
    });
    this.#window = new Float32Array(2 * (capacityFrames + this.#taps));
    this.clear();
  }

  /** Input is used up this much faster than the rates say: 1 + 10⁻⁶ per part per million. */
  set correction(factor: number) {
    assert(factor > 0.5 && factor < 2, "a correction is about 1");
    this.#step = this.#nominal * factor;
  }

  /** Input frames behind the next output sample; fractional, never negative. */
  get heldFrames(): number {
    return Math.max(0, this.#end - this.#position - this.#pastFrames);
  }
  /** Of those, the ones that must be there for an output sample. */
  get aheadFrames(): number {
    return this.#taps / 2;
  }
  /** Frames before the next output sample that its filter looks at. */
  get #pastFrames(): number {
    return this.#taps / 2 - 1;
  }

  /** Takes frames from frame `from` on; the number taken, less where there is no more room. */
  push(samples: Float32Array, from: number, frames: number): number {
    this.#forgetPast();
    const room = this.#capacity + this.#pastFrames - this.#end;
    const taken = Math.max(0, Math.min(frames, room));
    const window = this.#window;
    // A view for `set` would be an allocation a block.
    for (let i = 0, at = 2 * this.#end; i < 2 * taken; i++)
      window[at + i] = samples[2 * from + i] ?? 0;
    this.#end += taken;
    return taken;
  }

  /** Writes up to `frames` output frames to `into`, from frame `at`; the number written. */
  pull(into: Float32Array, at: number, frames: number): number {
    let written = 0;
    const beyond = this.#end - this.#taps + 1;
    for (; written < frames && this.#position < beyond; this.#position += this.#step) {
      this.#sample(into, 2 * (at + written));
      written += 1;
    }
    return written;
  }

  /** As `pull`, but they stay. */
  peek(into: Float32Array, frames: number): number {
    const position = this.#position;
    const written = this.pull(into, 0, frames);
    this.#position = position;
    return written;
  }

  /** Passes over input frames, fractional ones too: not more than are held. */
  skip(frames: number): void {
    this.#position += Math.max(0, Math.min(frames, this.heldFrames));
  }

  /** Forgets all; silence is what was before the next frame. */
  clear(): void {
    this.#position = 0;
    this.#end = this.#pastFrames;
    this.#window.fill(0, 0, 2 * this.#end);
  }

  #forgetPast(): void {
    const whole = Math.min(Math.floor(this.#position), this.#end);
    if (whole === 0) return;
    this.#window.copyWithin(0, 2 * whole, 2 * this.#end);
    this.#end -= whole;
    this.#position -= whole;
  }

  #sample(into: Float32Array, at: number): void {
    const whole = Math.floor(this.#position);
    const phase = (this.#position - whole) * steeredPhases;
    const row = Math.floor(phase);
    const between = phase - row;
    const window = this.#window;
    const filter = this.#filter;
    const taps = this.#taps;
    let tap = row * taps;
    let left = 0;
    let right = 0;
    for (let i = 2 * whole, end = i + 2 * taps; i < end; i += 2, tap++) {
      const low = filter[tap] ?? 0;
      const weight = low + between * ((filter[tap + taps] ?? 0) - low);
      left += weight * (window[i] ?? 0);
      right += weight * (window[i + 1] ?? 0);
    }
    into[at] = left;
    into[at + 1] = right;
  }
}
