/**
 * Finds out how large a card really is: marks over its whole range, each
 * naming its place, are written, then all are read.
 *
 * A card that wraps at a power of two, or at a 256th of its size, has a mark of one place at another;
 * one that only forgets has none from its end on, and further marks between the last good and the first
 * bad one narrow that down. A wrap elsewhere meets no two marks: only writing the range finds it.
 * Pure: the caller writes and reads.
 */
import { blockBytes, probeGapBytes, probeMarks } from "../limits.ts";
import { commonDivisor, type Verdict } from "./verdict.ts";

export interface Reading {
  readonly at: number;
  /** The place that the mark which was found there names; undefined where there is none of this probe. */
  readonly found: number | undefined;
}

/** Where the marks of the first round lie, in order: evenly, at powers of two, and at the very end. */
export function firstMarks(sizeBytes: number): number[] {
  const last = aligned(sizeBytes) - blockBytes;
  const places = new Set([0, last]);
  for (let index = 1; index < probeMarks; index++)
    places.add(aligned((sizeBytes * index) / probeMarks));
  for (let power = 1024 * 1024; power < last; power *= 2) places.add(power);
  return [...places].filter((at) => at >= 0 && at <= last).sort((a, b) => a - b);
}

export type ProbeStep =
  | { readonly kind: "verdict"; readonly verdict: Verdict }
  | { readonly kind: "more"; readonly marks: readonly number[] };

/** `readings` of all rounds, of each place the latest, in order. */
export function judgeMarks(readings: readonly Reading[]): ProbeStep {
  const wraps = readings.flatMap(({ at, found }) =>
    found === undefined || found === at ? [] : [Math.abs(found - at)],
  );
  if (wraps.length > 0) return verdict({ kind: "fake", realBytes: wraps.reduce(commonDivisor) });
  const bad = readings.findIndex(({ at, found }) => found !== at);
  const [badReading, before] = [readings[bad], readings[bad - 1]];
  if (badReading === undefined) return verdict({ kind: "good" });
  // Good places behind a bad one: it is no end.
  const lost = readings.slice(bad).filter(({ at, found }) => found !== at).length;
  if (before === undefined || lost < readings.length - bad)
    return verdict({ kind: "damaged", at: badReading.at, count: lost });
  const gap = badReading.at - before.at;
  if (gap <= probeGapBytes) return verdict({ kind: "fake", realBytes: badReading.at });
  const between = Array.from({ length: 15 }, (_, index) =>
    aligned(before.at + (gap * (index + 1)) / 16),
  );
  return { kind: "more", marks: between };
}

const magic = "nightjar flash probe";

/** A block that names its place; `salt` tells this probe's marks from those of one before. */
export function writeMark(block: Uint8Array, at: number, salt: string): void {
  const text = new TextEncoder().encode(`${magic} ${salt} ${at} `);
  for (let index = 0; index < block.length; index++) block[index] = text[index % text.length] ?? 0;
}

/** The place that a mark names; undefined for anything else, and for a mark with a wrong byte in it. */
export function readMark(block: Uint8Array, salt: string): number | undefined {
  const head = new TextDecoder("latin1").decode(block.subarray(0, 128));
  const [, foundSalt, place] = new RegExp(`^${magic} (\\w+) (\\d+) `).exec(head) ?? [];
  if (foundSalt !== salt || place === undefined) return undefined;
  const whole = new Uint8Array(block.length);
  writeMark(whole, Number(place), salt);
  return whole.every((byte, index) => byte === block[index]) ? Number(place) : undefined;
}

function verdict(found: Verdict): ProbeStep {
  return { kind: "verdict", verdict: found };
}

function aligned(bytes: number): number {
  return Math.floor(bytes / blockBytes) * blockBytes;
}
