/** Sound, sleep timer and alarms, and the commands about them, to their messages and back. Sizes and kinds are checked here, meaning by the player. */

import { loudnessModes } from "../audio/model.ts";
import { minuteText, readMinute } from "../player/sound/local-time.ts";
import type {
  AlarmReport,
  AlarmRequest,
  SleepRequest,
  SoundCommand,
  SoundReport,
} from "../player/sound/model.ts";
import type { QuietHours } from "../player/sound/volume-guard.ts";
import type { schema } from "../wire/control-frame.ts";
import type { BadCommand, CommandIn, CommandOut } from "./command-shapes.ts";

type SoundOut = schema.control.SoundState.$Properties;
type AlarmOut = schema.control.Alarm.$Properties;

export function soundToWire(sound: SoundReport): SoundOut {
  const { quiet, sleep, tone, ringing, snoozedMs, alarms, ...plain } = sound;
  return {
    ...plain,
    tone: { ...tone },
    alarms: alarms.map(alarmToWire),
    ringing: ringing?.id ?? "",
    ringingTone: ringing?.tone ?? false,
    ...(quiet === null ? {} : { quiet: { ...quiet } }),
    ...(sleep === null ? {} : { sleep: sleepToWire(sleep) }),
    ...(snoozedMs === null ? {} : { snoozedMs }),
  };
}

export function soundFromWire(message: SoundOut): SoundReport {
  const { quiet, sleep, tone, ringing } = message;
  return {
    cap: message.cap ?? 0,
    limit: message.limit ?? 0,
    applied: message.applied ?? 0,
    limitedBy: message.limitedBy === "quiet" ? "quiet" : "cap",
    quiet: quiet ? { from: quiet.from ?? "", to: quiet.to ?? "", cap: quiet.cap ?? 0 } : null,
    sleep: sleep ? sleepFromWire(sleep) : null,
    tone: toneFromWire(tone ?? {}),
    loudness: loudnessModes.find((mode) => mode === message.loudness) ?? "off",
    resume: message.resume ?? false,
    zone: message.zone ?? "",
    alarms: (message.alarms ?? []).map(alarmFromWire),
    ringing: ringing ? { id: ringing, tone: message.ringingTone ?? false } : null,
    snoozedMs: message.snoozedMs ?? null,
  };
}

function sleepFromWire(sleep: NonNullable<SoundOut["sleep"]>): NonNullable<SoundReport["sleep"]> {
  return {
    mode: sleep.trackEnd ? "track-end" : "time",
    endsMonoUs: sleep.endsMonoUs ?? null,
    leftS: sleep.leftS ?? null,
  };
}

function toneFromWire(tone: NonNullable<SoundOut["tone"]>): SoundReport["tone"] {
  return {
    bass: tone.bass ?? 0,
    treble: tone.treble ?? 0,
    balance: tone.balance ?? 0,
    mono: tone.mono ?? false,
  };
}

function sleepToWire({ mode, endsMonoUs, leftS }: NonNullable<SoundReport["sleep"]>) {
  return {
    trackEnd: mode === "track-end",
    ...(endsMonoUs === null ? {} : { endsMonoUs: Math.round(endsMonoUs) }),
    ...(leftS === null ? {} : { leftS }),
  };
}

function alarmToWire({
  nextMs,
  missedMs,
  skippedMs,
  date,
  days,
  what,
  ...plain
}: AlarmReport): AlarmOut {
  return {
    ...plain,
    days: [...days],
    what: [...what],
    date: date ?? "",
    ...(nextMs === null ? {} : { nextMs }),
    ...(missedMs === null ? {} : { missedMs }),
    ...(skippedMs === null ? {} : { skippedMs }),
  };
}

function alarmFromWire(message: AlarmOut): AlarmReport {
  return {
    id: message.id ?? "",
    label: message.label ?? "",
    time: message.time ?? "",
    days: message.days ?? [],
    date: message.date ? message.date : null,
    what: message.what ?? [],
    volume: message.volume ?? 0,
    riseS: message.riseS ?? 0,
    stopMin: message.stopMin ?? 0,
    enabled: message.enabled ?? false,
    nextMs: message.nextMs ?? null,
    missedMs: message.missedMs ?? null,
    skippedMs: message.skippedMs ?? null,
  };
}

export function soundCommandToWire(command: SoundCommand): CommandOut {
  switch (command.kind) {
    case "volume-guard": {
      const { cap, quiet } = command;
      return {
        volumeGuard: {
          ...(cap === undefined ? {} : { cap }),
          ...(quiet ? { quiet: quietToWire(quiet) } : {}),
          quietOff: quiet === null,
        },
      };
    }
    case "sleep":
      return { sleep: sleepRequestToWire(command.end) };
    case "alarm-set": {
      const { minute, days, what, ...plain } = command.alarm;
      return {
        alarmSet: { ...plain, days: [...days], what: [...what], time: minuteText(minute) },
      };
    }
    case "alarm-remove":
      return { alarmRemove: { id: command.id } };
    case "alarm-skip":
      return { alarmSkip: { id: command.id, undo: !command.skips } };
    case "alarm-snooze":
      return { alarmSnooze: { minutes: command.minutes ?? 0 } };
    case "alarm-stop":
      return { alarmStop: {} };
    case "tone":
      return { tone: { ...command.changes } };
    case "loudness":
      return { loudness: { mode: command.mode } };
    case "announce": {
      const { id, offset, data, last } = command;
      return { announce: { id, offset, data, last } };
    }
    case "resume-after-restart":
      return { resumeAfterRestart: { on: command.on } };
    case "zone":
      return { zone: { zone: command.zone } };
  }
}

/** Undefined for what is none of these. */
export function soundCommandFromWire(message: CommandIn): SoundCommand | BadCommand | undefined {
  switch (message.op) {
    case "volumeGuard":
      return readGuard(message.volumeGuard);
    case "sleep":
      return { kind: "sleep", end: readSleep(message.sleep) };
    case "alarmSet":
      return readAlarm(message.alarmSet);
    case "alarmRemove":
      return { kind: "alarm-remove", id: message.alarmRemove.id ?? "" };
    case "alarmSkip": {
      const { id, undo } = message.alarmSkip;
      return { kind: "alarm-skip", id: id ?? "", skips: undo !== true };
    }
    case "alarmSnooze": {
      const { minutes } = message.alarmSnooze;
      return { kind: "alarm-snooze", minutes: minutes ? minutes : undefined };
    }
    case "alarmStop":
      return { kind: "alarm-stop" };
    case "tone":
      return { kind: "tone", changes: readTone(message.tone) };
    case "loudness": {
      const mode = loudnessModes.find((known) => known === message.loudness.mode);
      return mode === undefined
        ? bad("loudness is off, track or album")
        : { kind: "loudness", mode };
    }
    case "announce": {
      const { id, offset, data, last } = message.announce;
      if ((id ?? "").length > announceIdCharsMax) return bad("the id of the sound is too long");
      const part = { id: id ?? "", offset: offset ?? 0, data: data ?? new Uint8Array(0) };
      return { kind: "announce", ...part, last: last ?? false };
    }
    case "resumeAfterRestart":
      return { kind: "resume-after-restart", on: message.resumeAfterRestart.on ?? false };
    case "zone":
      return { kind: "zone", zone: message.zone.zone ?? "" };
    default:
      return undefined;
  }
}

const announceIdCharsMax = 64;

function quietToWire({ fromMinute, toMinute, cap }: QuietHours) {
  return { from: minuteText(fromMinute), to: minuteText(toMinute), cap };
}

function readGuard({
  cap,
  quiet,
  quietOff,
}: schema.control.SetVolumeGuard.$Shape): SoundCommand | BadCommand {
  const kept = { kind: "volume-guard", cap: cap ?? undefined } as const;
  if (!quiet) return { ...kept, quiet: quietOff ? null : undefined };
  const [fromMinute, toMinute] = [readMinute(quiet.from ?? ""), readMinute(quiet.to ?? "")];
  if (fromMinute === undefined || toMinute === undefined) return badTime;
  return { ...kept, quiet: { fromMinute, toMinute, cap: quiet.cap ?? 0 } };
}

function sleepRequestToWire(end: SleepRequest) {
  if (end === "off") return {};
  return end === "track-end" ? { trackEnd: true } : { ...end };
}

function readSleep({
  minutes,
  addMinutes,
  trackEnd,
}: schema.control.SetSleep.$Shape): SleepRequest {
  if (trackEnd) return "track-end";
  if (addMinutes) return { addMinutes };
  return minutes ? { minutes } : "off";
}

function readAlarm(message: schema.control.Alarm.$Shape): SoundCommand | BadCommand {
  const { time, days, what, ...plain } = alarmFromWire(message);
  const minute = readMinute(time);
  if (minute === undefined) return badTime;
  const { id, label, volume, riseS, stopMin, enabled } = plain;
  const sound = { volume, riseS, stopMin, enabled };
  const alarm: AlarmRequest = { id, label, minute, days, what, ...sound };
  return { kind: "alarm-set", alarm };
}

function readTone({ bass, treble, balance, mono }: schema.control.SetTone.$Shape) {
  return {
    ...(typeof bass === "number" ? { bass } : {}),
    ...(typeof treble === "number" ? { treble } : {}),
    ...(typeof balance === "number" ? { balance } : {}),
    ...(typeof mono === "boolean" ? { mono } : {}),
  };
}

function bad(message: string): BadCommand {
  return { bad: "invalid-argument", message };
}
const badTime = bad("a time of the day is 00:00 to 23:59");
