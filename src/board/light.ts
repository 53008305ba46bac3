/**
 * Lights: which of the states that hold a light shows, and how it blinks. Pure.
 *
 * Invariants:
 *   I1  the same state all the time is one pattern without a seam; while it is steady nothing is due
 *   I2  a state that people's hands did not bring about is shown lightDwellUs at least
 */
import { usPerMs } from "../base/units.ts";
import { lightDwellUs } from "./limits.ts";
import { type LightState, lightStates } from "./profile.ts";

/** Milliseconds on, off, on, off …, over and over. One number: steady on; none: off. */
const patterns: Readonly<Record<LightState, readonly number[]>> = {
  armed: [1_000],
  warning: [100, 100],
  limit: [60, 60],
  refused: [80, 80, 80, 360],
  volume: [40, 60],
  booting: [500, 500],
  pairing: [120, 120, 120, 640],
  trouble: [150, 150, 150, 150, 150, 1_250],
  muted: [900, 100],
  buffering: [700, 300],
  playing: [1_000],
  paused: [60, 2_940],
  idle: [],
};

/** What hands bring about is seen at once. */
const urgent: ReadonlySet<LightState> = new Set([
  "armed",
  "warning",
  "limit",
  "refused",
  "volume",
  "pairing",
]);

export class Light {
  readonly #shows: readonly LightState[];
  #state: LightState = "idle";
  #sinceUs = Number.NEGATIVE_INFINITY;
  #next: LightState | undefined;

  constructor(shows: readonly LightState[]) {
    this.#shows = lightStates.filter((state) => shows.includes(state));
  }

  get state(): LightState {
    return this.#state;
  }

  /** Something changes by time alone then; undefined: nothing does. */
  nextDueUs(nowUs: number): number | undefined {
    const blinkUs = this.#turnUs(nowUs);
    const dwellUs = this.#next === undefined ? undefined : this.#sinceUs + lightDwellUs;
    if (blinkUs === undefined || dwellUs === undefined) return blinkUs ?? dwellUs;
    return Math.min(blinkUs, dwellUs);
  }

  /** Of the states that hold now. */
  show(held: ReadonlySet<LightState>, nowUs: number): void {
    const state = this.#shows.find((each) => held.has(each)) ?? "idle";
    const isFresh = nowUs - this.#sinceUs < lightDwellUs;
    const mayWait = isFresh && !urgent.has(state) && !urgent.has(this.#state);
    this.#next = mayWait && state !== this.#state ? state : undefined;
    if (!mayWait) this.#take(state, nowUs);
  }

  level(nowUs: number): boolean {
    if (this.#next !== undefined && nowUs - this.#sinceUs >= lightDwellUs)
      this.#take(this.#next, nowUs);
    const pattern = patterns[this.#state];
    if (pattern.length <= 1) return pattern.length === 1;
    return partAt(pattern, nowUs - this.#sinceUs).index % 2 === 0;
  }

  #take(state: LightState, nowUs: number): void {
    this.#next = undefined;
    if (state === this.#state) return;
    this.#state = state;
    this.#sinceUs = nowUs;
  }

  #turnUs(nowUs: number): number | undefined {
    const pattern = patterns[this.#state];
    if (pattern.length <= 1) return undefined;
    return nowUs + partAt(pattern, nowUs - this.#sinceUs).leftUs;
  }
}

/** Which part of the pattern that is, and how long it still is. */
function partAt(pattern: readonly number[], sinceUs: number): { index: number; leftUs: number } {
  const wholeUs = pattern.reduce((sum, ms) => sum + ms, 0) * usPerMs;
  let atUs = Math.max(0, sinceUs) % wholeUs;
  for (const [index, ms] of pattern.entries()) {
    if (atUs < ms * usPerMs) return { index, leftUs: ms * usPerMs - atUs };
    atUs -= ms * usPerMs;
  }
  return { index: 0, leftUs: wholeUs }; // Not reached: atUs is within the whole.
}
