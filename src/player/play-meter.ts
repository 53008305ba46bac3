/**
 * Counts what a play cost its listener: how long until it sounded, how often it
 * stalled, how much was concealed; and the totals since the speaker started.
 *
 * Pure: times come in. "This play" is what the latest play, next, previous or
 * seek began; going on by itself to the next track does not begin a new one.
 */
import { usPerMs } from "../base/units.ts";
import type { PlayReport } from "./model.ts";

/** Running totals of the audio thread, microseconds. */
export interface SoundTotals {
  readonly playedUs: number;
  readonly concealedUs: number;
}

export class PlayMeter {
  #acceptedUs: number | undefined;
  #startMs: number | null = null;
  #base: SoundTotals = { playedUs: 0, concealedUs: 0 };
  #stalls = 0;
  #stallUs = 0;
  #starvingSinceUs: number | undefined;
  #totalStalls = 0;
  #plays = 0;

  get totalStalls(): number {
    return this.#totalStalls;
  }
  get plays(): number {
    return this.#plays;
  }
  get isStarving(): boolean {
    return this.#starvingSinceUs !== undefined;
  }
  /** Accepted, and not one sample out yet. */
  get isStarting(): boolean {
    return this.#acceptedUs !== undefined && this.#startMs === null;
  }

  /** A command that starts a play was accepted. */
  accepted(atUs: number, totals: SoundTotals): void {
    this.#acceptedUs = atUs;
    this.#startMs = null;
    this.#base = totals;
    this.#stalls = 0;
    this.#stallUs = 0;
    this.#starvingSinceUs = undefined;
  }

  /** The first sample after a command is out. */
  firstSample(atUs: number): void {
    if (this.#acceptedUs === undefined || this.#startMs !== null) return;
    this.#startMs = Math.max(0, Math.round((atUs - this.#acceptedUs) / 10) / 100);
  }

  /** A track began to sound, by command or by itself. */
  trackStarted(): void {
    this.#plays += 1;
  }

  starving(atUs: number): void {
    if (this.#starvingSinceUs !== undefined) return;
    this.#starvingSinceUs = atUs;
    this.#stalls += 1;
    this.#totalStalls += 1;
  }

  fed(atUs: number): void {
    if (this.#starvingSinceUs === undefined) return;
    this.#stallUs += atUs - this.#starvingSinceUs;
    this.#starvingSinceUs = undefined;
  }

  report(nowUs: number, totals: SoundTotals): PlayReport {
    const running = this.#starvingSinceUs === undefined ? 0 : nowUs - this.#starvingSinceUs;
    return {
      startMs: this.#startMs,
      stalls: this.#stalls,
      stallMs: Math.round((this.#stallUs + running) / usPerMs),
      playedMs: Math.round((totals.playedUs - this.#base.playedUs) / usPerMs),
      concealedMs: Math.round((totals.concealedUs - this.#base.concealedUs) / usPerMs),
    };
  }
}
