/**
 * An alarm while it sounds: begins the music, grows louder, and sees to it that
 * something is heard: where the music does not sound within alarmToneUs, or does not
 * any more, the speaker's own tone does, which needs no network, cache or file.
 *
 * When an alarm is due is decided elsewhere (alarm-list.ts).
 *
 * Invariants:
 *   I1  from alarmToneUs after its begin to its end either the music or the tone is handed to the output
 *   I2  it ends by itself after stopMin, and leaves volume and mute as they were, unless somebody turned them meanwhile
 */
import { alarmChime } from "../../audio/chime.ts";
import { usPerS } from "../../base/units.ts";
import type { Cancel, Clock } from "../../ports/clock.ts";
import type { Announcer, Said } from "../announcer.ts";
import { alarmLevelFirst, alarmTickUs, alarmToneUs, announcementLevelMin } from "../limits.ts";
import type { PlayState } from "../model.ts";
import type { Alarm } from "./alarm.ts";
import type { VolumeControl } from "./volume-control.ts";

export interface BellPorts {
  readonly clock: Clock;
  readonly announcer: Announcer;
  readonly volume: VolumeControl;
  readonly state: () => PlayState;
  /** Why not; undefined where it is accepted. */
  readonly play: (what: readonly string[]) => string | undefined;
  readonly pause: () => void;
  /** 0…100: an alarm is no louder than this. */
  readonly cap: () => number;
  /** It ended by itself. */
  readonly over: () => void;
}

interface Strike {
  readonly alarm: Alarm;
  readonly endUs: number;
  readonly before: { readonly level: number; readonly muted: boolean };
  readonly level: number;
  /** Since when nothing of the music is heard. */
  silentUs: number;
  tone: Said | undefined;
}

export class AlarmBell {
  readonly #ports: BellPorts;
  #strike: Strike | undefined;
  #timer: Cancel | undefined;

  constructor(ports: BellPorts) {
    this.#ports = ports;
  }

  get alarm(): Alarm | undefined {
    return this.#strike?.alarm;
  }
  /** The tone is heard in place of the music. */
  get isTone(): boolean {
    return this.#strike?.tone !== undefined;
  }

  /** Another one that sounds makes room. */
  ring(alarm: Alarm): void {
    this.stop();
    const { clock, volume, play, cap } = this.#ports;
    const nowUs = clock.nowUs();
    const before = { level: volume.target, muted: volume.muted };
    const level = Math.min(alarm.volume, cap());
    volume.fade(1);
    volume.mute(false);
    volume.rise(alarmLevelFirst, level, alarm.riseS * usPerS);
    const hasMusic = alarm.what.length > 0 && play(alarm.what) === undefined;
    const silentUs = hasMusic ? nowUs : nowUs - alarmToneUs;
    const endUs = nowUs + alarm.stopMin * 60 * usPerS;
    this.#strike = { alarm, endUs, before, level, silentUs, tone: undefined };
    this.#tick();
  }

  /** Safe where nothing sounds. */
  stop(): void {
    const strike = this.#strike;
    if (strike === undefined) return;
    this.#strike = undefined;
    this.#timer?.();
    strike.tone?.stop();
    const { volume, pause } = this.#ports;
    if (strike.alarm.what.length > 0) pause();
    if (volume.target !== strike.level) return;
    volume.set(strike.before.level);
    if (!volume.muted) volume.mute(strike.before.muted);
  }

  /** The speaker ends; the alarm goes on after its restart. */
  close(): void {
    this.#timer?.();
  }

  #tick(): void {
    const strike = this.#strike;
    if (strike === undefined) return;
    const { clock, state, over } = this.#ports;
    const nowUs = clock.nowUs();
    if (nowUs >= strike.endUs) {
      this.stop();
      over();
      return;
    }
    if (strike.alarm.what.length > 0 && state() === "playing") strike.silentUs = nowUs;
    this.#setTone(strike, nowUs - strike.silentUs >= alarmToneUs);
    this.#timer = clock.after(alarmTickUs, () => this.#tick());
  }

  #setTone(strike: Strike, wanted: boolean): void {
    const { announcer } = this.#ports;
    const level = (): number => this.#toneLevel(strike);
    if (!wanted) {
      strike.tone?.stop();
      strike.tone = undefined;
    } else if (strike.tone === undefined) {
      // What else is to be said can wait.
      announcer.silence();
      strike.tone = announcer.say({ clips: [alarmChime()], level, repeats: true });
    } else strike.tone.setLevel(level());
  }

  /** Soft at first, never too soft to wake anybody. */
  #toneLevel({ level }: Strike): number {
    return Math.max(Math.min(announcementLevelMin, level), this.#ports.volume.applied);
  }
}
