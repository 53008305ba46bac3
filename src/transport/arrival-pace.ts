/**
 * How symbols come in one after the other, and so when a silence means that the rest was lost: the
 * pace is estimated as round trips are (RFC 9002 §5.3), from the pauses between arrivals.
 *
 * Pure state. A silence is asked into at most `asksMax` times, each time after twice as long; an arrival
 * ends it.
 */
import { usPerMs } from "../base/units.ts";

/** Longer pauses are the server's or the asker's own, and say nothing of the path. */
const pauseMaxUs = 100 * usPerMs;
const firstPauseUs = 10 * usPerMs;
const asksMax = 3;
/** Pauses between urgent packets: so many are a mean, so many are looked back on. */
const urgentPausesMin = 8;
const urgentPausesMax = 32;

export class ArrivalPace {
  #pauseUs = firstPauseUs;
  #variationUs = firstPauseUs / 2;
  #urgentPauseUs = 0;
  #urgentPauses = 0;
  #lastUs = 0;
  #asked = 0;

  /** When something last came. */
  get lastUs(): number {
    return this.#lastUs;
  }

  /** Between two packets of urgent answers, which nothing but the link holds back; undefined while too few came. */
  get urgentPauseUs(): number | undefined {
    return this.#urgentPauses < urgentPausesMin ? undefined : this.#urgentPauseUs;
  }

  arrived(urgent: boolean, nowUs: number): void {
    const pauseUs = nowUs - this.#lastUs;
    this.#lastUs = nowUs;
    this.#asked = 0;
    if (pauseUs > pauseMaxUs) return;
    this.#variationUs += (Math.abs(this.#pauseUs - pauseUs) - this.#variationUs) / 8;
    this.#pauseUs += (pauseUs - this.#pauseUs) / 8;
    if (!urgent) return;
    this.#urgentPauses = Math.min(urgentPausesMax, this.#urgentPauses + 1);
    this.#urgentPauseUs += (pauseUs - this.#urgentPauseUs) / this.#urgentPauses;
  }

  /** When the silence since the last arrival is too long; never sooner than `leastUs` after it. */
  silentUs(leastUs: number): number {
    if (this.#asked >= asksMax) return Number.POSITIVE_INFINITY;
    const waitUs = Math.max(leastUs, this.#pauseUs + 4 * this.#variationUs);
    return this.#lastUs + waitUs * 2 ** this.#asked;
  }

  /** The silence was asked into. */
  asked(): void {
    this.#asked += 1;
  }
}
