/**
 * The segments of one opening of the cache's file: those that fill in RAM, the
 * writing of full ones, and which place each takes. Places are used in turn, but
 * for those that are being read from or hold pinned tracks. What was used since
 * it was written moves on to the newest segment; the rest makes room.
 *
 * Invariants:
 *   I1  an entry of the index is in RAM, or in a segment whose keys are known
 *   I2  all work on the file but reads is done in one chain, in order
 *   I3  after trouble nothing is written any more
 * Bounds: three segments of RAM, one more where tracks are pinned.
 */
import { assert } from "../base/assert.ts";
import { toHex } from "../base/bytes.ts";
import type { Clock } from "../ports/clock.ts";
import type { Disk } from "../ports/disk.ts";
import { DiskError } from "../ports/errors.ts";
import type { Log } from "../ports/log.ts";
import type { Newest } from "./cache-boot.ts";
import type { ChunkIndex, Place } from "./chunk-index.ts";
import { type Fingerprint, fingerprintOf, trackBytes } from "./chunk-key.ts";
import {
  freeShareMax,
  inUseUs,
  pinnedKeepBytes,
  pinnedSegmentsMin,
  pinnedShareMax,
  reinsertBytesMax,
  sealingMax,
  segmentBytes,
  segmentsMax,
} from "./limits.ts";
import { RamSegment } from "./ram-segment.ts";
import { recordBytesMax, type SegmentEntry } from "./segment.ts";
import type { SegmentFile } from "./segment-file.ts";

/** Labels of RAM segments follow the numbers that positions in the file can have. */
const ramLabels = Array.from({ length: sealingMax + 2 }, (_, i) => segmentsMax + 1 + i);

export interface Chunk {
  readonly name: Uint8Array;
  readonly print: Fingerprint;
  readonly bytes: Uint8Array;
  readonly heat: number;
}

export interface RingParts {
  readonly disk: Disk;
  readonly clock: Clock;
  readonly log: Log;
  readonly index: ChunkIndex;
  readonly file: SegmentFile;
  readonly folder: string;
  readonly newest: Newest | undefined;
  /** Places to leave out at first: openings before this one failed there. */
  readonly skip: number;
  /** Of this opening alone. */
  readonly salt: Uint8Array;
  /** Called once, and then the ring is of no more use. */
  readonly onTrouble: (error: unknown) => void;
  /** Bytes that will be written. */
  readonly onPayload: (bytes: number, movedOn: boolean) => void;
  /** Names of chunks that made room and are not in the ring any more. */
  readonly onGone: (name: Uint8Array) => void;
  /** Whether a neighbour holds it too: then it need not move on. */
  readonly heldElsewhere: (name: Uint8Array) => boolean;
}

export class CacheRing {
  readonly #parts: RingParts;
  readonly #ram = new Map<number, RamSegment>();
  /** Of the segment that was sealed last. */
  #spare: Uint8Array | undefined;
  readonly #readUs: Float64Array;
  readonly #pinnedBytes: Float64Array;
  /** Those that were begun for pinned tracks. */
  readonly #apart = new WeakSet<RamSegment>();
  /** What lies in the places that they will take. */
  readonly #replaced = new WeakMap<RamSegment, readonly SegmentEntry[]>();
  #pins: ReadonlySet<string> = new Set();
  #open: RamSegment | undefined;
  #openPinned: RamSegment | undefined;
  /** Where the next segment goes, and how many positions the ring has. */
  #cursor: number;
  #segments: number;
  #generation: number;
  #work: Promise<void> = Promise.resolve();
  #broken = false;

  constructor(parts: RingParts) {
    const { file, newest, skip } = parts;
    this.#parts = parts;
    this.#segments = file.segments;
    this.#generation = (newest?.generation ?? 0) + 1;
    this.#cursor = ((newest?.position ?? -1) + 1 + skip) % file.segments;
    this.#readUs = new Float64Array(file.segments).fill(Number.NEGATIVE_INFINITY);
    this.#pinnedBytes = new Float64Array(file.segments);
  }

  /** Bytes of pinned tracks in segments that are kept for them. */
  get pinnedBytes(): number {
    return this.#pinnedBytes.reduce((sum, bytes) => sum + bytes, 0);
  }

  /** What they may take; 0 where the ring has no place to spare. */
  get pinnedBytesMax(): number {
    const enough = this.#segments >= pinnedSegmentsMin;
    return enough ? pinnedShareMax * this.#segments * segmentBytes : 0;
  }

  /** These tracks stay from now on, and no other; looks through the tables of all segments. */
  pin(tracks: ReadonlySet<string>): void {
    this.#pins = tracks;
    this.#enqueue(async (file) => {
      for (let position = 0; position < file.reserved; position++) {
        if (file.idOf(position) === undefined) continue;
        this.#pinnedBytes[position] = 0;
        if (tracks.size === 0 || !this.#hasRoomApart()) continue;
        const bytes = this.#pinnedIn((await file.load(position))?.entries ?? []);
        if (bytes >= pinnedKeepBytes) this.#pinnedBytes[position] = bytes;
      }
    });
  }

  /** False where there is no room for it now: the card is slower than what comes in. */
  append(chunk: Chunk): boolean {
    return this.#append(chunk, this.#isPinned(chunk.name), false);
  }

  /** Undefined where the bytes are not this chunk's. Throws DiskError. */
  async read(name: Uint8Array, place: Place): Promise<Uint8Array | undefined> {
    const ram = this.#ram.get(place.segment);
    if (ram !== undefined) return ram.read(name, place);
    this.#readUs[place.segment] = this.#parts.clock.nowUs();
    return this.#parts.file.read(name, place);
  }

  /** What is in RAM reaches the card, and goes on filling there. */
  flush(): void {
    for (const segment of [this.#open, this.#openPinned])
      if (segment !== undefined) this.#flushLater(segment);
  }

  /** Waits for what was begun. */
  idle(): Promise<void> {
    return this.#work;
  }

  /** I3. Forgets what is in RAM. */
  abandon(): void {
    this.#broken = true;
    this.#open = undefined;
    this.#openPinned = undefined;
    this.#ram.clear();
  }

  #append(chunk: Chunk, pinned: boolean, movedOn: boolean): boolean {
    const { name, print, bytes, heat } = chunk;
    const segment = this.#broken ? undefined : this.#segmentFor(bytes.length, pinned);
    if (segment === undefined) return false;
    const offset = segment.append(name, bytes, heat);
    this.#parts.index.set(print, { segment: segment.label, offset, length: bytes.length }, heat);
    this.#parts.onPayload(bytes.length, movedOn);
    return true;
  }

  #isPinned(name: Uint8Array): boolean {
    return this.#pins.size > 0 && this.#pins.has(toHex(name.subarray(0, trackBytes)));
  }

  #pinnedIn(entries: readonly SegmentEntry[]): number {
    return entries.reduce((sum, { name, length }) => sum + (this.#isPinned(name) ? length : 0), 0);
  }

  /** Beyond their share pinned chunks are like all others, or the ring would move them round for ever. */
  #hasRoomApart(): boolean {
    return this.pinnedBytes < this.pinnedBytesMax;
  }

  /** The segment that takes a chunk of this length; a full one goes to the card. */
  #segmentFor(length: number, pinned: boolean): RamSegment | undefined {
    if (length === 0 || length > recordBytesMax) return undefined;
    const apart = pinned && this.#hasRoomApart();
    const open = apart ? this.#openPinned : this.#open;
    if (open?.hasRoom(length)) return open;
    const labels = this.#pins.size > 0 ? ramLabels : ramLabels.slice(0, -1);
    const label = labels.find((free) => !this.#ram.has(free));
    if (label === undefined) return undefined;
    if (open !== undefined) this.#sealLater(open);
    const fresh = this.#newSegment(label);
    if (apart) this.#openPinned = fresh;
    else this.#open = fresh;
    if (apart) this.#apart.add(fresh);
    this.#reclaimLater(fresh);
    return fresh;
  }

  #newSegment(label: number): RamSegment {
    const { file, salt } = this.#parts;
    const segment = new RamSegment({
      label,
      id: { salt, generation: this.#generation },
      key: file.keyOf(salt),
      buffer: this.#takeBuffer(),
      position: this.#nextPosition(),
    });
    this.#generation += 1;
    this.#ram.set(label, segment);
    return segment;
  }

  /** The next place that nobody needs; where all are needed, the next one that is not pinned. */
  #nextPosition(): number {
    const taken = new Set([...this.#ram.values()].map(({ position }) => position));
    const inTurn = Array.from(
      { length: this.#segments },
      (_, i) => (this.#cursor + i) % this.#segments,
    );
    const unpinned = inTurn.filter(
      (at) => (this.#pinnedBytes[at] ?? 0) < pinnedKeepBytes && !taken.has(at),
    );
    const quietUs = this.#parts.clock.nowUs() - inUseUs;
    // A ring of which half is being read must still go round: it looks no further than that.
    const near = unpinned.slice(0, Math.ceil(this.#segments / 2));
    const position =
      near.find((at) => (this.#readUs[at] ?? 0) < quietUs) ?? unpinned[0] ?? inTurn[0];
    assert(position !== undefined, "a ring has a place");
    this.#cursor = (position + 1) % this.#segments;
    return position;
  }

  #sealLater(segment: RamSegment): void {
    this.#enqueue(async (file) => {
      await this.#claim(file, segment);
      await file.write(segment.position, segment.sealPiece(file.segments));
      this.#written(file, segment);
      this.#parts.index.relabel(segment.label, segment.position);
      this.#ram.delete(segment.label);
      this.#spare = segment.release();
    });
  }

  /** The last one that became free, empty again: 4 MiB that wait for a collection are more than a board spares. */
  #takeBuffer(): Uint8Array {
    const buffer = this.#spare?.fill(0) ?? new Uint8Array(segmentBytes);
    this.#spare = undefined;
    return buffer;
  }

  #flushLater(segment: RamSegment): void {
    this.#enqueue(async (file) => {
      if (!segment.dirty || !this.#ram.has(segment.label)) return;
      await this.#claim(file, segment);
      for (const piece of segment.flushPieces(file.segments))
        await file.write(segment.position, piece);
      this.#written(file, segment);
    });
  }

  #written(file: SegmentFile, segment: RamSegment): void {
    file.written(segment.position, segment.id);
    const bytes = this.#apart.has(segment) ? this.#pinnedIn(segment.entries) : 0;
    this.#pinnedBytes[segment.position] = bytes;
  }

  /** Makes the segment's place in the file its own: blocks reserved, what was there forgotten. */
  async #claim(file: SegmentFile, segment: RamSegment): Promise<void> {
    if (segment.flushed) return;
    if (segment.position >= this.#segments) segment.position = this.#nextPosition();
    try {
      await this.#guardFreeSpace(file, segment.position);
      await file.reserve(segment.position);
    } catch (error) {
      const full = error instanceof DiskError && error.code === "no-space";
      if (!full || file.reserved < ramLabels.length) throw error;
      // The disk has filled up since the start: go round in what the file has got.
      this.#segments = file.reserved;
      this.#cursor %= this.#segments;
      this.#parts.log.warn("cache-cannot-grow", { sizeBytes: file.reserved * segmentBytes });
      segment.position = this.#nextPosition();
    }
    this.#parts.index.evict(segment.position);
    this.#tellGone(segment);
    this.#readUs[segment.position] = Number.NEGATIVE_INFINITY;
    this.#pinnedBytes[segment.position] = 0;
    file.forget(segment.position);
  }

  #tellGone(segment: RamSegment): void {
    const { index, onGone } = this.#parts;
    for (const { name } of this.#replaced.get(segment) ?? [])
      if (index.find(fingerprintOf(name)) === undefined) onGone(name);
    this.#replaced.delete(segment);
  }

  /** The file grows only into room that nobody else has taken since the start. */
  async #guardFreeSpace(file: SegmentFile, position: number): Promise<void> {
    const growthBytes = file.growthBytes(position);
    if (growthBytes === 0) return;
    const { disk, folder } = this.#parts;
    if (growthBytes > (await disk.freeBytes(folder)) * freeShareMax)
      throw new DiskError("no-space", "the disk has filled up", {
        remedy: "free some space, or give it a smaller --cache-size",
      });
  }

  /** Moves on what was used of the segment whose place the new one will take, and what is pinned. */
  #reclaimLater(segment: RamSegment): void {
    this.#enqueue(async (file) => {
      const { position } = segment;
      if (file.idOf(position) === undefined) return;
      const entries = (await file.load(position))?.entries ?? [];
      this.#replaced.set(segment, entries);
      let keptBytes = 0;
      for (const entry of entries) {
        const pinned = this.#isPinned(entry.name) && this.#hasRoomApart();
        if (!pinned && keptBytes + entry.length > reinsertBytesMax) continue;
        if ((await this.#moveOn(entry, position, pinned)) && !pinned) keptBytes += entry.length;
      }
    });
  }

  /** True when the chunk was still wanted there and is in RAM now. */
  async #moveOn(entry: SegmentEntry, position: number, pinned: boolean): Promise<boolean> {
    const { index, file } = this.#parts;
    const { name, offset, length } = entry;
    const print = fingerprintOf(name);
    const place = { segment: position, offset, length };
    const wanted = (): boolean =>
      index.isAt(print, place) && (pinned || this.#open?.hasRoom(length) === true);
    const earned = index.heatOf(print) > 0 && !this.#parts.heldElsewhere(name);
    if (!(pinned || earned) || !wanted()) return false;
    const bytes = await this.#readQuietly(file, name, place);
    if (bytes === undefined || !wanted()) return false;
    const heat = Math.max(0, index.heatOf(print) - (pinned ? 0 : 1));
    return this.#append({ name: name.slice(), print, bytes, heat }, pinned, true);
  }

  /** What cannot be read is not worth moving; whether the card is dying others find out. */
  async #readQuietly(
    file: SegmentFile,
    name: Uint8Array,
    place: Place,
  ): Promise<Uint8Array | undefined> {
    try {
      return await file.read(name, place);
    } catch (error) {
      if (error instanceof DiskError && error.code === "io-error") return undefined;
      throw error;
    }
  }

  #enqueue(job: (file: SegmentFile) => Promise<void>): void {
    this.#work = this.#work.then(async () => {
      if (this.#broken) return;
      try {
        await job(this.#parts.file);
      } catch (error) {
        if (this.#broken) return;
        this.abandon();
        this.#parts.onTrouble(error);
      }
    });
  }
}
