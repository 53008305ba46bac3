/**
 * The index of an MP4 file (ISO 14496-12 §8.2, `moov`) that stands behind its sound:
 * where to find it, and how to put it before, for who reads from beginning to end. Pure.
 */
import { concatBytes } from "../base/bytes.ts";
import { MediaUrlError } from "./errors.ts";

interface Box {
  readonly type: string;
  readonly at: number;
  readonly bodyAt: number;
  /** Where the next begins; Infinity for one up to the end of the file. */
  readonly end: number;
}

/** Where the sound begins and ends; undefined where the index stands before it, or nobody can tell from these first bytes. */
export function soundFirst(head: Uint8Array): { at: number; end: number } | undefined {
  for (const { type, at, end } of boxesOf(head, 0, head.length)) {
    if (type === "moov") return undefined;
    if (type === "mdat") return end === Number.POSITIVE_INFINITY ? undefined : { at, end };
  }
  return undefined;
}

/** The whole index in bytes that begin behind the sound; "more" while it is not all there, undefined where there is none. */
export function indexIn(bytes: Uint8Array): Uint8Array | "more" | undefined {
  let last = 0;
  for (const { type, at, end } of boxesOf(bytes, 0, bytes.length)) {
    if (type === "moov") return end <= bytes.length ? bytes.slice(at, end) : "more";
    last = end;
  }
  return last === Number.POSITIVE_INFINITY ? undefined : "more";
}

/** Whether a whole index names every place of the sound: one of fragments (`mvex`, §8.8.1) names none. */
export function namesPlaces(index: Uint8Array): boolean {
  for (const { type } of boxesOf(index, 8, index.length)) if (type === "mvex") return false;
  return true;
}

/** The same file with its index before the sound: its first bytes, whose rest follows as it is. Throws MediaUrlError. */
export function withIndexFirst(head: Uint8Array, soundAt: number, index: Uint8Array): Uint8Array {
  const moved = index.slice();
  shift(moved, 8, moved.length, 0);
  return concatBytes([head.subarray(0, soundAt), moved, head.subarray(soundAt)]);
}

const containers: ReadonlySet<string> = new Set(["trak", "mdia", "minf", "stbl"]);
const depthMax = 5;

/** Adds the length of the index to each place in the file that it names (`stco`, `co64`, §8.7.5). */
function shift(index: Uint8Array, from: number, to: number, depth: number): void {
  if (depth > depthMax) return;
  const view = new DataView(index.buffer, index.byteOffset, index.byteLength);
  for (const { type, bodyAt, end } of boxesOf(index, from, to)) {
    const inner = Math.min(end, to);
    if (containers.has(type)) shift(index, bodyAt, inner, depth + 1);
    if (type !== "stco" && type !== "co64") continue;
    const each = type === "stco" ? 4 : 8;
    for (let at = bodyAt + 8; at + each <= inner; at += each) {
      if (each === 8) view.setBigUint64(at, view.getBigUint64(at) + BigInt(index.length), false);
      else {
        const moved = view.getUint32(at) + index.length;
        if (moved > 0xffff_ffff)
          throw new MediaUrlError("undecodable", "this MP4 is too long for its index");
        view.setUint32(at, moved);
      }
    }
  }
}

function* boxesOf(bytes: Uint8Array, from: number, to: number): Generator<Box> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = from; at + 8 <= to; ) {
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    const short = view.getUint32(at);
    if (short === 1 && at + 16 > to) return;
    const size = short === 1 ? Number(view.getBigUint64(at + 8)) : short;
    const bodyAt = at + (short === 1 ? 16 : 8);
    const end = short === 0 ? Number.POSITIVE_INFINITY : at + size;
    if (end < bodyAt) return;
    yield { type, at, bodyAt, end };
    at = end;
  }
}
