/**
 * Frames: what a protected packet carries (PROTOCOL.md §4).
 *
 * Codecs only. The writer refuses what does not fit and changes nothing then;
 * the reader never throws, never reads out of bounds, and returns false for a
 * malformed packet. DATA and PARITY, which come ten times as often as all others,
 * are handed over as numbers; the others as objects.
 */
import { ByteReader, utf8Bytes } from "../base/bytes.ts";

const types = {
  padding: 0,
  ping: 1,
  ack: 2,
  request: 3,
  cancel: 4,
  data: 5,
  refused: 6,
  close: 7,
  parity: 8,
  pathChallenge: 9,
  pathResponse: 10,
  need: 11,
} as const;

/** What a PATH_CHALLENGE carries, and its PATH_RESPONSE brings back (RFC 9000 §19.17). */
export const challengeBytes = 8;

export const requestClasses = ["urgent", "play", "prefetch", "bulk"] as const;
export type RequestClass = (typeof requestClasses)[number];

/** Type, id, round, index, count, length. */
export const dataHeaderBytes = 13;
/** Type, id, round, count, first, length, parity, bytes. */
const parityHeaderBytes = 15;
const ackHeaderBytes = 14;
const requestHeaderBytes = 23;
/** Share and spread. */
const wishBytes = 2;
/** In REQUEST, beside the class: a probe; a wish for parity follows. */
const probeFlag = 0x80;
const wishFlag = 0x40;
/** What can be asked for in one REQUEST, with room for its ranges. */
export const objectBytesMax = 1_024;
const textBytesMax = 200;
/** In REQUEST: no deadline. */
const noDeadline = 0xffff_ffff;
/** ACK delays travel in units of 16 µs: up to a second in 16 bits. */
const ackDelayUnitUs = 16;

/** `first` … `first + length − 1`. */
export interface SymbolRange {
  readonly first: number;
  readonly length: number;
}

/** How much parity an asker wants. Both are whole numbers up to 255; a server gives what it thinks fit. */
export interface ParityWish {
  /** Parity symbols for each sixteen symbols. */
  readonly sixteenths: number;
  /** Milliseconds that bad spells last: parity that nothing follows is kept back so long. */
  readonly spreadMs: number;
}

export interface RequestFrame {
  readonly kind: "request";
  readonly id: number;
  /** 0 for the first asking, one more each time. */
  readonly round: number;
  readonly class: RequestClass;
  /** The asker heard nothing later than what it misses: serve what it may have lost. */
  readonly probe: boolean;
  /** From receipt, in milliseconds; Infinity for none. */
  readonly deadlineMs: number;
  /** Largest packet number the asker has from this peer, −1 for none: later ones are still on their way. */
  readonly seen: number;
  readonly object: Uint8Array;
  /** Ascending, none empty, none over another; no ranges at all ask for all. */
  readonly ranges: readonly SymbolRange[];
  /** Absent: none. Only to a node that has the feature. */
  readonly parity?: ParityWish | undefined;
}

export interface AckFrame {
  readonly kind: "ack";
  readonly largest: number;
  readonly delayUs: number;
  /** Descending, alternating: packets received, packets missing, received, … from `largest` down. */
  readonly runs: readonly number[];
}

export type ControlFrame =
  | { readonly kind: "ping" }
  | AckFrame
  | RequestFrame
  | { readonly kind: "cancel"; readonly id: number }
  | { readonly kind: "refused"; readonly id: number; readonly code: number; readonly text: string }
  | { readonly kind: "close"; readonly code: number; readonly text: string }
  | PathFrame
  /** What plays at the asker takes so many bytes in a second; 0 for nothing. */
  | { readonly kind: "need"; readonly bytesPerS: number };

export interface PathFrame {
  readonly kind: "path-challenge" | "path-response";
  /** `challengeBytes` of them. */
  readonly bytes: Uint8Array;
}

export interface FrameSink {
  frame(frame: ControlFrame): void;
  /** The symbol is `bytes[from…to)`; the bytes are overwritten by the next packet. */
  data(head: DataHead, bytes: Uint8Array, from: number, to: number): void;
  /** The parity symbol likewise. */
  parity(head: ParityHead, bytes: Uint8Array, from: number, to: number): void;
}

/** Reused from call to call. */
export interface DataHead {
  id: number;
  round: number;
  index: number;
  count: number;
}

/** Reused from call to call. */
export interface ParityHead {
  id: number;
  round: number;
  /** Symbols of the answer. */
  count: number;
  /** It covers the symbols `first` … `first + length − 1`. */
  first: number;
  length: number;
  /** Which of the parity symbols of the answer, from 0. */
  parity: number;
}

/** Fills one packet's worth of frames into memory that its owner lends it. */
export class FrameWriter {
  readonly bytes: Uint8Array;
  #at = 0;
  #end: number;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.#end = bytes.length;
  }

  get length(): number {
    return this.#at;
  }
  get room(): number {
    return this.#end - this.#at;
  }

  /** Begins a packet of at most `bytesMax` bytes of frames. */
  reset(bytesMax = this.bytes.length): void {
    this.#at = 0;
    this.#end = Math.min(bytesMax, this.bytes.length);
  }

  ping(): boolean {
    if (this.room < 1) return false;
    this.#u8(types.ping);
    return true;
  }

  /** `runs` as in AckFrame; as many as fit are written, the first always. */
  ack(largest: number, delayUs: number, runs: readonly number[]): boolean {
    if (this.room < ackHeaderBytes) return false;
    const pairs = Math.min((runs.length - 1) >> 1, (this.room - ackHeaderBytes) >> 2, 255);
    this.#u8(types.ack);
    this.#u64(largest);
    this.#u16(Math.min(0xffff, Math.floor(delayUs / ackDelayUnitUs)));
    this.#u8(pairs);
    for (let i = 0; i <= 2 * pairs; i++) this.#u16(runs[i] ?? 0);
    return true;
  }

  /** How many ranges a REQUEST for `object`, with a wish, could carry now. */
  rangesThatFit(object: Uint8Array): number {
    const room = this.room - requestHeaderBytes - wishBytes - object.length;
    return Math.max(0, Math.min(255, room >> 2));
  }

  request(request: RequestFrame): boolean {
    const { object, ranges, parity } = request;
    const extra = parity === undefined ? 0 : wishBytes;
    if (this.room < requestHeaderBytes + object.length + 4 * ranges.length + extra) return false;
    this.#u8(types.request);
    this.#u32(request.id);
    this.#u16(request.round);
    const flags = (request.probe ? probeFlag : 0) | (parity === undefined ? 0 : wishFlag);
    this.#u8(requestClasses.indexOf(request.class) | flags);
    this.#u32(Math.min(noDeadline, Math.max(0, Math.floor(request.deadlineMs))));
    this.#u64(request.seen + 1);
    this.#u16(object.length);
    this.#raw(object);
    this.#u8(ranges.length);
    for (const { first, length } of ranges) {
      this.#u16(first);
      this.#u16(length);
    }
    if (parity !== undefined) {
      this.#u8(parity.sixteenths);
      this.#u8(parity.spreadMs);
    }
    return true;
  }

  cancel(id: number): boolean {
    if (this.room < 5) return false;
    this.#u8(types.cancel);
    this.#u32(id);
    return true;
  }

  data(head: Readonly<DataHead>, symbol: Uint8Array): boolean {
    if (this.room < dataHeaderBytes + symbol.length) return false;
    this.#u8(types.data);
    this.#u32(head.id);
    this.#u16(head.round);
    this.#u16(head.index);
    this.#u16(head.count);
    this.#u16(symbol.length);
    this.#raw(symbol);
    return true;
  }

  parity(head: Readonly<ParityHead>, symbol: Uint8Array): boolean {
    if (this.room < parityHeaderBytes + symbol.length) return false;
    this.#u8(types.parity);
    this.#u32(head.id);
    this.#u16(head.round);
    this.#u16(head.count);
    this.#u16(head.first);
    this.#u8(head.length);
    this.#u8(head.parity);
    this.#u16(symbol.length);
    this.#raw(symbol);
    return true;
  }

  refused(id: number, code: number, text: string): boolean {
    const bytes = utf8Bytes(text).subarray(0, textBytesMax);
    if (this.room < 8 + bytes.length) return false;
    this.#u8(types.refused);
    this.#u32(id);
    this.#u16(code);
    this.#u8(bytes.length);
    this.#raw(bytes);
    return true;
  }

  path({ kind, bytes }: PathFrame): boolean {
    if (this.room < 1 + challengeBytes) return false;
    this.#u8(kind === "path-challenge" ? types.pathChallenge : types.pathResponse);
    this.#raw(bytes);
    return true;
  }

  need(bytesPerS: number): boolean {
    if (this.room < 5) return false;
    this.#u8(types.need);
    this.#u32(bytesPerS);
    return true;
  }

  /** Fills the packet with PADDING up to `length` bytes of frames, as far as there is room. */
  padTo(length: number): void {
    const end = Math.min(length, this.#end);
    if (end <= this.#at) return;
    this.bytes.fill(types.padding, this.#at, end);
    this.#at = end;
  }

  close(code: number, text: string): boolean {
    const bytes = utf8Bytes(text).subarray(0, textBytesMax);
    if (this.room < 3 + bytes.length) return false;
    this.#u8(types.close);
    this.#u8(code);
    this.#u8(bytes.length);
    this.#raw(bytes);
    return true;
  }

  #u8(value: number): void {
    this.bytes[this.#at++] = value;
  }
  #u16(value: number): void {
    this.#u8(value >>> 8);
    this.#u8(value);
  }
  #u32(value: number): void {
    this.#u16(value >>> 16);
    this.#u16(value);
  }
  #u64(value: number): void {
    this.#u32(Math.floor(value / 0x1_0000_0000));
    this.#u32(value);
  }
  #raw(bytes: Uint8Array): void {
    this.bytes.set(bytes, this.#at);
    this.#at += bytes.length;
  }
}

const head: DataHead = { id: 0, round: 0, index: 0, count: 0 };
const parityHead: ParityHead = { id: 0, round: 0, count: 0, first: 0, length: 0, parity: 0 };

/** Hands each frame of `bytes[0…length)` to `sink`. False as soon as one is malformed; earlier ones were handed over. */
export function readFrames(bytes: Uint8Array, length: number, sink: FrameSink): boolean {
  let at = 0;
  while (at < length) {
    const type = bytes[at];
    if (type === types.data) {
      at = readData(bytes, at, length, sink);
      if (at < 0) return false;
    } else if (type === types.parity) {
      at = readParity(bytes, at, length, sink);
      if (at < 0) return false;
    } else if (type === types.padding) at += 1;
    else {
      const reader = new ByteReader(bytes.subarray(at, length));
      const frame = readControl(reader);
      if (frame === undefined || !reader.ok) return false;
      at += reader.offset;
      sink.frame(frame);
    }
  }
  return true;
}

/** The offset behind the frame, −1 when malformed. Spelled out without a reader: it is the hot path. */
function readData(bytes: Uint8Array, at: number, length: number, sink: FrameSink): number {
  const from = at + dataHeaderBytes;
  if (from > length) return -1;
  head.id = pair(bytes, at + 1) * 0x1_0000 + pair(bytes, at + 3);
  head.round = pair(bytes, at + 5);
  head.index = pair(bytes, at + 7);
  head.count = pair(bytes, at + 9);
  const to = from + pair(bytes, at + 11);
  if (to > length || head.index >= head.count) return -1;
  sink.data(head, bytes, from, to);
  return to;
}

/** As `readData`. */
function readParity(bytes: Uint8Array, at: number, length: number, sink: FrameSink): number {
  const from = at + parityHeaderBytes;
  if (from > length) return -1;
  parityHead.id = pair(bytes, at + 1) * 0x1_0000 + pair(bytes, at + 3);
  parityHead.round = pair(bytes, at + 5);
  parityHead.count = pair(bytes, at + 7);
  parityHead.first = pair(bytes, at + 9);
  parityHead.length = bytes[at + 11] ?? 0;
  parityHead.parity = bytes[at + 12] ?? 0;
  const to = from + pair(bytes, at + 13);
  const end = parityHead.first + parityHead.length;
  if (to > length || parityHead.length === 0 || end > parityHead.count) return -1;
  sink.parity(parityHead, bytes, from, to);
  return to;
}

function pair(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}

function readControl(reader: ByteReader): ControlFrame | undefined {
  switch (reader.u8()) {
    case types.ping:
      return { kind: "ping" };
    case types.ack:
      return readAck(reader);
    case types.request:
      return readRequest(reader);
    case types.cancel:
      return { kind: "cancel", id: reader.u32() };
    case types.refused:
      return { kind: "refused", id: reader.u32(), code: reader.u16(), text: readText(reader) };
    case types.close:
      return { kind: "close", code: reader.u8(), text: readText(reader) };
    case types.pathChallenge:
      return { kind: "path-challenge", bytes: reader.take(challengeBytes).slice() };
    case types.pathResponse:
      return { kind: "path-response", bytes: reader.take(challengeBytes).slice() };
    case types.need:
      return { kind: "need", bytesPerS: reader.u32() };
    default:
      return undefined;
  }
}

function readAck(reader: ByteReader): AckFrame | undefined {
  const largest = reader.u64();
  const delayUs = reader.u16() * ackDelayUnitUs;
  const numbers = 2 * reader.u8() + 1;
  const runs: number[] = [];
  let covered = 0;
  for (let i = 0; i < numbers && reader.ok; i++) {
    const run = reader.u16();
    if (run === 0) return undefined;
    covered += run;
    runs.push(run);
  }
  return covered <= largest + 1 ? { kind: "ack", largest, delayUs, runs } : undefined;
}

function readRequest(reader: ByteReader): RequestFrame | undefined {
  const id = reader.u32();
  const round = reader.u16();
  const flags = reader.u8();
  const deadline = reader.u32();
  const seen = reader.u64() - 1;
  const objectBytes = reader.u16();
  if (objectBytes > objectBytesMax) return undefined;
  // A copy: it outlives the packet.
  const object = reader.take(objectBytes).slice();
  const ranges = readRanges(reader);
  if (ranges === undefined) return undefined;
  const wished = (flags & wishFlag) !== 0;
  const parity = wished ? { sixteenths: reader.u8(), spreadMs: reader.u8() } : undefined;
  const requestClass = requestClasses[flags & ~(probeFlag | wishFlag)];
  if (requestClass === undefined) return undefined;
  const deadlineMs = deadline === noDeadline ? Number.POSITIVE_INFINITY : deadline;
  const probe = (flags & probeFlag) !== 0;
  return {
    kind: "request",
    id,
    round,
    class: requestClass,
    probe,
    deadlineMs,
    seen,
    object,
    ranges,
    ...(parity === undefined ? {} : { parity }),
  };
}

/** Undefined where they are not ascending: symbols named again and again would be looked at as often. */
function readRanges(reader: ByteReader): SymbolRange[] | undefined {
  const ranges: SymbolRange[] = [];
  let end = 0;
  for (let left = reader.u8(); left > 0 && reader.ok; left--) {
    const range = { first: reader.u16(), length: reader.u16() };
    if (range.length === 0 || range.first < end) return undefined;
    end = range.first + range.length;
    ranges.push(range);
  }
  return ranges;
}

/** A text cut inside a character decodes to nothing; it is for people only. */
function readText(reader: ByteReader): string {
  const bytes = reader.take(reader.u8());
  return new TextDecoder().decode(bytes);
}
