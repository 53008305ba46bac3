/**
 * Local time of a zone: days and minutes as a clock on the wall shows them, to
 * instants and back, over changes of daylight saving (IANA zones, by Intl).
 *
 * Pure: which zone and what time it is come in. Days are counted from 1970-01-01.
 *
 * Invariants:
 *   I1  a local time that is skipped is the first instant after the gap
 *   I2  a local time that comes twice is its first one
 */
const dayMs = 86_400_000;
const minuteMs = 60_000;
export const minutesPerDay = 1440;

/** A minute on a day, as people there say it. */
export interface LocalMinute {
  readonly day: number;
  /** 0…1439. */
  readonly minute: number;
}

export class Zone {
  readonly name: string;
  readonly #format: Intl.DateTimeFormat;

  /** Undefined where nobody knows a zone of that name. */
  static of(name: string): Zone | undefined {
    try {
      return new Zone(name);
    } catch (error) {
      if (error instanceof RangeError) return undefined;
      throw error;
    }
  }

  private constructor(name: string) {
    this.name = name;
    this.#format = new Intl.DateTimeFormat("en-GB", {
      timeZone: name,
      calendar: "iso8601",
      numberingSystem: "latn",
      hourCycle: "h23",
      ...{ year: "numeric", month: "2-digit", day: "2-digit" },
      ...{ hour: "2-digit", minute: "2-digit", second: "2-digit" },
    });
  }

  at(wallMs: number): LocalMinute {
    const localMs = wallMs + this.offsetMs(wallMs);
    const day = Math.floor(localMs / dayMs);
    return { day, minute: Math.floor((localMs - day * dayMs) / minuteMs) };
  }

  /** When that is. */
  instantOf({ day, minute }: LocalMinute): number {
    const localMs = day * dayMs + minute * minuteMs;
    // No zone is further from UTC than this, and none changes twice in two days.
    const offsets = [this.offsetMs(localMs - dayMs), this.offsetMs(localMs + dayMs)];
    const first = Math.max(...offsets);
    const last = Math.min(...offsets);
    for (const offset of [first, last]) {
      const wallMs = localMs - offset;
      if (this.offsetMs(wallMs) === offset) return wallMs;
    }
    return this.#changeBetween(localMs - first, localMs - last);
  }

  /** How far its clocks are ahead of UTC. */
  offsetMs(wallMs: number): number {
    const seconds = Math.floor(wallMs / 1000) * 1000;
    const parts = new Map<string, number>();
    for (const { type, value } of this.#format.formatToParts(seconds))
      parts.set(type, Number(value));
    const part = (name: string): number => parts.get(name) ?? 0;
    const shown = Date.UTC(
      part("year"),
      part("month") - 1,
      part("day"),
      part("hour"),
      part("minute"),
      part("second"),
    );
    return shown - seconds;
  }

  /** The first instant of the offset that holds at `to`; at `from` another one does. */
  #changeBetween(from: number, to: number): number {
    const after = this.offsetMs(to);
    let [low, high] = [from, to];
    while (high - low > 1000) {
      const middle = Math.floor((low + high) / 2000) * 1000;
      if (middle <= low) break;
      if (this.offsetMs(middle) === after) high = middle;
      else low = middle;
    }
    return high;
  }
}

/** 0 is Monday. */
export function weekdayOf(day: number): number {
  // 1970-01-01 was a Thursday.
  return (((day + 3) % 7) + 7) % 7;
}

/** "07:05"; undefined for anything else. */
export function readMinute(text: string): number | undefined {
  const match = /^(\d{1,2}):(\d{2})$/.exec(text);
  const [hours, minutes] = [Number(match?.[1]), Number(match?.[2])];
  return hours < 24 && minutes < 60 ? hours * 60 + minutes : undefined;
}

export function minuteText(minute: number): string {
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}
