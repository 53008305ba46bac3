/**
 * The alarms of a speaker, and which of them is to sound now. Pure: time comes in,
 * and only a time that is known: an alarm is never fired at a guessed one.
 *
 * Invariants:
 *   I1  each occurrence is fired once or missed once, over restarts and clocks that are set
 *   I2  what is late by more than alarmLateMs is missed, and shown until somebody has seen it
 *   I3  what was due before an alarm was made, changed or switched on is neither fired nor missed
 *   I4  an occurrence that was skipped is neither fired nor missed, and the one after it is as ever
 * Bounds: alarmsMax.
 */
import { alarmLateMs, alarmsMax, clockBackMs } from "../limits.ts";
import { type Alarm, nextDue } from "./alarm.ts";
import type { Zone } from "./local-time.ts";

export interface KeptAlarm {
  readonly alarm: Alarm;
  /** Up to then all is decided, wall ms; null until the time is known. */
  readonly decidedMs: number | null;
  /** The latest that was missed and not seen, wall ms. */
  readonly missedMs: number | null;
  /** The local day on which it does not sound; null where it always does. A day, so that no change of zone wakes anybody. */
  readonly skipDay: number | null;
}

export interface Due {
  readonly alarm: Alarm;
  readonly dueMs: number;
}

export class AlarmList {
  #kept: KeptAlarm[] = [];

  get kept(): readonly KeptAlarm[] {
    return this.#kept;
  }
  load(kept: readonly KeptAlarm[]): void {
    this.#kept = kept.slice(0, alarmsMax);
  }

  get(id: string): Alarm | undefined {
    return this.#kept.find(({ alarm }) => alarm.id === id)?.alarm;
  }

  /** Adds it or takes the place of the one with its id. False where there are too many. */
  set(alarm: Alarm, nowMs: number | undefined): boolean {
    const at = this.#kept.findIndex((kept) => kept.alarm.id === alarm.id);
    if (at < 0 && this.#kept.length >= alarmsMax) return false;
    const skipDay = stillSkipped(this.#kept[at], alarm);
    const kept = { alarm, decidedMs: nowMs ?? null, missedMs: null, skipDay };
    if (at < 0) this.#kept.push(kept);
    else this.#kept[at] = kept;
    return true;
  }

  /** The next time of `id` does not sound, or does after all. False where it has no next time, or nothing was skipped. */
  skip(id: string, skips: boolean, nowMs: number, zone: Zone): boolean {
    const at = this.#kept.findIndex(({ alarm }) => alarm.id === id);
    const kept = this.#kept[at];
    if (kept === undefined || skips === (skippedMs(kept, zone, nowMs) !== undefined)) return false;
    const next = skips ? nextSound(kept, zone, nowMs) : undefined;
    if (skips && next === undefined) return false;
    this.#kept[at] = { ...kept, skipDay: next === undefined ? null : zone.at(next).day };
    return true;
  }

  remove(id: string): boolean {
    const before = this.#kept.length;
    this.#kept = this.#kept.filter(({ alarm }) => alarm.id !== id);
    return this.#kept.length < before;
  }

  /** Somebody has seen what was missed. */
  seen(): boolean {
    const any = this.#kept.some(({ missedMs }) => missedMs !== null);
    this.#kept = this.#kept.map((kept) => ({ ...kept, missedMs: null }));
    return any;
  }

  /** What is to sound now; `changed` where something is to be saved. */
  look(nowMs: number, zone: Zone): { readonly due: Due | undefined; readonly changed: boolean } {
    let due: Due | undefined;
    let changed = false;
    this.#kept = this.#kept.map((kept) => {
      const looked = lookAt(kept, nowMs, zone);
      if (looked.dueMs !== undefined && (due === undefined || looked.dueMs > due.dueMs))
        due = { alarm: kept.alarm, dueMs: looked.dueMs };
      changed ||= looked.kept !== kept;
      return looked.kept;
    });
    return { due, changed };
  }

  /** Which one is meant where none is named: what sounds next, or of what is skipped the first. */
  toSkip(skips: boolean, nowMs: number, zone: Zone): string | undefined {
    if (skips) return this.next(nowMs, zone)?.alarm.id;
    const skipped = this.#kept.map((kept) => ({ kept, ms: skippedMs(kept, zone, nowMs) }));
    const first = skipped.filter(({ ms }) => ms !== undefined);
    return first.sort((a, b) => (a.ms ?? 0) - (b.ms ?? 0))[0]?.kept.alarm.id;
  }

  /** Which one sounds next, and when; undefined where none does. */
  next(nowMs: number, zone: Zone): Due | undefined {
    let first: Due | undefined;
    for (const kept of this.#kept) {
      const dueMs = nextSound(kept, zone, nowMs);
      if (dueMs !== undefined && (first === undefined || dueMs < first.dueMs))
        first = { alarm: kept.alarm, dueMs };
    }
    return first;
  }
}

/** When it sounds next, what is skipped left out; undefined where it does not. */
export function nextSound(kept: KeptAlarm, zone: Zone, nowMs: number): number | undefined {
  if (!kept.alarm.enabled) return undefined;
  const next = nextDue(kept.alarm, zone, nowMs);
  const isSkipped = next !== undefined && zone.at(next).day === kept.skipDay;
  return isSkipped ? nextDue(kept.alarm, zone, next) : next;
}

/** The time to come that is skipped; undefined where none is. */
export function skippedMs(kept: KeptAlarm, zone: Zone, nowMs: number): number | undefined {
  if (!kept.alarm.enabled || kept.skipDay === null) return undefined;
  const next = nextDue(kept.alarm, zone, nowMs);
  return next !== undefined && zone.at(next).day === kept.skipDay ? next : undefined;
}

/** What was skipped stays so where the alarm still sounds at that time: another song is no other morning. */
function stillSkipped(before: KeptAlarm | undefined, alarm: Alarm): number | null {
  if (before === undefined || !alarm.enabled || !before.alarm.enabled) return null;
  const isSame =
    before.alarm.minute === alarm.minute && before.alarm.days.join() === alarm.days.join();
  return isSame ? before.skipDay : null;
}

function lookAt(
  kept: KeptAlarm,
  nowMs: number,
  zone: Zone,
): { readonly kept: KeptAlarm; readonly dueMs: number | undefined } {
  const { alarm, decidedMs } = kept;
  if (decidedMs === null || decidedMs > nowMs + clockBackMs)
    return { kept: { ...kept, decidedMs: nowMs }, dueMs: undefined };
  const latest = alarm.enabled ? latestDue(alarm, zone, decidedMs, nowMs) : undefined;
  if (latest === undefined) return { kept, dueMs: undefined };
  const isSkipped = zone.at(latest).day === kept.skipDay;
  const isLate = !isSkipped && nowMs - latest > alarmLateMs;
  const after: KeptAlarm = {
    // One that sounds once has had its turn.
    alarm: alarm.date === null ? alarm : { ...alarm, enabled: false },
    decidedMs: nowMs,
    missedMs: isLate ? latest : kept.missedMs,
    skipDay: null,
  };
  return { kept: after, dueMs: isLate || isSkipped ? undefined : latest };
}

/** The last occurrence in (from, to]. */
function latestDue(alarm: Alarm, zone: Zone, fromMs: number, toMs: number): number | undefined {
  const weekMs = 8 * 86_400_000;
  let latest = nextDue(alarm, zone, alarm.date === null ? Math.max(fromMs, toMs - weekMs) : fromMs);
  if (latest === undefined || latest > toMs) return undefined;
  // At most one a day in eight days.
  for (let next = nextDue(alarm, zone, latest); next !== undefined && next <= toMs; ) {
    latest = next;
    next = nextDue(alarm, zone, latest);
  }
  return latest;
}
