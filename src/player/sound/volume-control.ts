/**
 * The volume on its way to the sound: down at once, up little by little, so that
 * no command, slip of a finger or sender makes a room suddenly loud; and the fade
 * of a sleep timer over it. Whether a level is allowed was decided before.
 *
 * Invariant: what goes out is never above the target, nor above what went out before
 * by more than the time since allows.
 */
import type { AudioSink } from "../../audio/model.ts";
import { usPerS } from "../../base/units.ts";
import type { Cancel, Clock } from "../../ports/clock.ts";
import { volumeRisePerS, volumeTickUs } from "../limits.ts";

export class VolumeControl {
  readonly #sink: AudioSink;
  readonly #clock: Clock;
  readonly #sounds: () => boolean;
  #target = 30;
  #muted = false;
  /** Of the sleep timer, 0…1. */
  #fade = 1;
  #applied = 30;
  #appliedUs = 0;
  #risePerS = volumeRisePerS;
  #timer: Cancel | undefined;

  /** While nothing sounds no level is a jump. */
  constructor(sink: AudioSink, clock: Clock, sounds: () => boolean) {
    this.#sink = sink;
    this.#clock = clock;
    this.#sounds = sounds;
    this.#apply();
  }

  /** What was asked for and granted, 0…100. */
  get target(): number {
    return this.#target;
  }
  /** How loud it is just now, without mute and fade. */
  get applied(): number {
    return this.#applied;
  }
  get muted(): boolean {
    return this.#muted;
  }

  set(level: number): void {
    this.#risePerS = volumeRisePerS;
    if (!this.#sounds()) this.#applied = level;
    this.#aim(level);
  }

  /** At once: nothing sounds yet. */
  restore(level: number, muted: boolean): void {
    this.#target = level;
    this.#applied = level;
    this.#muted = muted;
    this.#apply();
  }

  /** From `from`, or from what it is where that is less, to `level` within `overUs`: an alarm. */
  rise(from: number, level: number, overUs: number): void {
    this.#applied = Math.min(this.#applied, from, level);
    this.#risePerS = ((level - this.#applied) * usPerS) / Math.max(usPerS, overUs);
    this.#aim(level);
  }

  mute(muted: boolean): void {
    this.#muted = muted;
    this.#apply();
  }

  /** 0…1 of the level. */
  fade(part: number): void {
    this.#fade = part;
    this.#apply();
  }

  close(): void {
    this.#timer?.();
  }

  #aim(level: number): void {
    this.#target = level;
    this.#appliedUs = this.#clock.nowUs();
    this.#timer?.();
    this.#timer = undefined;
    this.#applied = Math.min(this.#applied, level);
    this.#apply();
    this.#climb();
  }

  #climb(): void {
    if (this.#applied >= this.#target) return;
    this.#timer = this.#clock.after(volumeTickUs, () => {
      const nowUs = this.#clock.nowUs();
      const rise = ((nowUs - this.#appliedUs) * this.#risePerS) / usPerS;
      // A thread that was kept waiting is no reason for a jump.
      const most = (2 * volumeTickUs * this.#risePerS) / usPerS;
      this.#applied = Math.min(this.#target, this.#applied + Math.min(rise, most));
      this.#appliedUs = nowUs;
      this.#apply();
      this.#climb();
    });
  }

  #apply(): void {
    this.#sink.setVolume(this.#applied * this.#fade, this.#muted);
  }
}
