/**
 * Spreads datagrams in time: a bucket of bytes that fills at the congestion
 * control's pace. It may overdraw by one datagram and holds one burst at most,
 * the caller's or what a late timer lets pass, whichever is more.
 *
 * With a portion it gives no dribble: once empty it fills up to one before it gives again.
 */
import { usPerMs } from "../base/units.ts";
import { initialWindowBytes } from "./limits.ts";

/** Timers of a busy process come this late. */
const timerUs = 3 * usPerMs;

export class Pacer {
  /** Bytes; 1 for none. */
  readonly #portion: number;
  #credit = initialWindowBytes;
  #filledUs = 0;
  #fills = false;

  constructor(portionBytes = 1) {
    this.#portion = portionBytes;
  }

  /** Whether a datagram may leave now, at `rate` bytes per microsecond and `burstBytes` at once. */
  ready(rate: number, burstBytes: number, nowUs: number): boolean {
    const burst = Math.max(burstBytes, rate * timerUs);
    this.#credit = Math.min(burst, this.#credit + rate * (nowUs - this.#filledUs));
    this.#filledUs = nowUs;
    this.#fills = this.#credit < (this.#fills ? this.#portion : 1);
    return !this.#fills;
  }

  sent(bytes: number): void {
    this.#credit -= bytes;
  }

  /** When `ready` turns true, given that it was false now. */
  dueUs(rate: number, nowUs: number): number {
    return nowUs + Math.ceil((this.#portion - this.#credit) / rate);
  }
}
