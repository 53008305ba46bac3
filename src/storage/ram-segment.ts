/**
 * A segment on its way to the card: filling, or waiting to be written. Its
 * bytes are final from the moment they are appended, so that what is read from
 * RAM and what is read from the card go the same way.
 *
 * Invariants:
 *   I1  records and the footer for them always fit into the segment together
 *   I2  bytes below `used` never change
 */
import { assert } from "../base/assert.ts";
import type { Place } from "./chunk-index.ts";
import { pageBytes, recordsPerSegmentMax, segmentBytes } from "./limits.ts";
import {
  footerBytes,
  openRecord,
  recordsStart,
  type SegmentEntry,
  type SegmentId,
  sealedBytes,
  sealRecord,
  writeFooter,
  writeHeader,
} from "./segment.ts";

export interface RamSegmentOptions {
  /** What the index calls it while it is in RAM. */
  readonly label: number;
  readonly id: SegmentId;
  readonly key: Uint8Array;
  /** 4 MiB, from then on this segment's. */
  readonly buffer: Uint8Array;
  /** Where in the file it goes; may be moved until it was written once. */
  readonly position: number;
}

/** Bytes and where in the segment they go. */
export interface Piece {
  readonly at: number;
  readonly bytes: Uint8Array;
}

export class RamSegment {
  readonly label: number;
  readonly id: SegmentId;
  position: number;
  readonly #key: Uint8Array;
  readonly #buffer: Uint8Array;
  readonly #entries: SegmentEntry[] = [];
  #used = recordsStart;
  /** How many entries, and up to which offset, are on the card. */
  #flushedEntries = 0;
  #flushedTo = 0;
  #tableWrites = 0;

  constructor(options: RamSegmentOptions) {
    assert(options.buffer.length === segmentBytes, "a segment has 4 MiB");
    this.label = options.label;
    this.id = options.id;
    this.position = options.position;
    this.#key = options.key;
    this.#buffer = options.buffer;
  }

  get entries(): readonly SegmentEntry[] {
    return this.#entries;
  }
  /** Something was appended since it was last written. */
  get dirty(): boolean {
    return this.#entries.length > this.#flushedEntries;
  }
  /** It was written once: its position is fixed. */
  get flushed(): boolean {
    return this.#tableWrites > 0;
  }

  hasRoom(length: number): boolean {
    const entries = this.#entries.length + 1;
    if (entries > recordsPerSegmentMax) return false;
    return this.#used + sealedBytes(length) + footerBytes(entries) <= segmentBytes;
  }

  /** The record's offset. Keeps `name`, not `plain`. */
  append(name: Uint8Array, plain: Uint8Array, heat: number): number {
    assert(this.hasRoom(plain.length), "I1: a record is appended where it fits");
    const offset = this.#used;
    const { generation } = this.id;
    sealRecord(plain, this.#buffer, offset, { key: this.#key, generation, offset, aad: name });
    this.#entries.push({ name, offset, length: plain.length, heat });
    this.#used += sealedBytes(plain.length);
    return offset;
  }

  read(name: Uint8Array, { offset, length }: Place): Uint8Array | undefined {
    const sealed = this.#buffer.subarray(offset, offset + sealedBytes(length));
    const { generation } = this.id;
    return openRecord(sealed, { key: this.#key, generation, offset, aad: name });
  }

  /** What is still to be written of a full segment, in one piece. Nothing may be appended after it. */
  sealPiece(segments: number): Piece {
    this.#finish(this.#buffer, segments);
    const at = this.#flushedTo - (this.#flushedTo % pageBytes);
    return { at, bytes: this.#buffer.subarray(at) };
  }

  /** Its buffer, for another segment. Nothing may be called after it. */
  release(): Uint8Array {
    return this.#buffer;
  }

  /** What makes the segment readable from the card while it goes on filling: new records, then a footer. */
  flushPieces(segments: number): readonly Piece[] {
    const footer = new Uint8Array(footerBytes(this.#entries.length));
    this.#finish(footer, segments);
    const at = this.#flushedTo - (this.#flushedTo % pageBytes);
    const records = { at, bytes: this.#buffer.subarray(at, this.#used) };
    this.#flushedTo = this.#used;
    this.#flushedEntries = this.#entries.length;
    return [records, { at: segmentBytes - footer.length, bytes: footer }];
  }

  /** Header into the buffer, footer to the end of `into`. */
  #finish(into: Uint8Array, segments: number): void {
    const seat = { position: this.position, segments };
    writeHeader(this.#buffer, this.id, seat);
    this.#tableWrites += 1;
    const table = { id: this.id, entries: this.#entries };
    writeFooter(into, table, seat, { key: this.#key, writes: this.#tableWrites });
  }
}
