/** Puts together what remotes are shown of sound, sleep timer and alarms. Pure. */
import { usPerS } from "../../base/units.ts";
import { type KeptAlarm, nextSound, skippedMs } from "./alarm-list.ts";
import { minuteText } from "./local-time.ts";
import type { AlarmReport, SleepReport, SoundReport } from "./model.ts";
import type { SoundDesk } from "./sound-desk.ts";

const dayMs = 86_400_000;

export function dateText(day: number): string {
  return new Date(day * dayMs).toISOString().slice(0, 10);
}

export function soundReport(desk: SoundDesk, nowUs: number): SoundReport {
  const { guard, limit, sleep, tone, loudness, resumes, bell } = desk;
  const { quiet } = guard;
  const ringing = bell.alarm;
  return {
    cap: guard.cap,
    limit: limit.level,
    limitedBy: limit.by,
    applied: desk.applied,
    quiet:
      quiet === null
        ? null
        : { from: minuteText(quiet.fromMinute), to: minuteText(quiet.toMinute), cap: quiet.cap },
    sleep: sleepReport(sleep.end, sleep.leftUs(nowUs)),
    tone,
    loudness,
    resume: resumes,
    zone: desk.zoneName,
    alarms: desk.alarms.kept.map((kept) => alarmReport(kept, desk)),
    ringing: ringing === undefined ? null : { id: ringing.id, tone: bell.isTone },
    snoozedMs: desk.snoozedMs ?? null,
  };
}

function sleepReport(
  end: SoundDesk["sleep"]["end"],
  leftUs: number | undefined,
): SleepReport | null {
  if (end === undefined) return null;
  if (end === "track-end") return { mode: end, endsMonoUs: null, leftS: null };
  const leftS = leftUs === undefined ? null : Math.ceil(leftUs / usPerS);
  return { mode: "time", endsMonoUs: end.endUs, leftS };
}

function alarmReport(kept: KeptAlarm, desk: SoundDesk): AlarmReport {
  const { alarm, missedMs } = kept;
  const { minute, date, ...rest } = alarm;
  const { nowMs, zone } = desk;
  const next = nowMs === undefined ? undefined : nextSound(kept, zone, nowMs);
  const skipped = nowMs === undefined ? undefined : skippedMs(kept, zone, nowMs);
  const shown = { time: minuteText(minute), date: date === null ? null : dateText(date) };
  return { ...rest, ...shown, nextMs: next ?? null, missedMs, skippedMs: skipped ?? null };
}
