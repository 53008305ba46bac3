/** Frames of a block of Matroska (RFC 9559 §10): none, Xiph, fixed and EBML lacing. Pure. */
import { vintAt } from "./ebml.ts";

export interface Block {
  readonly track: number;
  /** Beside its cluster's, in its units. */
  readonly time: number;
  /** Views. */
  readonly frames: readonly Uint8Array[];
}

/** Of a Block or SimpleBlock; undefined for one that contradicts itself. */
export function readBlock(body: Uint8Array): Block | undefined {
  const track = vintAt(body, 0);
  if (track?.value === undefined || track.bytes + 3 > body.length) return undefined;
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  const time = view.getInt16(track.bytes);
  const lacing = ((body[track.bytes + 2] ?? 0) >> 1) & 3;
  const data = body.subarray(track.bytes + 3);
  const frames = lacing === 0 ? [data] : unlace(data, lacing);
  return frames && { track: track.value, time, frames };
}

function unlace(data: Uint8Array, lacing: number): Uint8Array[] | undefined {
  const count = (data[0] ?? 0) + 1;
  if (data.length === 0) return undefined;
  const sizes =
    lacing === 1
      ? xiphSizes(data, count)
      : lacing === 2
        ? fixedSizes(data, count)
        : ebmlSizes(data, count);
  if (sizes === undefined) return undefined;
  const frames: Uint8Array[] = [];
  let at = sizes.at;
  for (const size of sizes.each) {
    frames.push(data.subarray(at, at + size));
    at += size;
  }
  return frames;
}

interface Sizes {
  /** Where the first frame begins. */
  readonly at: number;
  readonly each: readonly number[];
}

/** Each but the last is a sum of bytes, which goes on while they are 255. */
function xiphSizes(data: Uint8Array, count: number): Sizes | undefined {
  const each: number[] = [];
  let at = 1;
  while (each.length < count - 1) {
    let size = 0;
    let byte: number | undefined;
    do {
      byte = data[at++];
      if (byte === undefined) return undefined;
      size += byte;
    } while (byte === 255);
    each.push(size);
  }
  return withRest(data, at, each);
}

function fixedSizes(data: Uint8Array, count: number): Sizes | undefined {
  const size = (data.length - 1) / count;
  return Number.isInteger(size) ? { at: 1, each: new Array<number>(count).fill(size) } : undefined;
}

/** The first as it is, the others as the difference to the one before (§10.3.3). */
function ebmlSizes(data: Uint8Array, count: number): Sizes | undefined {
  const each: number[] = [];
  let at = 1;
  for (let size = 0; each.length < count - 1; ) {
    const vint = vintAt(data, at);
    if (vint === undefined) return undefined;
    const value = vint.value ?? 2 ** (7 * vint.bytes) - 1;
    size = each.length === 0 ? value : size + value - (2 ** (7 * vint.bytes - 1) - 1);
    if (size < 0) return undefined;
    each.push(size);
    at += vint.bytes;
  }
  return withRest(data, at, each);
}

function withRest(data: Uint8Array, at: number, each: readonly number[]): Sizes | undefined {
  const last = each.reduce((left, size) => left - size, data.length - at);
  return last < 0 ? undefined : { at, each: [...each, last] };
}
