/**
 * What a speaker remembers of its sound and its alarms over a restart, as a file of
 * its own (docs/STORAGE.md §3, "Sound and alarms"): JSON, because it is small, seldom
 * written and worth a look; a checksum before it, because alarms are worth being sure.
 * A codec only: strict, and undefined for anything else.
 */
import { createHash } from "node:crypto";
import {
  flatTone,
  type LoudnessMode,
  loudnessModes,
  type ToneSettings,
} from "../../audio/model.ts";
import { concatBytes, equalBytes, utf8Bytes } from "../../base/bytes.ts";
import { alarmsMax, balanceMax, toneDbMax } from "../limits.ts";
import { type Alarm, alarmFault } from "./alarm.ts";
import type { KeptAlarm } from "./alarm-list.ts";
import { minutesPerDay, Zone } from "./local-time.ts";
import { type GuardSettings, guardUsual } from "./volume-guard.ts";

/** An alarm that sounds, or sounds again after a snooze. */
export interface Ringing {
  readonly alarm: string;
  /** Since when, or when again; wall ms. */
  readonly atMs: number;
}

export interface SavedSleep {
  /** When it is over, wall ms; null where the time was not known. */
  readonly endMs: number | null;
  /** How long it was to last when it was set. */
  readonly lastsMs: number;
}

export interface SoundSettings {
  readonly guard: GuardSettings;
  readonly tone: ToneSettings;
  /** Older files have none: it is off. */
  readonly loudness: LoudnessMode;
  /** What played before a restart plays on after it. */
  readonly resume: boolean;
  /** Null: that of the household, or of the machine. */
  readonly zone: string | null;
  readonly alarms: readonly KeptAlarm[];
  readonly ringing: Ringing | null;
  readonly sleep: SavedSleep | null;
}

export const soundUsual: SoundSettings = {
  guard: guardUsual,
  tone: flatTone,
  loudness: "off",
  resume: false,
  zone: null,
  alarms: [],
  ringing: null,
  sleep: null,
};

const magic = utf8Bytes("NJso");
const sumBytes = 16;
const formatVersion = 1;

export function encodeSoundSettings(settings: SoundSettings): Uint8Array {
  const body = utf8Bytes(JSON.stringify({ version: formatVersion, ...settings }));
  return concatBytes([magic, sumOf(body), body]);
}

export function decodeSoundSettings(bytes: Uint8Array): SoundSettings | undefined {
  const body = bytes.subarray(magic.length + sumBytes);
  const sum = bytes.subarray(magic.length, magic.length + sumBytes);
  if (!equalBytes(bytes.subarray(0, magic.length), magic) || !equalBytes(sum, sumOf(body)))
    return undefined;
  try {
    const json: unknown = JSON.parse(new TextDecoder().decode(body));
    return readSettings(json);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Why these are none, for people. */
export function toneFault({ bass, treble, balance }: ToneSettings): string | undefined {
  for (const db of [bass, treble])
    if (!isWhole(db, -toneDbMax, toneDbMax))
      return `bass and treble are whole decibels from -${toneDbMax} to ${toneDbMax}`;
  if (isWhole(balance, -balanceMax, balanceMax)) return undefined;
  return `the balance is -${balanceMax} (left) to ${balanceMax} (right)`;
}

export function guardFault({ cap, quiet }: GuardSettings): string | undefined {
  if (!isWhole(cap, 1, 100)) return "the cap is a whole number from 1 to 100";
  if (quiet === null) return undefined;
  if (!isWhole(quiet.cap, 0, 100)) return "the cap of quiet hours is a whole number from 0 to 100";
  const isMinute = (minute: number): boolean => isWhole(minute, 0, minutesPerDay - 1);
  if (isMinute(quiet.fromMinute) && isMinute(quiet.toMinute)) return undefined;
  return "quiet hours begin and end at a time of the day";
}

function sumOf(body: Uint8Array): Uint8Array {
  return new Uint8Array(createHash("sha256").update(body).digest().subarray(0, sumBytes));
}

function isWhole(value: unknown, low: number, high: number): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= low && value <= high;
}

function isTime(value: unknown): value is number | null {
  return value === null || (typeof value === "number" && Number.isFinite(value));
}

type Fields = Readonly<Record<string, unknown>>;

function fieldsOf(value: unknown): Fields | undefined {
  // Own fields of what JSON.parse made; each is looked at before it is used.
  return typeof value === "object" && value !== null ? (value as Fields) : undefined;
}

function readSettings(json: unknown): SoundSettings | undefined {
  const fields = fieldsOf(json);
  if (fields?.["version"] !== formatVersion) return undefined;
  const guard = readGuard(fields["guard"]);
  const tone = readTone(fields["tone"]);
  const alarms = readAlarms(fields["alarms"]);
  const { resume, zone } = fields;
  const loudness = loudnessModes.find((mode) => mode === (fields["loudness"] ?? "off"));
  const isZone = zone === null || (typeof zone === "string" && Zone.of(zone) !== undefined);
  if (guard === undefined || tone === undefined || alarms === undefined) return undefined;
  if (typeof resume !== "boolean" || !isZone || loudness === undefined) return undefined;
  const ringing = readRinging(fields["ringing"]);
  const sleep = readSleep(fields["sleep"]);
  return { guard, tone, loudness, resume, zone, alarms, ringing, sleep };
}

function readGuard(json: unknown): GuardSettings | undefined {
  const fields = fieldsOf(json);
  const { cap } = fields ?? {};
  const quiet = fieldsOf(fields?.["quiet"]);
  if (typeof cap !== "number") return undefined;
  if (quiet === undefined) return guardOf({ cap, quiet: null });
  const { fromMinute, toMinute, cap: quietCap } = quiet;
  if (typeof fromMinute !== "number" || typeof toMinute !== "number") return undefined;
  if (typeof quietCap !== "number") return undefined;
  return guardOf({ cap, quiet: { fromMinute, toMinute, cap: quietCap } });
}

function guardOf(guard: GuardSettings): GuardSettings | undefined {
  return guardFault(guard) === undefined ? guard : undefined;
}

function readTone(json: unknown): ToneSettings | undefined {
  const { bass, treble, balance, mono } = fieldsOf(json) ?? {};
  if (typeof bass !== "number" || typeof treble !== "number") return undefined;
  if (typeof balance !== "number" || typeof mono !== "boolean") return undefined;
  const tone = { bass, treble, balance, mono };
  return toneFault(tone) === undefined ? tone : undefined;
}

function readAlarms(json: unknown): KeptAlarm[] | undefined {
  if (!Array.isArray(json) || json.length > alarmsMax) return undefined;
  const kept = json.map(readKept);
  return kept.every((alarm) => alarm !== undefined) ? kept : undefined;
}

function readKept(json: unknown): KeptAlarm | undefined {
  // Older files have no skipDay: nothing is skipped.
  const { alarm: about, decidedMs, missedMs, skipDay = null } = fieldsOf(json) ?? {};
  const alarm = readAlarm(about);
  if (alarm === undefined || !isTime(decidedMs) || !isTime(missedMs) || !isTime(skipDay))
    return undefined;
  return { alarm, decidedMs, missedMs, skipDay };
}

function readAlarm(json: unknown): Alarm | undefined {
  const { id, label, minute, days, date, what, volume, riseS, stopMin, enabled } =
    fieldsOf(json) ?? {};
  if (typeof id !== "string" || typeof label !== "string" || typeof enabled !== "boolean")
    return undefined;
  if (typeof minute !== "number" || typeof volume !== "number") return undefined;
  if (typeof riseS !== "number" || typeof stopMin !== "number" || !isTime(date)) return undefined;
  if (!Array.isArray(days) || !Array.isArray(what)) return undefined;
  if (!what.every((text) => typeof text === "string")) return undefined;
  if (!days.every((day) => typeof day === "number")) return undefined;
  const alarm: Alarm = { id, label, minute, days, date, what, volume, riseS, stopMin, enabled };
  return alarmFault(alarm) === undefined ? alarm : undefined;
}

function readRinging(json: unknown): Ringing | null {
  const { alarm, atMs } = fieldsOf(json) ?? {};
  return typeof alarm === "string" && typeof atMs === "number" ? { alarm, atMs } : null;
}

function readSleep(json: unknown): SavedSleep | null {
  const { endMs, lastsMs } = fieldsOf(json) ?? {};
  return isTime(endMs) && typeof lastsMs === "number" ? { endMs, lastsMs } : null;
}
