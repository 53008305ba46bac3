/**
 * A shelving filter of second order: what lies below its frequency (bass) or above
 * it (treble) is made louder or softer by some decibels. The response is that of the
 * shelves of R. Bristow-Johnson's "Cookbook formulae for audio EQ biquad filter
 * coefficients" at S = 1, built as a state variable filter with trapezoidal
 * integrators (A. Simper, "Solving the continuous SVF equations", 2013): its gain can
 * be moved while it runs, where a biquad of direct form rings.
 *
 * Pure, and no garbage: state and coefficients are numbers in place.
 *
 * Invariants:
 *   I1  at 0 dB that stay it touches no sample
 *   I2  coefficients move along lines, sample by sample: nothing steps
 */
import { smooth } from "./fade.ts";
import { tonePieceFrames } from "./limits.ts";

export type ShelfKind = "bass" | "treble";

/** Numbers of its state: two integrators for each channel. */
export const shelfState = 4;

/** The steepest slope that overshoots nowhere (S = 1). */
const damping = Math.SQRT2;

/** Below this, 300 dB under full scale, a state is none: numbers so small are slow to reckon with. */
const stateMin = 1e-15;

export class Shelf {
  readonly #isBass: boolean;
  /** Of its frequency, prewarped. */
  readonly #warped: number;
  readonly #state = new Float64Array(shelfState);
  #fromDb = 0;
  #toDb = 0;
  /** Of the way from the one to the other, in frames. */
  #rampFrames = 0;
  #ramped = 0;
  #g: number;
  #m0 = 1;
  #m1 = 0;
  #m2 = 0;

  /** `hz`: where half of its decibels are reached. `rate` of the samples, in Hz. */
  constructor(kind: ShelfKind, hz: number, rate: number) {
    this.#isBass = kind === "bass";
    this.#warped = Math.tan((Math.PI * hz) / rate);
    this.#g = this.#warped;
  }

  /** What it is on its way to. */
  get targetDb(): number {
    return this.#toDb;
  }
  /** What it is now. */
  get db(): number {
    if (!this.moving) return this.#toDb;
    return this.#dbAfter(this.#ramped);
  }
  get moving(): boolean {
    return this.#ramped < this.#rampFrames;
  }
  /** I1: samples are left as they are. */
  get isFlat(): boolean {
    return this.#toDb === 0 && !this.moving;
  }

  /** `overFrames` 0: at once. */
  aim(db: number, overFrames: number): void {
    if (this.isFlat) this.#state.fill(0);
    this.#fromDb = this.db;
    this.#toDb = db;
    this.#ramped = 0;
    this.#rampFrames = overFrames;
    if (overFrames === 0) this.#settle();
  }

  /** Nothing came before what comes next. */
  clear(): void {
    this.#state.fill(0);
  }
  /** Writes its state to `into` from `at`, and takes it back from there. */
  save(into: Float64Array, at: number): void {
    for (let i = 0; i < shelfState; i++) {
      const number = this.#state[i] ?? 0;
      // What is saved and what goes on are the same.
      if (Math.abs(number) < stateMin) this.#state[i] = 0;
      into[at + i] = this.#state[i] ?? 0;
    }
  }
  load(from: Float64Array, at: number): void {
    for (let i = 0; i < shelfState; i++) this.#state[i] = from[at + i] ?? 0;
  }

  /** Filters interleaved stereo in place, `frames` of it from frame `at`. */
  apply(samples: Float32Array, at: number, frames: number): void {
    let done = 0;
    while (this.moving && done < frames) {
      const piece = Math.min(
        frames - done,
        tonePieceFrames - (this.#ramped % tonePieceFrames),
        this.#rampFrames - this.#ramped,
      );
      this.#ramp(samples, at + done, piece);
      done += piece;
    }
    if (done < frames && !this.isFlat) this.#run(samples, at + done, frames - done);
  }

  #run(samples: Float32Array, at: number, frames: number): void {
    const state = this.#state;
    const g = this.#g;
    const m0 = this.#m0;
    const m1 = this.#m1;
    const m2 = this.#m2;
    const a1 = 1 / (1 + g * (g + damping));
    const a2 = g * a1;
    const a3 = g * a2;
    let l1 = state[0] ?? 0;
    let l2 = state[1] ?? 0;
    let r1 = state[2] ?? 0;
    let r2 = state[3] ?? 0;
    // Both sides at once: each waits for its own last sample, and neither for the other's.
    for (let i = 2 * at; i < 2 * (at + frames); i += 2) {
      const left = samples[i] ?? 0;
      const right = samples[i + 1] ?? 0;
      const l3 = left - l2;
      const r3 = right - r2;
      const lBand = a1 * l1 + a2 * l3;
      const rBand = a1 * r1 + a2 * r3;
      const lLow = l2 + a2 * l1 + a3 * l3;
      const rLow = r2 + a2 * r1 + a3 * r3;
      l1 = 2 * lBand - l1;
      r1 = 2 * rBand - r1;
      l2 = 2 * lLow - l2;
      r2 = 2 * rLow - r2;
      samples[i] = m0 * left + m1 * lBand + m2 * lLow;
      samples[i + 1] = m0 * right + m1 * rBand + m2 * rLow;
    }
    state[0] = l1;
    state[1] = l2;
    state[2] = r1;
    state[3] = r2;
  }

  /** I2: from the coefficients as they are to those of the piece's end. */
  #ramp(samples: Float32Array, at: number, frames: number): void {
    const g = this.#g;
    const m0 = this.#m0;
    const m1 = this.#m1;
    const m2 = this.#m2;
    const left = Math.min(
      tonePieceFrames - (this.#ramped % tonePieceFrames),
      this.#rampFrames - this.#ramped,
    );
    const ended = this.#ramped + left;
    this.#cook(this.#dbAfter(ended));
    const step = 1 / left;
    const stepG = (this.#g - g) * step;
    const step0 = (this.#m0 - m0) * step;
    const step1 = (this.#m1 - m1) * step;
    const step2 = (this.#m2 - m2) * step;
    this.#g = g;
    this.#m0 = m0;
    this.#m1 = m1;
    this.#m2 = m2;
    for (let i = 0; i < frames; i++) {
      this.#g += stepG;
      this.#m0 += step0;
      this.#m1 += step1;
      this.#m2 += step2;
      this.#run(samples, at + i, 1);
    }
    this.#ramped += frames;
    if (!this.moving) this.#settle();
  }

  #dbAfter(frames: number): number {
    return this.#fromDb + (this.#toDb - this.#fromDb) * smooth(frames / this.#rampFrames);
  }

  /** To where it was on its way: exactly, and flat is flat. */
  #settle(): void {
    this.#rampFrames = 0;
    this.#ramped = 0;
    this.#cook(this.#toDb);
    if (this.#toDb === 0) this.#state.fill(0);
  }

  #cook(db: number): void {
    const a = 10 ** (db / 40);
    if (this.#isBass) {
      this.#g = this.#warped / Math.sqrt(a);
      this.#m0 = 1;
      this.#m1 = damping * (a - 1);
      this.#m2 = a * a - 1;
    } else {
      this.#g = this.#warped * Math.sqrt(a);
      this.#m0 = a * a;
      this.#m1 = damping * (1 - a) * a;
      this.#m2 = 1 - a * a;
    }
  }
}

export interface ShelfShape {
  readonly kind: ShelfKind;
  /** Where half of its decibels are reached. */
  readonly hz: number;
  readonly db: number;
}

/** A shelf at 200 Hz has fallen by a millionth within this, at any rate that is played. */
const impulseFrames = 1024;

/**
 * By how much samples within full scale can exceed it after these shelves, at most: the sum of the
 * sizes of their impulse response. A factor of at least 1. `rate` in Hz, 48000.
 */
export function excessOf(shelves: readonly ShelfShape[], rate: number): number {
  if (shelves.every(({ db }) => db === 0)) return 1;
  const response = new Float32Array(2 * impulseFrames);
  response[0] = 1;
  for (const { kind, hz, db } of shelves) {
    const shelf = new Shelf(kind, hz, rate);
    shelf.aim(db, 0);
    shelf.apply(response, 0, impulseFrames);
  }
  const sum = response.reduce((sum, sample) => sum + Math.abs(sample), 0);
  return Math.max(1, sum);
}
