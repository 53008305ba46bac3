/**
 * Reads Ogg (RFC 3533) as it comes from the world: past damage to the next page,
 * from one chained stream to the next, of several streams the first. (media/ogg.ts
 * is the strict one, for what our own encoder writes.)
 *
 * Bounds: one page, and one packet of oggPacketBytesMax; what is longer is dropped.
 */
import { concatBytes } from "../base/bytes.ts";
import { pageCrc } from "../media/ogg.ts";
import { oggPacketBytesMax } from "./limits.ts";

export interface OggRead {
  /** A copy. */
  readonly bytes: Uint8Array;
  /** It is the first of a stream: its head. */
  readonly first: boolean;
}

const headBytes = 27;
export const pageBytesMax = headBytes + 255 + 255 * 255;
const flagContinued = 1;
const flagFirst = 2;

export class OggReader {
  #held: Uint8Array = new Uint8Array(0);
  #serial: number | undefined;
  #nextPage = 0;
  #partial: Uint8Array[] = [];
  #partialBytes = 0;
  /** What comes belongs to a packet whose beginning is lost. */
  #torn = false;
  #begins = false;

  /** Of the stream that is read; undefined before its first page. */
  get serial(): number | undefined {
    return this.#serial;
  }

  /** Packets that `bytes` completes. */
  push(bytes: Uint8Array): OggRead[] {
    const held = concatBytes([this.#held, bytes]);
    const packets: OggRead[] = [];
    let at = 0;
    for (;;) {
      at = nextPage(held, at);
      const size = pageSize(held, at);
      if (size === undefined || at + size > held.length) break;
      const page = held.subarray(at, at + size);
      const whole =
        new DataView(page.buffer, page.byteOffset).getUint32(22, true) === pageCrc(page);
      if (whole) this.#page(page, packets);
      at += whole ? size : 1;
    }
    this.#held = held.slice(Math.max(at, held.length - pageBytesMax));
    return packets;
  }

  /** What follows comes from another place of the same stream. */
  jump(): void {
    this.#held = new Uint8Array(0);
    this.#drop();
  }

  #page(page: Uint8Array, packets: OggRead[]): void {
    const view = new DataView(page.buffer, page.byteOffset, page.byteLength);
    const flags = page[5] ?? 0;
    const serial = view.getUint32(14, true);
    const number = view.getUint32(18, true);
    if ((flags & flagFirst) !== 0 && (this.#serial === undefined || this.#nextPage > 1)) {
      this.#serial = serial;
      this.#begins = true;
      this.#drop();
    } else if (serial !== this.#serial) return;
    else if (number !== this.#nextPage) this.#drop();
    this.#nextPage = (number + 1) >>> 0;
    const goesOn = (flags & flagContinued) !== 0;
    if (!goesOn) this.#drop();
    else if (this.#partial.length === 0) this.#torn = true;
    this.#unlace(page, packets);
  }

  #unlace(page: Uint8Array, packets: OggRead[]): void {
    const bodyAt = headBytes + (page[26] ?? 0);
    let at = bodyAt;
    for (const value of page.subarray(headBytes, bodyAt)) {
      this.#partialBytes += value;
      if (this.#partialBytes <= oggPacketBytesMax) this.#partial.push(page.slice(at, at + value));
      at += value;
      if (value === 255) continue;
      const whole = !this.#torn && this.#partialBytes <= oggPacketBytesMax;
      if (whole) {
        packets.push({ bytes: concatBytes(this.#partial), first: this.#begins });
        this.#begins = false;
      }
      this.#drop();
    }
  }

  #drop(): void {
    this.#partial = [];
    this.#partialBytes = 0;
    this.#torn = false;
  }
}

export interface OggPage {
  readonly at: number;
  /** Behind it. */
  readonly end: number;
  readonly serial: number;
  /** Undefined where no packet ends on it. */
  readonly granule: number | undefined;
  /** A stream begins with it. */
  readonly first: boolean;
}

/** Whole pages in bytes from anywhere. */
export function* pagesIn(bytes: Uint8Array): Generator<OggPage> {
  for (let at = nextPage(bytes, 0); ; at = nextPage(bytes, at + 1)) {
    const size = pageSize(bytes, at);
    if (size === undefined || at + size > bytes.length) return;
    const page = bytes.subarray(at, at + size);
    const view = new DataView(page.buffer, page.byteOffset, page.byteLength);
    if (view.getUint32(22, true) !== pageCrc(page)) continue;
    const granule = view.getBigInt64(6, true);
    const told = granule < 0 ? undefined : Number(granule);
    const first = (view.getUint8(5) & flagFirst) !== 0;
    yield { at, end: at + size, serial: view.getUint32(14, true), granule: told, first };
    at += size - 1;
  }
}

/** The end of the first page of the stream on which a packet ends: from there on one can read. */
export function oggLandmark(
  bytes: Uint8Array,
  { serial, rate }: { readonly serial: number | undefined; readonly rate: number },
): { readonly at: number; readonly ms: number } | undefined {
  for (const page of pagesIn(bytes))
    if (page.serial === serial && page.granule !== undefined)
      return { at: page.end, ms: Math.floor((page.granule * 1_000) / rate) };
  return undefined;
}

/** Where the next page may begin, from `at` on. */
function nextPage(bytes: Uint8Array, from: number): number {
  let at = from;
  while (at + 4 <= bytes.length) {
    const found = bytes.indexOf(0x4f, at);
    if (found < 0) return bytes.length;
    const is = bytes[found + 1] === 0x67 && bytes[found + 2] === 0x67 && bytes[found + 3] === 0x53;
    if (is || found + 4 > bytes.length) return found;
    at = found + 1;
  }
  return at;
}

/** Undefined while its head is not all there. */
function pageSize(bytes: Uint8Array, at: number): number | undefined {
  const segments = bytes[at + headBytes - 1];
  if (segments === undefined || bytes.length < at + headBytes + segments) return undefined;
  const lacing = bytes.subarray(at + headBytes, at + headBytes + segments);
  return lacing.reduce((sum, value) => sum + value, headBytes + segments);
}
