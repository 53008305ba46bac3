/**
 * The alarms of a speaker, and which of them is to sound now. Pure: time comes in,
 * and only a time that is known: an alarm is never fired at a guessed one.
 *
 * Invariants:
 *   I1  each occurrence is fired once or missed once, over restarts and clocks that are set
 *   I2  what is late by more than alarmLateMs is missed, and shown until somebody has seen it
 *   I3  what was due before an alarm was made, changed or switched on is neither fired nor missed
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
    const kept = { alarm, decidedMs: nowMs ?? null, missedMs: null };
    if (at < 0) this.#kept.push(kept);
    else this.#kept[at] = kept;
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

  /** When the next one is due; undefined where none is. */
  nextMs(nowMs: number, zone: Zone): number | undefined {
    const times = this.#kept
      .filter(({ alarm }) => alarm.enabled)
      .map(({ alarm }) => nextDue(alarm, zone, nowMs))
      .filter((time) => time !== undefined);
    return times.length === 0 ? undefined : Math.min(...times);
  }
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
  const isLate = nowMs - latest > alarmLateMs;
  const after: KeptAlarm = {
    // One that sounds once has had its turn.
    alarm: alarm.date === null ? alarm : { ...alarm, enabled: false },
    decidedMs: nowMs,
    missedMs: isLate ? latest : kept.missedMs,
  };
  return { kept: after, dueMs: isLate ? undefined : latest };
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
