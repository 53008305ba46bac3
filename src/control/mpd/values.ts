/** Numbers, ranges, places and times in arguments, read as MPD reads them. Pure; all throw MpdError. */
import { MpdError, quoted } from "./errors.ts";

const intMax = 2 ** 31 - 1;
const versionMax = 2 ** 32 - 1;

/** From `from` up to, and without, `to`. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** A whole number from 0 on. */
export function readCount(text: string): number {
  const value = readInt(text);
  if (value < 0) throw new MpdError("argument", `Number is negative: ${quoted(text)}`);
  return value;
}

/** Likewise, up to `max`. */
export function readCountUpTo(text: string, max: number): number {
  const value = readInt(text);
  if (value < 0 || value > max) throw new MpdError("argument", `Number too large: ${quoted(text)}`);
  return value;
}

export function readInt(text: string): number {
  if (!/^[+-]?\d+$/.test(text)) throw new MpdError("argument", `Integer expected: ${quoted(text)}`);
  const value = Number(text);
  if (Math.abs(value) > intMax) throw new MpdError("argument", `Number too large: ${quoted(text)}`);
  return value;
}

/** A version of the queue: 32 bits; below 0 it is one that never was, as in MPD. */
export function readVersion(text: string): number {
  if (!/^-?\d+$/.test(text) || Math.abs(Number(text)) > versionMax)
    throw new MpdError("argument", `Integer expected: ${quoted(text)}`);
  return text.startsWith("-") ? versionMax : Number(text);
}

export function readBoolean(text: string): boolean {
  if (text === "0" || text === "1") return text === "1";
  throw new MpdError("argument", `Boolean (0/1) expected: ${quoted(text)}`);
}

/** Seconds, as milliseconds. */
export function readSeconds(text: string): number {
  if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(text))
    throw new MpdError("argument", `Float expected: ${quoted(text)}`);
  const value = Number(text) * 1000;
  if (Math.abs(value) > intMax) throw new MpdError("argument", "Value is too large");
  return value;
}

/** "N", "FROM:TO" or "FROM:". */
export function readRange(text: string): Range {
  const parts = /^(\d+)(?:(:)(\d*))?$/.exec(text);
  if (parts === null) throw new MpdError("argument", `Integer or range expected: ${quoted(text)}`);
  const [, first = "", colon, last = ""] = parts;
  const from = readCount(first);
  if (colon === undefined) return { from, to: from + 1 };
  const to = last === "" ? intMax : readCount(last);
  if (to < from) throw new MpdError("argument", `Malformed range: ${quoted(text)}`);
  return { from, to };
}

/** A range of a list of this length. One that begins beyond it is refused; its end is cut. */
export function readRangeOf(text: string, length: number): Range {
  const { from, to } = readRange(text);
  const isOne = !text.includes(":");
  if (from > length || (isOne && from >= length)) throw new MpdError("argument", "Bad song index");
  return { from, to: Math.min(to, length) };
}

/** A place to put something: counted from the front, or "+N" and "-N" from what plays. */
export function readPlace(text: string, length: number, current: number): number {
  const relative = /^[+-]/.test(text);
  if (relative && current < 0) throw new MpdError("player-sync", "No current song");
  const by = Math.abs(readInt(text));
  const place = !relative ? by : text.startsWith("+") ? current + 1 + by : current - by;
  if (place < 0 || place > length) throw new MpdError("argument", "Bad position");
  return place;
}
