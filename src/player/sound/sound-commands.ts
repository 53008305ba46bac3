/**
 * Carries out the commands about sound, sleep timer, alarms and announcements, and
 * lets the volume guard and a ringing alarm have their say in the player's own.
 */
import { attentionChime } from "../../audio/chime.ts";
import { readClip } from "../../audio/clip.ts";
import type { ToneSettings } from "../../audio/model.ts";
import { toHex } from "../../base/bytes.ts";
import type { Entropy } from "../../ports/entropy.ts";
import type { Actor } from "../actor.ts";
import { sleepMinutesMax, snoozeMinutesMax } from "../limits.ts";
import type { CommandCode, CommandOutcome, PlaybackCommand } from "../model.ts";
import { alarmFault } from "./alarm.ts";
import { Zone } from "./local-time.ts";
import type { AlarmRequest, SleepRequest, SoundCommand } from "./model.ts";
import type { SoundDesk } from "./sound-desk.ts";
import { guardFault, toneFault } from "./sound-settings.ts";
import { Uploads } from "./uploads.ts";
import type { GuardSettings } from "./volume-guard.ts";

const done: CommandOutcome = { code: "ok", message: "" };
const alarmIdBytes = 4;

export class SoundCommands {
  readonly #desk: SoundDesk;
  readonly #entropy: Entropy;
  readonly #uploads = new Uploads();

  constructor(desk: SoundDesk, entropy: Entropy) {
    this.#desk = desk;
    this.#entropy = entropy;
  }

  /** `otherwise`: of all commands that are the player's. */
  execute(
    command: PlaybackCommand | SoundCommand,
    actor: Actor | undefined,
    otherwise: (command: PlaybackCommand) => CommandOutcome,
  ): CommandOutcome {
    switch (command.kind) {
      case "volume":
        return this.#volume(command.level, actor, otherwise);
      case "volume-by": {
        const level = Math.min(100, Math.max(0, this.#desk.volume + command.by));
        return this.#volume(level, actor, otherwise);
      }
      case "pause":
      case "stop":
        this.#desk.silenced();
        return otherwise(command);
      case "mute":
        if (command.muted) this.#desk.silenced();
        return otherwise(command);
      case "volume-guard":
        return this.#guard(command);
      case "sleep":
        return this.#sleep(command.end);
      case "alarm-set":
        return this.#setAlarm(command.alarm);
      case "alarm-remove":
        return this.#desk.removeAlarm(command.id)
          ? done
          : refuse("not-found", "there is no such alarm; see nightjar ctl alarm");
      case "alarm-skip":
        return this.#desk.skipAlarm(command.id, command.skips);
      case "alarm-snooze":
        return this.#snooze(command.minutes);
      case "alarm-stop":
        return this.#desk.stopAlarm()
          ? done
          : refuse("unavailable", "no alarm sounds or was missed");
      case "tone":
        return this.#tone(command.changes);
      case "loudness":
        this.#desk.setLoudness(command.mode);
        return done;
      case "announce":
        return this.#announce(command);
      case "resume-after-restart":
        this.#desk.setResume(command.on);
        return done;
      case "zone":
        return this.#zone(command.zone);
      default:
        return otherwise(command);
    }
  }

  #volume(
    level: number,
    actor: Actor | undefined,
    otherwise: (command: PlaybackCommand) => CommandOutcome,
  ): CommandOutcome {
    // What is no volume is not for the guard.
    const isVolume = level >= 0 && level <= 100;
    const held = isVolume ? this.#desk.hold(level, actor) : undefined;
    const outcome = otherwise({ kind: "volume", level: held?.level ?? level });
    return outcome.code === "ok" ? (held?.limited ?? outcome) : outcome;
  }

  #guard({ cap, quiet }: SoundCommand & { readonly kind: "volume-guard" }): CommandOutcome {
    const { guard } = this.#desk;
    const changed: GuardSettings = {
      cap: cap ?? guard.cap,
      quiet: quiet === undefined ? guard.quiet : quiet,
    };
    const fault = guardFault(changed);
    if (fault !== undefined) return refuse("invalid-argument", fault);
    this.#desk.setGuard(changed);
    return done;
  }

  #sleep(end: SleepRequest): CommandOutcome {
    if (end === "off" || end === "track-end") {
      this.#desk.setSleep(end === "off" ? undefined : end);
      return done;
    }
    const added = "addMinutes" in end;
    const minutes = (added ? this.#desk.sleepLeftMin : 0) + (added ? end.addMinutes : end.minutes);
    if (!(minutes > 0 && minutes <= sleepMinutesMax))
      return refuse("invalid-argument", `a sleep timer has up to ${sleepMinutesMax} minutes`);
    this.#desk.setSleep({ lastsMs: Math.round(minutes * 60_000) });
    return done;
  }

  #setAlarm(request: AlarmRequest): CommandOutcome {
    const id = request.id === "" ? toHex(this.#entropy.bytes(alarmIdBytes)) : request.id;
    const fault = alarmFault({ ...request, id, date: request.days.length === 0 ? 0 : null });
    if (fault !== undefined) return refuse("invalid-argument", fault);
    const date = request.days.length === 0 ? this.#desk.nextDate(request.minute) : null;
    if (date !== undefined) return this.#desk.setAlarm({ ...request, id, date });
    return refuse(
      "unavailable",
      "the speaker does not know what day it is; give the days of the week, or wait until it has met an origin or a time server",
    );
  }

  #snooze(minutes: number | undefined): CommandOutcome {
    if (minutes !== undefined && !(minutes >= 1 && minutes <= snoozeMinutesMax))
      return refuse("invalid-argument", `a snooze has 1 to ${snoozeMinutesMax} minutes`);
    return this.#desk.snooze(minutes) ? done : refuse("unavailable", "no alarm sounds");
  }

  #tone(changes: Partial<ToneSettings>): CommandOutcome {
    const tone = { ...this.#desk.tone, ...changes };
    const fault = toneFault(tone);
    if (fault !== undefined) return refuse("invalid-argument", fault);
    this.#desk.setTone(tone);
    return done;
  }

  #announce(part: SoundCommand & { readonly kind: "announce" }): CommandOutcome {
    const file = this.#uploads.take(part);
    if (file === "refused")
      return refuse("invalid-argument", "the sound is too large, or a part of it is missing");
    if (file === "more") return done;
    const clip = file.length === 0 ? attentionChime() : readClip(file);
    if ("refused" in clip)
      return refuse("invalid-argument", `that cannot be played: ${clip.refused}`);
    return this.#desk.say([clip]) === undefined
      ? refuse("unavailable", "too much is to be said already; try again in a while")
      : done;
  }

  #zone(zone: string): CommandOutcome {
    if (zone !== "" && Zone.of(zone) === undefined)
      return refuse("invalid-argument", `"${zone}" is no time zone; say, Europe/Berlin`);
    this.#desk.setZone(zone === "" ? null : zone);
    return done;
  }
}

function refuse(code: CommandCode, message: string): CommandOutcome {
  return { code, message };
}
