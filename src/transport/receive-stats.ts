/** What came in lately: loss by packet numbers and rate, for people and for the rung picker. */
import { usPerMs, usPerS } from "../base/units.ts";
import type { ReplayWindow } from "./replay-window.ts";

const periodUs = 250 * usPerMs;
/** Weight of the newest period: a memory of about a second. */
const weight = 0.25;
/** A share of fewer packets says nothing. */
const packetsMin = 16;

export class ReceiveStats {
  #periodFromUs = 0;
  #periodBytes = 0;
  #bytes = 0;
  #rateBps = 0;
  #lossPct = 0;
  #largest = -1;
  #received = 0;

  get bytes(): number {
    return this.#bytes;
  }
  get lossPct(): number {
    return this.#lossPct;
  }

  rateBps(nowUs: number): number {
    // Silence lowers the figure without a timer.
    const quietUs = nowUs - this.#periodFromUs;
    return quietUs > 2 * usPerS ? 0 : this.#rateBps;
  }

  took(bytes: number, window: ReplayWindow, nowUs: number): void {
    this.#bytes += bytes;
    this.#periodBytes += bytes;
    const spanUs = nowUs - this.#periodFromUs;
    if (spanUs < periodUs) return;
    const bps = (8 * this.#periodBytes * usPerS) / spanUs;
    this.#rateBps = spanUs > 2 * usPerS ? 0 : this.#rateBps + weight * (bps - this.#rateBps);
    this.#periodBytes = 0;
    this.#periodFromUs = nowUs;
    const expected = window.largest - this.#largest;
    if (expected < packetsMin) return;
    const share = 1 - (window.received - this.#received) / expected;
    this.#lossPct += weight * (100 * Math.max(0, share) - this.#lossPct);
    this.#largest = window.largest;
    this.#received = window.received;
  }
}
