/** What an alarm is, and when it is due: pure, over time zones (local-time.ts). */

import { isMediaUrl, looksLikeUrl } from "../../url/media-url.ts";
import {
  alarmEntriesMax,
  alarmRiseSecondsMax,
  alarmStopMinutesMax,
  alarmTextCharsMax,
  alarmUrlCharsMax,
} from "../limits.ts";
import { minutesPerDay, weekdayOf, type Zone } from "./local-time.ts";

export interface Alarm {
  /** 1 to 16 of a-z, 0-9 and -. */
  readonly id: string;
  /** For people; may be empty. */
  readonly label: string;
  /** Of the local day, 0…1439. */
  readonly minute: number;
  /** Weekdays, 0 is Monday, each once; none: once. */
  readonly days: readonly number[];
  /** Of an alarm that sounds once: the local day, counted from 1970-01-01. */
  readonly date: number | null;
  /** As with `play`; nothing: the speaker's own tone. */
  readonly what: readonly string[];
  /** 1…100. */
  readonly volume: number;
  /** Seconds until it is that loud. */
  readonly riseS: number;
  /** Minutes after which it ends by itself. */
  readonly stopMin: number;
  readonly enabled: boolean;
}

/** Why it is none, for people; undefined where it is one. */
export function alarmFault(alarm: Alarm): string | undefined {
  const within = (value: number, low: number, high: number): boolean =>
    Number.isInteger(value) && value >= low && value <= high;
  const { id, label, minute, days, date, what, volume, riseS, stopMin } = alarm;
  if (!/^[a-z0-9-]{1,16}$/.test(id)) return "an alarm's id is 1 to 16 of a-z, 0-9 and -";
  if (label.length > alarmTextCharsMax) return "the label is too long";
  if (!within(minute, 0, minutesPerDay - 1)) return "a time is 00:00 to 23:59";
  const areDays = days.every((day) => within(day, 0, 6)) && new Set(days).size === days.length;
  if (!areDays) return "days are Monday to Sunday, each once";
  if ((days.length === 0) !== (date !== null)) return "an alarm has weekdays or one date";
  if (date !== null && !within(date, 0, 100_000)) return "that is no date";
  if (what.length > alarmEntriesMax) return `an alarm plays up to ${alarmEntriesMax} entries`;
  const urls = what.filter(looksLikeUrl);
  if (urls.length > 1 || urls.some((url) => !isShortUrl(url)))
    return `an alarm plays one URL of http or https, of up to ${alarmUrlCharsMax} characters`;
  const texts = what.filter((text) => !looksLikeUrl(text));
  if (texts.some((text) => text.trim() === "" || text.length > alarmTextCharsMax))
    return "what to play is a track id, a search or a URL";
  if (!within(volume, 1, 100)) return "an alarm's volume is 1 to 100";
  if (!within(riseS, 0, alarmRiseSecondsMax))
    return `an alarm grows louder over 0 to ${alarmRiseSecondsMax} seconds`;
  return within(stopMin, 1, alarmStopMinutesMax)
    ? undefined
    : `an alarm ends by itself after 1 to ${alarmStopMinutesMax} minutes`;
}

function isShortUrl(text: string): boolean {
  return text.length <= alarmUrlCharsMax && isMediaUrl(text);
}

/** When it is due first after `afterMs`; undefined where it never is again. Whether it is enabled is not asked. */
export function nextDue(alarm: Alarm, zone: Zone, afterMs: number): number | undefined {
  const { minute, days, date } = alarm;
  if (date !== null) {
    const due = zone.instantOf({ day: date, minute });
    return due > afterMs ? due : undefined;
  }
  const today = zone.at(afterMs).day;
  // From yesterday on: what was skipped at its end is due today.
  for (let day = today - 1; day <= today + 8; day++) {
    if (!days.includes(weekdayOf(day))) continue;
    const due = zone.instantOf({ day, minute });
    if (due > afterMs) return due;
  }
  return undefined;
}

/** The local day on which the next `minute` is. */
export function nextDate(minute: number, zone: Zone, nowMs: number): number {
  const { day } = zone.at(nowMs);
  return zone.instantOf({ day, minute }) > nowMs ? day : day + 1;
}
