/**
 * The sleep timer: when the music is to end, and how far it has faded until then.
 * Pure: the caller asks when to look again.
 */
import { sleepFadeUs, sleepTickUs } from "../limits.ts";

export type SleepEnd = { readonly endUs: number } | "track-end";

export class SleepTimer {
  #end: SleepEnd | undefined;

  get end(): SleepEnd | undefined {
    return this.#end;
  }
  set end(end: SleepEnd | undefined) {
    this.#end = end;
  }

  /** How much is left; undefined where that is not counted in time. */
  leftUs(nowUs: number): number | undefined {
    if (this.#end === undefined || this.#end === "track-end") return undefined;
    return Math.max(0, this.#end.endUs - nowUs);
  }

  /** What the volume is multiplied with, 0…1. */
  fade(nowUs: number): number {
    const leftUs = this.leftUs(nowUs);
    return leftUs === undefined ? 1 : Math.min(1, leftUs / sleepFadeUs);
  }

  isOver(nowUs: number): boolean {
    return this.leftUs(nowUs) === 0;
  }

  /** Look again after so long; undefined where nothing will have changed. */
  lookInUs(nowUs: number): number | undefined {
    const leftUs = this.leftUs(nowUs);
    return leftUs === undefined ? undefined : Math.max(sleepTickUs, leftUs - sleepFadeUs);
  }
}
