/** Times as people type them: 90s, 30m, 8h. */

/** Seconds; NaN for what is no time, or none at all. */
export function secondsOf(words: string): number {
  const [, count, unit = ""] = /^(\d+)([smh])$/.exec(words) ?? [];
  const seconds = { s: 1, m: 60, h: 3_600 }[unit];
  return seconds === undefined || Number(count) === 0 ? Number.NaN : Number(count) * seconds;
}
