/**
 * Who has what: pages of changes that a speaker tells its neighbours, and their
 * answer (PROTOCOL.md §6.8).
 *
 * A codec only, and strict: anything malformed decodes to undefined. A page has
 * room for what fits one request; a rung of many gaps is told of with its first
 * runs: less is claimed then than is held.
 */
import { assert } from "../base/assert.ts";
import { ByteReader, ByteWriter, fromHex, toHex } from "../base/bytes.ts";

/** Seconds `from`…`from + count - 1` of a rung. */
export interface HeldRun {
  readonly from: number;
  readonly count: number;
}

/** What is held of one rung of one track. */
export interface HeldRung {
  /** 32 hexadecimal digits. */
  readonly track: string;
  /** Code of the rung, 1…255. */
  readonly rung: number;
  /** In order, with gaps between; none where nothing is held any more. */
  readonly runs: readonly HeldRun[];
}

export interface HoldingsPage {
  /** One life of the teller's list, random; versions of another say nothing. */
  readonly epoch: number;
  /** The changes after this version… */
  readonly after: number;
  /** …up to this one. */
  readonly version: number;
  readonly rungs: readonly HeldRung[];
}

/** How far the other side knows the list. */
export interface HoldingsAnswer {
  readonly epoch: number;
  readonly version: number;
}

/** A page must fit one datagram with its request (PROTOCOL.md §3). */
export const holdingsPageBytesMax = 1_000;
const version = 1;
const headBytes = 1 + 4 + 4 + 4;
const trackBytes = 16;
const runBytes = 4;
/** A rung takes at most a fifth of a page. */
export const runsMax = 40;

/** Encoded length of one rung, bytes. */
export function heldRungBytes({ runs }: HeldRung): number {
  return trackBytes + 2 + Math.min(runs.length, runsMax) * runBytes;
}

/** What rungs may take of a page, bytes. */
export const pageRoomBytes = holdingsPageBytesMax - headBytes;

export function encodeHoldingsPage(page: HoldingsPage): Uint8Array {
  const writer = new ByteWriter(holdingsPageBytesMax)
    .u8(version)
    .u32(page.epoch)
    .u32(page.after)
    .u32(page.version);
  for (const { track, rung, runs } of page.rungs) {
    const told = runs.slice(0, runsMax);
    const id = fromHex(track);
    assert(id?.length === trackBytes, "a track id has 32 hexadecimal digits");
    writer.raw(id).u8(rung).u8(told.length);
    for (const { from, count } of told) writer.u16(from).u16(count);
  }
  assert(writer.length <= holdingsPageBytesMax, "a page fits its request");
  return writer.finish();
}

export function decodeHoldingsPage(bytes: Uint8Array): HoldingsPage | undefined {
  if (bytes.length > holdingsPageBytesMax) return undefined;
  const reader = new ByteReader(bytes);
  if (reader.u8() !== version) return undefined;
  const [epoch, after, upTo] = [reader.u32(), reader.u32(), reader.u32()];
  const rungs: HeldRung[] = [];
  while (reader.ok && reader.remaining > 0) {
    const rung = readRung(reader);
    if (rung === undefined) return undefined;
    rungs.push(rung);
  }
  return reader.ok && upTo >= after ? { epoch, after, version: upTo, rungs } : undefined;
}

/** Runs are in order and do not touch: so each list has one form, and is as long as it says. */
function readRung(reader: ByteReader): HeldRung | undefined {
  const track = toHex(reader.take(trackBytes));
  const rung = reader.u8();
  const count = reader.u8();
  if (rung === 0 || count > runsMax) return undefined;
  const runs: HeldRun[] = [];
  let next = 0;
  for (let i = 0; i < count; i++) {
    const run = { from: reader.u16(), count: reader.u16() };
    if (run.count === 0 || run.from < next || run.from + run.count > 0x1_0000) return undefined;
    next = run.from + run.count + 1;
    runs.push(run);
  }
  return reader.ok ? { track, rung, runs } : undefined;
}

export function encodeHoldingsAnswer({ epoch, version: known }: HoldingsAnswer): Uint8Array {
  return new ByteWriter(9).u8(version).u32(epoch).u32(known).finish();
}

export function decodeHoldingsAnswer(bytes: Uint8Array): HoldingsAnswer | undefined {
  const reader = new ByteReader(bytes);
  if (reader.u8() !== version) return undefined;
  const answer = { epoch: reader.u32(), version: reader.u32() };
  return reader.ok && reader.remaining === 0 ? answer : undefined;
}
