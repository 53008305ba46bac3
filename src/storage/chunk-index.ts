/**
 * Where each chunk lies: an open-addressing table in typed arrays, keyed by
 * 64-bit fingerprints. 18 bytes a slot and no object per entry, so that a
 * 2 GiB cache costs 3 MB and the garbage collector nothing.
 *
 * It may confuse two keys of one fingerprint: the reader's authentication
 * finds out (the chunk's key is part of what is authenticated).
 *
 * Invariants:
 *   I1  an entry lies at its home slot or behind it, with no free slot between
 *   I2  the table is at most 85 % full; growing leaves it 68 % full
 */
import { assert } from "../base/assert.ts";
import type { Fingerprint } from "./chunk-key.ts";
import { heatMax } from "./limits.ts";

export interface Place {
  /** Number of the segment. */
  readonly segment: number;
  /** From the start of the segment. */
  readonly offset: number;
  /** Plain bytes, without the tag. */
  readonly length: number;
}

const slotBytes = 4 + 4 + 2 + 4 + 4;
const slotsMin = 256;
const loadMax = 0.85;
const growth = 1.25;
/** A segment has 4 MiB: 22 bits are enough for a length, heat has the two at the top. */
const heatShift = 30;
const lengthMask = 0x3fff_ffff;
/** Length and heat of a free slot. A chunk has at least one byte. */
const free = 0;

interface Slots {
  readonly count: number;
  readonly high: Uint32Array;
  readonly low: Uint32Array;
  readonly segment: Uint16Array;
  readonly offset: Uint32Array;
  readonly lengthAndHeat: Uint32Array;
}

function makeSlots(count: number): Slots {
  return {
    count,
    high: new Uint32Array(count),
    low: new Uint32Array(count),
    segment: new Uint16Array(count),
    offset: new Uint32Array(count),
    lengthAndHeat: new Uint32Array(count),
  };
}

export class ChunkIndex {
  #slots = makeSlots(slotsMin);
  #size = 0;
  #payloadBytes = 0;

  get size(): number {
    return this.#size;
  }
  /** Plain bytes of all entries. */
  get payloadBytes(): number {
    return this.#payloadBytes;
  }
  /** What the table takes of RAM. */
  get tableBytes(): number {
    return this.#slots.count * slotBytes;
  }

  find(key: Fingerprint): Place | undefined {
    const at = this.#slotOf(key);
    return at < 0 ? undefined : placeAt(this.#slots, at);
  }

  /** Whether the key is known to lie there: an entry may have moved while its bytes were read. */
  isAt(key: Fingerprint, place: Place): boolean {
    const now = this.find(key);
    return now?.segment === place.segment && now.offset === place.offset;
  }

  /** 0…heatMax; 0 where there is no such entry. */
  heatOf(key: Fingerprint): number {
    const at = this.#slotOf(key);
    return at < 0 ? 0 : read(this.#slots.lengthAndHeat, at) >>> heatShift;
  }

  warm(key: Fingerprint): void {
    const at = this.#slotOf(key);
    if (at < 0) return;
    const word = read(this.#slots.lengthAndHeat, at);
    if (word >>> heatShift < heatMax) this.#slots.lengthAndHeat[at] = word + 2 ** heatShift;
  }

  /** Replaces what was known under the key. */
  set(key: Fingerprint, place: Place, heat: number): void {
    assert(
      place.length > 0 && place.length <= lengthMask && heat <= heatMax,
      "a place fits its slot",
    );
    this.delete(key);
    if (this.#size + 1 > this.#slots.count * loadMax) this.#grow();
    insert(this.#slots, key, place, heat);
    this.#size += 1;
    this.#payloadBytes += place.length;
  }

  delete(key: Fingerprint): boolean {
    const at = this.#slotOf(key);
    if (at < 0) return false;
    this.#size -= 1;
    this.#payloadBytes -= read(this.#slots.lengthAndHeat, at) & lengthMask;
    this.#closeGap(at);
    return true;
  }

  /** Forgets all entries of a segment. */
  evict(segment: number): void {
    const slots = this.#slots;
    const doomed: Fingerprint[] = [];
    for (let at = 0; at < slots.count; at++)
      if (slots.segment[at] === segment && slots.lengthAndHeat[at] !== free)
        doomed.push({ high: read(slots.high, at), low: read(slots.low, at) });
    for (const key of doomed) this.delete(key);
  }

  /** Entries of segment `from` are in `to` now, at the same offsets. */
  relabel(from: number, to: number): void {
    const { segment } = this.#slots;
    for (let at = segment.indexOf(from); at >= 0; at = segment.indexOf(from, at + 1))
      segment[at] = to;
  }

  clear(): void {
    this.#slots = makeSlots(slotsMin);
    this.#size = 0;
    this.#payloadBytes = 0;
  }

  #slotOf({ high, low }: Fingerprint): number {
    const slots = this.#slots;
    for (let at = homeOf(low, slots.count); slots.lengthAndHeat[at] !== free; ) {
      if (slots.low[at] === low && slots.high[at] === high) return at;
      at = at + 1 === slots.count ? 0 : at + 1;
    }
    return -1;
  }

  /** Moves entries back over a freed slot as far as I1 asks. */
  #closeGap(freed: number): void {
    const slots = this.#slots;
    let gap = freed;
    for (let at = gap; ; ) {
      at = at + 1 === slots.count ? 0 : at + 1;
      if (slots.lengthAndHeat[at] === free) break;
      const home = homeOf(read(slots.low, at), slots.count);
      if (distance(home, at, slots.count) < distance(gap, at, slots.count)) continue;
      copySlot(slots, at, gap);
      gap = at;
    }
    slots.lengthAndHeat[gap] = free;
  }

  #grow(): void {
    const old = this.#slots;
    const next = makeSlots(Math.ceil(old.count * growth));
    for (let at = 0; at < old.count; at++) {
      const word = read(old.lengthAndHeat, at);
      if (word === free) continue;
      const key = { high: read(old.high, at), low: read(old.low, at) };
      insert(next, key, placeAt(old, at), word >>> heatShift);
    }
    this.#slots = next;
  }
}

function insert(slots: Slots, { high, low }: Fingerprint, place: Place, heat: number): void {
  let at = homeOf(low, slots.count);
  while (slots.lengthAndHeat[at] !== free) at = at + 1 === slots.count ? 0 : at + 1;
  slots.high[at] = high;
  slots.low[at] = low;
  slots.segment[at] = place.segment;
  slots.offset[at] = place.offset;
  slots.lengthAndHeat[at] = place.length + heat * 2 ** heatShift;
}

function placeAt(slots: Slots, at: number): Place {
  return {
    segment: read(slots.segment, at),
    offset: read(slots.offset, at),
    length: read(slots.lengthAndHeat, at) & lengthMask,
  };
}

function copySlot(slots: Slots, from: number, to: number): void {
  slots.high[to] = read(slots.high, from);
  slots.low[to] = read(slots.low, from);
  slots.segment[to] = read(slots.segment, from);
  slots.offset[to] = read(slots.offset, from);
  slots.lengthAndHeat[to] = read(slots.lengthAndHeat, from);
}

/** Maps 32 random bits to a slot by multiplication: the table's size need not be a power of two. */
function homeOf(low: number, count: number): number {
  return Math.floor((low * count) / 0x1_0000_0000);
}

function distance(from: number, to: number, count: number): number {
  return to >= from ? to - from : to - from + count;
}

function read(array: Uint32Array | Uint16Array, at: number): number {
  const value = array[at];
  assert(value !== undefined, "a slot lies within the table");
  return value;
}
