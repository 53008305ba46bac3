/**
 * The encoded ring: records from the main thread to the audio thread through
 * shared memory, one writer and one reader, no locks.
 *
 * A record is a header of four words (payload bytes; kind and generation; how
 * many frames and ends were written up to and with it) and the payload, padded
 * to whole words; it may wrap around the end of the memory. Positions are byte
 * counts modulo 2^32.
 *
 * Invariants:
 *   I1  the writer alone moves `ringWrite`; nothing behind it is ever half written
 *   I2  `ringRead` is moved by the reader past a record it has copied, and by the
 *       writer on `flush` up to `ringWrite`; the reader moves it by
 *       compare-and-exchange and throws its copy away when it lost
 *   I3  a record read after `flush` carries the new generation
 * Bounds: the memory it is given; payloads up to packetBytesMax.
 */
import { assert } from "../base/assert.ts";
import { packetBytesMax } from "./limits.ts";
import { type SharedControl, word } from "./shared.ts";

export const recordKind = { segment: 1, frame: 2, gap: 3, end: 4 } as const;
export type RecordKind = (typeof recordKind)[keyof typeof recordKind];

const headerWords = 4;
const headerBytes = 4 * headerWords;
/** Generations are compared modulo this: a record outlives no more than one flush. */
export const generations = 1 << 24;

function paddedBytes(length: number): number {
  return (length + 3) & ~3;
}

/** The bytes of the ring, seen by either end. */
class RingMemory {
  readonly #bytes: Uint8Array;
  readonly #words: Int32Array;
  readonly #mask: number;

  constructor(memory: SharedArrayBuffer) {
    const size = memory.byteLength;
    assert(size >= 4 * packetBytesMax && (size & (size - 1)) === 0, "a ring is a power of two");
    this.#bytes = new Uint8Array(memory);
    this.#words = new Int32Array(memory);
    this.#mask = size - 1;
  }

  get sizeBytes(): number {
    return this.#bytes.length;
  }

  wordAt(position: number): number {
    return this.#words[(position & this.#mask) >>> 2] ?? 0;
  }
  putWord(position: number, value: number): void {
    this.#words[(position & this.#mask) >>> 2] = value;
  }

  copyIn(position: number, bytes: Uint8Array): void {
    const at = position & this.#mask;
    const first = Math.min(bytes.length, this.#bytes.length - at);
    this.#bytes.set(bytes.subarray(0, first), at);
    this.#bytes.set(bytes.subarray(first), 0);
  }
  copyOut(position: number, into: Uint8Array, length: number): void {
    const at = position & this.#mask;
    const first = Math.min(length, this.#bytes.length - at);
    into.set(this.#bytes.subarray(at, at + first), 0);
    into.set(this.#bytes.subarray(0, length - first), first);
  }
}

export class EncodedRingWriter {
  readonly #memory: RingMemory;
  readonly #control: SharedControl;
  #frames = 0;
  #ends = 0;
  #framesAtFlush = 0;

  constructor(memory: SharedArrayBuffer, control: SharedControl) {
    this.#memory = new RingMemory(memory);
    this.#control = control;
  }

  /** `frames`: packets of 20 ms that it stands for. False when there is no room; then nothing changed. */
  append(kind: RecordKind, payload: Uint8Array, frames: number): boolean {
    assert(payload.length <= packetBytesMax, "a packet is no larger than packetBytesMax");
    const control = this.#control;
    const at = control.load(word.ringWrite);
    const used = (at - control.load(word.ringRead)) >>> 0;
    const bytes = headerBytes + paddedBytes(payload.length);
    if (used + bytes > this.#memory.sizeBytes) return false;
    this.#frames = (this.#frames + frames) | 0;
    if (kind === recordKind.end) this.#ends = (this.#ends + 1) | 0;
    const generation = control.load(word.generation) & (generations - 1);
    this.#memory.putWord(at, payload.length);
    this.#memory.putWord(at + 4, kind | (generation << 8));
    this.#memory.putWord(at + 8, this.#frames);
    this.#memory.putWord(at + 12, this.#ends);
    this.#memory.copyIn(at + headerBytes, payload);
    // The counts come last: what they announce can be read.
    control.store(word.ringWrite, at + bytes);
    control.store(word.framesWritten, this.#frames);
    control.store(word.endsWritten, this.#ends);
    return true;
  }

  /** Empties the ring and starts a new generation. */
  flush(): void {
    const control = this.#control;
    control.add(word.generation, 1);
    control.store(word.ringRead, control.load(word.ringWrite));
    this.#framesAtFlush = this.#frames;
  }

  /** Packets of 20 ms that wait to be read. */
  get bufferedFrames(): number {
    // The reader's word may be from before the flush for a moment.
    const unread = (this.#frames - this.#control.load(word.framesRead)) | 0;
    return Math.max(0, Math.min(unread, (this.#frames - this.#framesAtFlush) | 0));
  }
}

/** A record that was read; `payload` is valid until the next read. */
export interface RingRecord {
  readonly kind: RecordKind;
  readonly generation: number;
  readonly payload: Uint8Array;
}

export class EncodedRingReader {
  readonly #memory: RingMemory;
  readonly #control: SharedControl;
  readonly #scratch = new Uint8Array(packetBytesMax);
  #framesRead = 0;
  #endsRead = 0;

  constructor(memory: SharedArrayBuffer, control: SharedControl) {
    this.#memory = new RingMemory(memory);
    this.#control = control;
  }

  get generation(): number {
    return this.#control.load(word.generation) & (generations - 1);
  }

  /** Packets of 20 ms behind the record that was read last; right once a record of this generation was read. */
  get bufferedFrames(): number {
    return Math.max(0, (this.#control.load(word.framesWritten) - this.#framesRead) | 0);
  }

  /** True when an end record waits: more of this segment will not come. */
  get endIsBuffered(): boolean {
    return ((this.#control.load(word.endsWritten) - this.#endsRead) | 0) > 0;
  }

  /** Undefined when the ring is empty. */
  read(): RingRecord | undefined {
    const control = this.#control;
    for (;;) {
      const at = control.load(word.ringRead);
      const held = (control.load(word.ringWrite) - at) >>> 0;
      if (held === 0) return undefined;
      const record = this.#copy(at, held);
      if (record === undefined) {
        assert(control.load(word.ringRead) !== at, "I1: a record in the ring is whole");
        continue;
      }
      const { next, frames, ends } = record;
      const found = Atomics.compareExchange(control.words, word.ringRead, at, next);
      if (found !== at) continue;
      this.#framesRead = frames;
      this.#endsRead = ends;
      control.store(word.framesRead, frames);
      return record;
    }
  }

  /** Undefined when the writer flushed and wrote over it meanwhile, as far as that shows. */
  #copy(at: number, held: number) {
    const length = this.#memory.wordAt(at);
    if (length < 0 || length > packetBytesMax) return undefined;
    const bytes = headerBytes + paddedBytes(length);
    if (bytes > held) return undefined;
    const tag = this.#memory.wordAt(at + 4);
    this.#memory.copyOut(at + headerBytes, this.#scratch, length);
    return {
      // The tag is what `append` wrote, or the copy is thrown away (I2).
      kind: (tag & 0xff) as RecordKind,
      generation: (tag >>> 8) & (generations - 1),
      payload: this.#scratch.subarray(0, length),
      frames: this.#memory.wordAt(at + 8),
      ends: this.#memory.wordAt(at + 12),
      next: (at + bytes) | 0,
    };
  }
}
