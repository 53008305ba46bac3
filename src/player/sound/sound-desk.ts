/**
 * All that decides how loud, when and how something sounds, beside what plays:
 * volume guard, sleep timer, alarms, tone, announcements (docs/SOUND.md). Joins the
 * pure parts to the player, the clock and the card.
 *
 * Invariants:
 *   I1  the volume that is set is never above the limit of the moment
 *   I2  nothing is fired or limited by a time that nobody vouches for
 */
import type { Clip } from "../../audio/clip.ts";
import type { AudioSink, LoudnessMode, ToneSettings } from "../../audio/model.ts";
import { usPerMs, usPerS } from "../../base/units.ts";
import type { KnownTime } from "../../household/house-time.ts";
import type { Cancel, Clock } from "../../ports/clock.ts";
import type { Log } from "../../ports/log.ts";
import type { Actor } from "../actor.ts";
import { Announcer, type Said } from "../announcer.ts";
import { announcementLevelMin, dueLookUs, snoozeMinutes } from "../limits.ts";
import type { CommandOutcome, PlayState, Topic } from "../model.ts";
import { type Alarm, nextDate } from "./alarm.ts";
import { AlarmBell } from "./alarm-bell.ts";
import { AlarmList } from "./alarm-list.ts";
import { Zone } from "./local-time.ts";
import { SleepTimer } from "./sleep-timer.ts";
import type { SoundStore } from "./sound-store.ts";
import type { VolumeControl } from "./volume-control.ts";
import {
  type GuardSettings,
  granted,
  type Limit,
  type LimitedBy,
  limitAt,
} from "./volume-guard.ts";

/** What it needs of the player. */
export interface DeskPlayer {
  readonly state: PlayState;
  readonly volume: number;
  readonly loudness: VolumeControl;
  /** The track that plays is the last one, where `ended` is given, which is called at its end. */
  endAfterTrack(ended: (() => void) | undefined): void;
  setVolume(level: number): void;
  pause(): void;
}

export interface DeskPorts {
  readonly clock: Clock;
  readonly log: Log;
  readonly sink: AudioSink;
  readonly player: DeskPlayer;
  readonly store: SoundStore;
  readonly time: () => KnownTime;
  /** Name of the zone that holds where nobody has set another. */
  readonly zone: () => string;
  /** Why not; undefined where it is accepted. */
  readonly play: (what: readonly string[]) => string | undefined;
  readonly changed: (topics: readonly Topic[]) => void;
}

const done: CommandOutcome = { code: "ok", message: "" };
const noneToSkip = "there is no such alarm that is to sound, or its next time is skipped already";
const noneSkipped = "no time of that alarm is skipped; see nightjar ctl alarm";

export class SoundDesk {
  readonly #ports: DeskPorts;
  readonly #announcer: Announcer;
  readonly #sleep = new SleepTimer();
  readonly #alarms = new AlarmList();
  readonly #bell: AlarmBell;
  #zone: Zone | undefined;
  #timer: Cancel | undefined;
  #sleepTimer: Cancel | undefined;
  #waking: Cancel | undefined;
  #closed = false;

  constructor(ports: DeskPorts) {
    const { clock, sink, player, store, play } = ports;
    this.#ports = ports;
    this.#announcer = new Announcer(sink, clock);
    this.#bell = new AlarmBell({
      ...{ clock, play, announcer: this.#announcer, volume: player.loudness },
      state: () => player.state,
      pause: () => player.pause(),
      cap: () => store.settings.guard.cap,
      over: () => this.#silenced(),
    });
    this.#alarms.load(store.settings.alarms);
    sink.setTone(store.settings.tone);
    sink.setLoudness(store.settings.loudness);
  }

  /** What was saved takes effect: after the player's own state. */
  start(): void {
    this.#holdLimit();
    this.#restoreSleep();
    this.look();
  }

  get alarms(): AlarmList {
    return this.#alarms;
  }
  get bell(): AlarmBell {
    return this.#bell;
  }
  get sleep(): SleepTimer {
    return this.#sleep;
  }
  get guard(): GuardSettings {
    return this.#ports.store.settings.guard;
  }
  get tone(): ToneSettings {
    return this.#ports.store.settings.tone;
  }
  get loudness(): LoudnessMode {
    return this.#ports.store.settings.loudness;
  }
  get resumes(): boolean {
    return this.#ports.store.settings.resume;
  }
  /** When it sounds again after a snooze, wall ms; undefined where none waits. */
  get snoozedMs(): number | undefined {
    const { ringing } = this.#ports.store.settings;
    return ringing === null || this.#bell.alarm !== undefined ? undefined : ringing.atMs;
  }
  get volume(): number {
    return this.#ports.player.volume;
  }
  get applied(): number {
    return this.#ports.player.loudness.applied;
  }
  get sleepLeftMin(): number {
    return (this.#sleep.leftUs(this.#ports.clock.nowUs()) ?? 0) / (60 * usPerS);
  }
  get zoneName(): string {
    return this.#ports.store.settings.zone ?? this.#ports.zone();
  }
  get zone(): Zone {
    const name = this.zoneName;
    if (this.#zone?.name !== name) this.#zone = Zone.of(name) ?? Zone.of("UTC");
    if (this.#zone === undefined) throw new Error("UTC is a zone everywhere");
    return this.#zone;
  }
  /** Wall ms; undefined while nobody knows it. */
  get nowMs(): number | undefined {
    const { wallMs, trusted } = this.#ports.time();
    return trusted ? wallMs : undefined;
  }
  get limit(): Limit {
    const { guard } = this;
    // No zone is made for those who have no quiet hours.
    if (guard.quiet === null) return limitAt(guard, undefined);
    const { nowMs } = this;
    return limitAt(guard, nowMs === undefined ? undefined : this.zone.at(nowMs).minute);
  }
  nextAlarmMs(): number | undefined {
    const { nowMs } = this;
    const any = this.#alarms.kept.some(({ alarm }) => alarm.enabled);
    return nowMs === undefined || !any ? undefined : this.#alarms.next(nowMs, this.zone)?.dueMs;
  }

  say(clips: readonly Clip[]): Said | undefined {
    const { player } = this.#ports;
    const level = (): number =>
      Math.min(this.limit.level, Math.max(announcementLevelMin, player.volume));
    return this.#announcer.say({ clips, level });
  }

  /** What a wish for a volume becomes; `limited` where that is less. */
  hold(
    level: number,
    actor: Actor | undefined,
  ): { readonly level: number; readonly limited: CommandOutcome | undefined } {
    const { limit } = this;
    const given = granted({ level, now: this.#ports.player.volume, limit, actor });
    if (given.by === undefined) return { level: given.level, limited: undefined };
    const message = limitedText(given.level, given.by);
    return { level: given.level, limited: { code: "volume-limited", message } };
  }

  setGuard(guard: GuardSettings): void {
    this.#ports.store.change({ guard });
    this.#holdLimit();
    this.#ports.changed(["sound", "volume"]);
    this.look();
  }

  setTone(tone: ToneSettings): void {
    this.#ports.sink.setTone(tone);
    this.#ports.store.change({ tone });
    this.#ports.changed(["sound"]);
  }

  setLoudness(loudness: LoudnessMode): void {
    this.#ports.sink.setLoudness(loudness);
    this.#ports.store.change({ loudness });
    this.#ports.changed(["sound"]);
  }

  setResume(resume: boolean): void {
    this.#ports.store.change({ resume });
    this.#ports.changed(["sound"]);
  }

  /** Null: the household's, or the machine's. */
  setZone(zone: string | null): void {
    this.#ports.store.change({ zone });
    this.#ports.changed(["sound"]);
    this.look();
  }

  /** Undefined: off. */
  setSleep(end: { readonly lastsMs: number } | "track-end" | undefined): void {
    const { clock, player, store, changed } = this.#ports;
    const { nowMs } = this;
    player.endAfterTrack(end === "track-end" ? () => this.#trackEnded() : undefined);
    if (end === undefined || end === "track-end") {
      this.#sleep.end = end;
      store.change({ sleep: null });
    } else {
      const { lastsMs } = end;
      this.#sleep.end = { endUs: clock.nowUs() + lastsMs * usPerMs };
      store.change({ sleep: { lastsMs, endMs: nowMs === undefined ? null : nowMs + lastsMs } });
    }
    player.loudness.fade(1);
    this.#lookSleep();
    changed(["sound"]);
  }

  /** Adds it, or takes the place of the one with its id. An alarm without days is for the next time of its time. */
  setAlarm(alarm: Alarm): CommandOutcome {
    const { nowMs } = this;
    if (!this.#alarms.set(alarm, nowMs))
      return { code: "unavailable", message: "there are too many alarms; remove one first" };
    if (this.#bell.alarm?.id === alarm.id) this.stopAlarm();
    this.#alarmsChanged();
    return done;
  }

  /** The local day of the next `minute`; undefined while nobody knows what day it is. */
  nextDate(minute: number): number | undefined {
    const { nowMs } = this;
    return nowMs === undefined ? undefined : nextDate(minute, this.zone, nowMs);
  }

  removeAlarm(id: string): boolean {
    if (this.#bell.alarm?.id === id) this.stopAlarm();
    const removed = this.#alarms.remove(id);
    if (removed) this.#alarmsChanged();
    return removed;
  }

  /** The next time of an alarm, of that which sounds next for an empty id, does not sound; or does after all. */
  skipAlarm(id: string, skips: boolean): CommandOutcome {
    const { nowMs } = this;
    if (nowMs === undefined)
      return { code: "unavailable", message: "the speaker does not know what day it is" };
    const of = id === "" ? this.#alarms.toSkip(skips, nowMs, this.zone) : id;
    if (of === undefined || !this.#alarms.skip(of, skips, nowMs, this.zone))
      return { code: "not-found", message: skips ? noneToSkip : noneSkipped };
    this.#alarmsChanged();
    return done;
  }

  /** Ends the one that sounds, or waits after a snooze; what was missed is seen. False where there is nothing of that. */
  stopAlarm(): boolean {
    const { store } = this.#ports;
    const any = this.#bell.alarm !== undefined || store.settings.ringing !== null;
    const seen = this.#alarms.seen();
    if (!any && !seen) return false;
    this.#bell.stop();
    store.change({ ringing: null });
    this.#alarmsChanged();
    return true;
  }

  /** False where none sounds. */
  snooze(minutes = snoozeMinutes): boolean {
    const { alarm } = this.#bell;
    const { nowMs } = this;
    if (alarm === undefined || nowMs === undefined) return false;
    this.#bell.stop();
    const ringing = { alarm: alarm.id, atMs: nowMs + minutes * 60_000 };
    this.#ports.store.change({ ringing });
    this.#alarmsChanged();
    return true;
  }

  /** Somebody told the player to be silent: that means an alarm, too. */
  silenced(): void {
    if (this.#bell.alarm !== undefined) this.stopAlarm();
  }

  /** Whether something is due; also when the time became known. */
  look(): void {
    if (this.#closed) return;
    this.#timer?.();
    this.#timer = undefined;
    const { settings } = this.#ports.store;
    const { nowMs } = this;
    if (nowMs !== undefined) this.#lookAlarms(nowMs);
    this.#holdLimit();
    const waits = this.#alarms.kept.length > 0 || settings.guard.quiet !== null;
    if (!waits) return;
    const nextMs = this.snoozedMs ?? this.nextAlarmMs();
    const untilUs =
      nextMs === undefined || nowMs === undefined ? dueLookUs : (nextMs - nowMs) * usPerMs;
    const delayUs = Math.max(usPerMs, Math.min(dueLookUs, untilUs));
    this.#timer = this.#ports.clock.after(delayUs, () => this.look());
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const cancel of [this.#timer, this.#sleepTimer, this.#waking]) cancel?.();
    this.#bell.close();
    this.#announcer.close();
    await this.#ports.store.flush();
  }

  #lookAlarms(nowMs: number): void {
    const { store, log, changed } = this.#ports;
    // No zone is made for those who have no alarms: it would be twenty milliseconds of a start.
    const looked = this.#alarms.kept.length > 0 ? this.#alarms.look(nowMs, this.zone) : undefined;
    const due = looked?.due;
    if (due !== undefined) {
      log.info("alarm", { id: due.alarm.id, lateMs: nowMs - due.dueMs });
      store.change({ ringing: { alarm: due.alarm.id, atMs: due.dueMs } });
      this.#bell.ring(due.alarm);
    } else this.#lookRinging(nowMs);
    if (looked?.changed !== true) return;
    store.change({ alarms: this.#alarms.kept });
    changed(["sound"]);
  }

  /** After a snooze, or a restart while it rang. */
  #lookRinging(nowMs: number): void {
    const { store, changed } = this.#ports;
    const { ringing } = store.settings;
    if (ringing === null || this.#bell.alarm !== undefined || nowMs < ringing.atMs) return;
    const alarm = this.#alarms.get(ringing.alarm);
    if (alarm === undefined || nowMs - ringing.atMs > alarm.stopMin * 60_000)
      store.change({ ringing: null });
    else this.#bell.ring(alarm);
    changed(["sound"]);
  }

  /** The track after which the music was to end is over. */
  #trackEnded(): void {
    this.#sleep.end = undefined;
    this.#ports.changed(["sound"]);
  }

  #silenced(): void {
    this.#ports.store.change({ ringing: null });
    this.#ports.changed(["sound"]);
  }

  #alarmsChanged(): void {
    this.#ports.store.change({ alarms: this.#alarms.kept });
    this.#ports.changed(["sound"]);
    this.look();
  }

  /** I1: what was louder when quiet hours began stays down after them. */
  #holdLimit(): void {
    const { player } = this.#ports;
    const { limit } = this;
    const most = this.#bell.alarm === undefined ? limit.level : this.guard.cap;
    if (player.volume > most) player.setVolume(most);
  }

  #restoreSleep(): void {
    const { sleep } = this.#ports.store.settings;
    if (sleep === null) return;
    const { nowMs } = this;
    const { endMs, lastsMs } = sleep;
    const leftMs =
      endMs === null || nowMs === undefined ? lastsMs : Math.min(lastsMs, endMs - nowMs);
    this.setSleep(leftMs > 0 ? { lastsMs: leftMs } : undefined);
  }

  #lookSleep(): void {
    this.#sleepTimer?.();
    this.#sleepTimer = undefined;
    const { clock, player } = this.#ports;
    const nowUs = clock.nowUs();
    const delayUs = this.#sleep.lookInUs(nowUs);
    if (delayUs === undefined) return;
    if (!this.#sleep.isOver(nowUs)) {
      player.loudness.fade(this.#sleep.fade(nowUs));
      this.#sleepTimer = clock.after(delayUs, () => this.#lookSleep());
      return;
    }
    player.pause();
    this.#sleep.end = undefined;
    this.#ports.store.change({ sleep: null });
    this.#ports.changed(["sound"]);
    // Once the last of it is out: what is left must not sound at its old level.
    this.#waking = clock.after(usPerS, () => player.loudness.fade(1));
  }
}

function limitedText(level: number, by: LimitedBy): string {
  const why = {
    cap: "that is the most this speaker is set to",
    quiet: "that is the most in quiet hours",
    session: "a new sender cannot make it louder with its first word",
  };
  return `the volume is ${level}: ${why[by]}`;
}
