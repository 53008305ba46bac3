/**
 * Finds by how much the clock of an input is faster than that of the output, and
 * steers a resampler by it, so that the way of a sound from in to out stays as
 * long as it is to be (docs/LINE-IN.md §3).
 *
 * Pure: errors and times in, a correction out. A critically damped loop of second
 * order over a smoothed error: it begins quick, to learn the rate, and becomes
 * slow, so that neither blocks of the input nor late wake-ups are heard. What an
 * input says of itself may be old by up to a block, on average by half of one: so the
 * error of the first second is where the loop rests, and not 0.
 *
 * Invariants:
 *   I1  the correction is within ±servoPpmMax and moves by servoSlewPpmPerS at most
 *   I2  a latency that stays where it should be leaves the correction where it is
 */
import { usPerS } from "../base/units.ts";
import {
  servoFastPerS,
  servoLookS,
  servoPpmMax,
  servoSettleS,
  servoSlewPpmPerS,
  servoSlowPerS,
} from "./limits.ts";

/** The error is smoothed over this part of the loop's own time. */
const smoothingPart = 0.2;
/** A caller that was away for longer has nothing to say of the time between. */
const gapUsMax = usPerS;

export class RateServo {
  #ageS = 0;
  /** Smoothed; undefined before the first one. */
  #errorUs: number | undefined;
  /** The error that is none: the mean of the first look. */
  #restUs = 0;
  #lookedS = 0;
  /** What the error has taught so far: the difference of the clocks. */
  #ratePpm = 0;
  #ppm = 0;

  /** Difference of the clocks as it is known by now, in parts per million; above 0 the input is faster. */
  get ratePpm(): number {
    return this.#ratePpm;
  }
  /** Smoothed, in microseconds. */
  get errorUs(): number {
    return this.#errorUs ?? 0;
  }
  /** For SteeredResampler. */
  get correction(): number {
    return 1 + this.#ppm / 1e6;
  }

  /** The latency has jumped: it is measured anew. What is known of the clocks stays. */
  restart(): void {
    this.#errorUs = undefined;
    this.#restUs = 0;
    this.#lookedS = 0;
  }

  /** `errorUs`: how much longer the way is now than it should be. `dtUs`: time since the last one. */
  update(errorUs: number, dtUs: number): void {
    const dtS = Math.min(dtUs, gapUsMax) / usPerS;
    if (this.#lookedS < servoLookS) {
      this.#lookedS += dtS;
      if (dtS > 0) this.#restUs += (errorUs - this.#restUs) * (dtS / this.#lookedS);
      this.#errorUs = this.#restUs;
      return;
    }
    this.#ageS += dtS;
    const perS = Math.max(servoSlowPerS, Math.min(servoFastPerS, servoSettleS / this.#ageS));
    const weight = 1 - Math.exp((-dtS * perS) / smoothingPart);
    this.#errorUs = this.errorUs + weight * (errorUs - this.errorUs);
    const offUs = this.#errorUs - this.#restUs;
    // Microseconds a second are parts per million.
    const wanted = this.#ratePpm + 2 * perS * offUs;
    const ppm = moved(this.#ppm, wanted, servoSlewPpmPerS * dtS);
    this.#ratePpm = within(this.#ratePpm + perS * perS * offUs * dtS);
    this.#ppm = within(ppm);
  }
}

function moved(from: number, to: number, by: number): number {
  return from + Math.max(-by, Math.min(by, to - from));
}

function within(ppm: number): number {
  return Math.max(-servoPpmMax, Math.min(servoPpmMax, ppm));
}
