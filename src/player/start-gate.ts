/**
 * Holds the frames of a segment back from the ring until the start rule lets
 * them go: before it sounds, and again after it ran dry. Pure: times come in.
 *
 * A wait has an end, whatever the trace says: `startWaitUsMax` after something is at hand.
 */
import { startNeedEveryUs, startWaitUsMax } from "./limits.ts";

export interface Held {
  /** Sound at hand without a hole, microseconds. */
  readonly heldUs: number;
  /** It is all that there is left of the track. */
  readonly whole: boolean;
}

export class StartGate {
  #open: boolean;
  #sinceUs: number | undefined;
  #needUs = 0;
  #neededUs = Number.NEGATIVE_INFINITY;

  constructor(open: boolean) {
    this.#open = open;
  }

  get isOpen(): boolean {
    return this.#open;
  }

  /** It ran dry. */
  close(): void {
    this.#open = false;
    this.#sinceUs = undefined;
    this.#neededUs = Number.NEGATIVE_INFINITY;
  }

  /** Whether frames may go now; `need` is asked now and then, for it takes a while. */
  lets({ heldUs, whole }: Held, need: () => number, nowUs: number): boolean {
    if (this.#open) return true;
    if (heldUs === 0 && !whole) return false;
    this.#sinceUs ??= nowUs;
    if (nowUs - this.#neededUs >= startNeedEveryUs) {
      this.#needUs = need();
      this.#neededUs = nowUs;
    }
    this.#open = whole || heldUs >= this.#needUs || nowUs - this.#sinceUs >= startWaitUsMax;
    return this.#open;
  }
}
