/**
 * What the link delivered lately, while somebody waited for it: the material
 * from which the start rule and the rung rule foresee what comes.
 *
 * A sample is a short stretch of waiting and the bytes that came in it. Time in
 * which nothing was asked for is no part of it, and neither is the round trip that
 * every answer takes. Pure: times come in.
 *
 * Invariants:
 *   I1  a sample lasts at least `sampleUs`
 *   I2  one silence, however often it is asked into, adds `silenceCountedUs` at most
 * Bounds: `samplesMax` samples.
 */
import { samplesMax, sampleUs, silenceCountedUs, traceAgeUs } from "./limits.ts";

export interface DeliverySample {
  /** Time waited. */
  readonly us: number;
  readonly bytes: number;
  /** When it was complete. */
  readonly atUs: number;
}

export class DeliveryTrace {
  readonly #samples: DeliverySample[] = [];
  #waiting = 0;
  /** Waiting is counted up to here; in the future while a first answer cannot be here yet. */
  #countedUs = 0;
  #silenceUs = 0;
  #us = 0;
  #bytes = 0;

  /** A request leaves whose answer cannot be here before `dueUs`. Each is followed by one `ended`. */
  asked(dueUs: number): void {
    if (this.#waiting === 0) this.#countedUs = dueUs;
    this.#waiting += 1;
  }

  arrived(bytes: number, nowUs: number): void {
    if (this.#waiting === 0) return;
    this.#count(nowUs);
    this.#silenceUs = 0;
    this.#bytes += bytes;
    if (this.#us < sampleUs) return;
    this.#samples.push({ us: this.#us, bytes: this.#bytes, atUs: nowUs });
    if (this.#samples.length > samplesMax) this.#samples.shift();
    this.#us = 0;
    this.#bytes = 0;
  }

  /** The request's answer is whole, or it is not wanted any more. */
  ended(nowUs: number): void {
    this.#count(nowUs);
    this.#waiting -= 1;
  }

  /** The oldest first; what is older than `traceAgeUs` says nothing any more. */
  samples(nowUs: number): readonly DeliverySample[] {
    const first = this.#samples.findIndex(({ atUs }) => nowUs - atUs <= traceAgeUs);
    return first < 0 ? [] : this.#samples.slice(first);
  }

  #count(nowUs: number): void {
    const us = Math.min(nowUs - this.#countedUs, silenceCountedUs - this.#silenceUs);
    if (us > 0) {
      this.#us += us;
      this.#silenceUs += us;
    }
    this.#countedUs = nowUs;
  }
}
