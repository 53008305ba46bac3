/** `ctl alarm set|skip|remove|snooze|stop` and `ctl sleep`: not only that it is done, but what is so now. */
import type { PlayerCommand } from "../player/model.ts";
import type { AlarmReport, SoundReport } from "../player/sound/model.ts";
import type { Ctl } from "./ctl-open.ts";
import { plainText, spanText } from "./format.ts";
import { jsonLine } from "./json-line.ts";
import { alarmDays, zoneTimeText } from "./render-lists.ts";

const kinds = [
  "alarm-set",
  "alarm-skip",
  "alarm-remove",
  "alarm-snooze",
  "alarm-stop",
  "sleep",
] as const;

export type AlarmCommand = PlayerCommand & { readonly kind: (typeof kinds)[number] };

export function isAlarmCommand(command: PlayerCommand): command is AlarmCommand {
  return kinds.some((kind) => kind === command.kind);
}

/** Throws ControlError `refused`. */
export async function tellAlarm(
  { ports, remote, json }: Ctl,
  command: AlarmCommand,
  tell: (command: PlayerCommand) => Promise<{ readonly seq: number }>,
): Promise<void> {
  const before = (await remote.status()).sound;
  const { seq } = await tell(command);
  const { sound } = await remote.status();
  const { words, ...facts } = alarmAnswer(command, before, sound);
  ports.terminal.out.write(json ? jsonLine({ ok: true, seq, ...facts }) : `${words}\n`);
}

/** What is said for people, and the fields of the answer for programs. Pure. */
export function alarmAnswer(
  command: AlarmCommand,
  before: SoundReport,
  now: SoundReport,
): { readonly words: string } & Readonly<Record<string, unknown>> {
  switch (command.kind) {
    case "alarm-set": {
      const alarm = setAlarm(command.alarm.id, before, now);
      return { words: alarm === null ? "set" : setText(alarm, now.zone), alarm };
    }
    case "alarm-skip": {
      const alarm = skippedAlarm(command.id, before, now);
      return { words: skipText(alarm, command.skips, now.zone), alarm };
    }
    case "alarm-remove": {
      const alarm = byId(before, command.id);
      return { words: alarm === null ? "removed" : `removed: ${alarmText(alarm)}`, alarm };
    }
    case "alarm-snooze": {
      const { snoozedMs } = now;
      const words = snoozedMs === null ? "snoozed" : `sounds again ${at(snoozedMs, now.zone)}`;
      return { words, snoozedMs };
    }
    case "alarm-stop":
      return { words: "stopped" };
    case "sleep":
      return { words: sleepText(now.sleep), sleep: now.sleep };
  }
}

function byId({ alarms }: SoundReport, id: string): AlarmReport | null {
  return alarms.find((alarm) => alarm.id === id) ?? null;
}

/** One without an id is that which was not there before. */
function setAlarm(id: string, before: SoundReport, now: SoundReport): AlarmReport | null {
  if (id !== "") return byId(now, id);
  return now.alarms.find((alarm) => byId(before, alarm.id) === null) ?? null;
}

/** Where none was named: that of which something else is skipped now. */
function skippedAlarm(id: string, before: SoundReport, now: SoundReport): AlarmReport | null {
  if (id !== "") return byId(now, id);
  const isOther = (alarm: AlarmReport): boolean =>
    byId(before, alarm.id)?.skippedMs !== alarm.skippedMs;
  return now.alarms.find(isOther) ?? null;
}

function setText(alarm: AlarmReport, zone: string): string {
  const next = alarm.nextMs === null ? "" : `, rings next ${at(alarm.nextMs, zone)}`;
  return `${alarm.id}: ${alarmText(alarm)}${alarm.enabled ? next : ", off"}`;
}

function skipText(alarm: AlarmReport | null, skips: boolean, zone: string): string {
  if (alarm === null) return skips ? "left out" : "rings after all";
  const { nextMs, skippedMs } = alarm;
  const next = nextMs === null ? "does not ring after that" : `rings next ${at(nextMs, zone)}`;
  if (!skips) return `${alarmText(alarm)}: ${next}`;
  const what = skippedMs === null ? "" : ` ${at(skippedMs, zone)}`;
  return `${alarmText(alarm)}: left out${what}; ${next}`;
}

/** "07:00 mo,fr (Work)". */
function alarmText(alarm: AlarmReport): string {
  const label = alarm.label === "" ? "" : ` (${plainText(alarm.label)})`;
  return `${alarm.time} ${alarmDays(alarm)}${label}`;
}

function at(wallMs: number, zone: string): string {
  return `${zoneTimeText(wallMs, zone)} ${plainText(zone)}`;
}

function sleepText(sleep: SoundReport["sleep"]): string {
  if (sleep === null) return "no sleep timer";
  if (sleep.mode === "track-end") return "the music ends with this track";
  return sleep.leftS === null ? "sleep timer set" : `the music ends in ${spanText(sleep.leftS)}`;
}
