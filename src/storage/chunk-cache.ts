/**
 * The chunk cache: a log of 4 MiB segments in one file, each written once when
 * it is full, reclaimed in the order of writing (docs/STORAGE.md §2). What was
 * used since it was written moves on to the newest segment; the rest makes room.
 *
 * It never throws and never syncs. A card that fails costs the cache, not the
 * music: it reports once, keeps what is hot in RAM and misses everything else.
 *
 * Invariants:
 *   I1  get yields bytes that were once put under that key, or undefined
 *   I2  an entry of the index is in RAM, or in a segment whose keys are known
 *   I3  all work on the file but reads is done in one chain, in order
 * Bounds: three segments of RAM, `hotBytes`, and 18 bytes of index a slot.
 */
import { LRUCache } from "lru-cache";
import { assert } from "../base/assert.ts";
import { equalBytes } from "../base/bytes.ts";
import { describeError } from "../base/errors.ts";
import type { Cancel } from "../ports/clock.ts";
import { DiskError } from "../ports/errors.ts";
import { openCacheFile } from "./cache-boot.ts";
import type { CacheOptions, CachePorts, CacheStats } from "./cache-types.ts";
import { ChunkIndex, type Place } from "./chunk-index.ts";
import { type ChunkKey, encodeKey, type Fingerprint, fingerprintOf, keyText } from "./chunk-key.ts";
import {
  hotBytesDefault,
  idleSealUs,
  readErrorsMax,
  reinsertBytesMax,
  sealingMax,
  segmentBytes,
  segmentsMax,
} from "./limits.ts";
import { RamSegment } from "./ram-segment.ts";
import { recordBytesMax, type SegmentEntry, saltBytes } from "./segment.ts";
import type { SegmentFile } from "./segment-file.ts";

/** Labels of RAM segments follow the numbers that positions in the file can have. */
const ramLabels = Array.from({ length: sealingMax + 1 }, (_, i) => segmentsMax + 1 + i);

export class ChunkCache implements AsyncDisposable {
  readonly #ports: CachePorts;
  readonly #hot: LRUCache<string, Uint8Array> | undefined;
  readonly #index = new ChunkIndex();
  readonly #ram = new Map<number, RamSegment>();
  readonly #salt: Uint8Array;
  #file: SegmentFile | undefined;
  #open: RamSegment | undefined;
  /** Where the next segment goes, and how many positions the ring has. */
  #cursor = 0;
  #ringSegments = 0;
  #generation = 1;
  #work: Promise<void> = Promise.resolve();
  #idle: Cancel | undefined;
  #lastPutUs = 0;
  #closing: Promise<void> | undefined;
  #trouble: string | null = null;
  #readErrors = 0;
  #writtenBefore = 0;
  readonly #counts = {
    hits: 0,
    misses: 0,
    hitBytes: 0,
    missBytes: 0,
    payload: 0,
    reinserted: 0,
    refused: 0,
    damaged: 0,
  };

  /** An unusable disk gives a cache that is not enabled. Rejects only with `signal.reason`. */
  static async open(
    ports: CachePorts,
    options: CacheOptions,
    signal: AbortSignal,
  ): Promise<ChunkCache> {
    const cache = new ChunkCache(ports, options);
    try {
      const { file, newest } = await openCacheFile(ports.disk, options, cache.#index, signal);
      cache.#start(file, newest);
    } catch (error) {
      signal.throwIfAborted();
      cache.#disable(error);
    }
    return cache;
  }

  private constructor(ports: CachePorts, options: CacheOptions) {
    assert(options.key.length === 32, "the cache's key has 32 bytes");
    this.#ports = ports;
    this.#salt = ports.entropy.bytes(saltBytes);
    const maxSize = options.hotBytes ?? hotBytesDefault;
    if (maxSize > 0)
      this.#hot = new LRUCache({ maxSize, sizeCalculation: (bytes) => Math.max(1, bytes.length) });
  }

  /** Whether `get` has good prospects; the bytes themselves are not looked at. */
  has(key: ChunkKey): boolean {
    if (this.#hot?.has(keyText(key))) return true;
    return this.#index.find(fingerprintOf(encodeKey(key))) !== undefined;
  }

  /** The bytes are shared with later calls: the caller must not write to them. Never rejects. */
  async get(key: ChunkKey): Promise<Uint8Array | undefined> {
    const text = keyText(key);
    const name = encodeKey(key);
    const print = fingerprintOf(name);
    const bytes = this.#hot?.get(text) ?? (await this.#find(name, print));
    if (bytes === undefined) {
      this.#counts.misses += 1;
      return undefined;
    }
    this.#counts.hits += 1;
    this.#counts.hitBytes += bytes.length;
    this.#index.warm(print);
    this.#hot?.set(text, bytes);
    return bytes;
  }

  /** Replaces what was there. Keeps `bytes`: the caller must not write to them again. */
  put(key: ChunkKey, bytes: Uint8Array): void {
    const text = keyText(key);
    const name = encodeKey(key);
    const print = fingerprintOf(name);
    const hot = this.#hot?.peek(text);
    if (hot !== undefined && equalBytes(hot, bytes) && this.#index.find(print) !== undefined)
      return;
    this.#hot?.set(text, bytes);
    this.#counts.missBytes += bytes.length;
    if (this.#file === undefined || this.#closing !== undefined) return;
    const segment = this.#segmentFor(bytes.length);
    if (segment === undefined) {
      this.#counts.refused += 1;
      this.#index.delete(print); // The older value must not come back in place of the newer.
      return;
    }
    this.#append(segment, { name, print, bytes, heat: 0 });
    this.#expectIdle();
  }

  stats(): CacheStats {
    const counts = this.#counts;
    const file = this.#file;
    return {
      sizeBytes: (file?.segments ?? 0) * segmentBytes,
      usedBytes: this.#index.payloadBytes,
      chunks: this.#index.size,
      hits: counts.hits,
      misses: counts.misses,
      hitBytes: counts.hitBytes,
      missBytes: counts.missBytes,
      payloadBytesWritten: counts.payload,
      deviceBytesWritten: file?.deviceBytesWritten ?? this.#writtenBefore,
      reinsertedBytes: counts.reinserted,
      refused: counts.refused,
      damaged: counts.damaged,
      indexBytes: this.#index.tableBytes,
      enabled: file !== undefined,
      trouble: this.#trouble,
    };
  }

  /** Writes what is still in RAM, then closes the file. Safe to call twice. */
  [Symbol.asyncDispose](): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#idle?.();
    if (this.#open !== undefined) this.#flushLater(this.#open);
    await this.#work;
    try {
      await this.#file?.[Symbol.asyncDispose]();
    } catch (error) {
      this.#disable(error);
    }
  }

  #start(file: SegmentFile, newest: { position: number; generation: number } | undefined): void {
    this.#file = file;
    this.#ringSegments = file.segments;
    this.#generation = (newest?.generation ?? 0) + 1;
    this.#cursor = newest === undefined ? 0 : (newest.position + 1) % file.segments;
    const { chunks, usedBytes, sizeBytes } = this.stats();
    this.#ports.log.info("cache-open", { chunks, usedBytes, sizeBytes });
  }

  async #find(name: Uint8Array, print: Fingerprint): Promise<Uint8Array | undefined> {
    const place = this.#index.find(print);
    if (place === undefined) return undefined;
    const bytes = await this.#read(name, place);
    if (bytes === undefined && this.#isAt(print, place)) {
      this.#counts.damaged += 1;
      this.#index.delete(print);
    }
    return bytes;
  }

  async #read(name: Uint8Array, place: Place): Promise<Uint8Array | undefined> {
    const ram = this.#ram.get(place.segment);
    if (ram !== undefined) return ram.read(name, place);
    try {
      return await this.#file?.read(name, place);
    } catch (error) {
      this.#readErrors += 1;
      this.#ports.log.debug("cache-read-failed", { why: describeError(error) });
      if (this.#readErrors >= readErrorsMax) this.#disable(error);
      return undefined;
    }
  }

  /** Whether the index still says so: the entry may have moved while its bytes were read. */
  #isAt(print: Fingerprint, place: Place): boolean {
    const now = this.#index.find(print);
    return now?.segment === place.segment && now.offset === place.offset;
  }

  #append(
    segment: RamSegment,
    chunk: { name: Uint8Array; print: Fingerprint; bytes: Uint8Array; heat: number },
  ): void {
    const { name, print, bytes, heat } = chunk;
    const offset = segment.append(name, bytes, heat);
    this.#index.set(print, { segment: segment.label, offset, length: bytes.length }, heat);
    this.#counts.payload += bytes.length;
  }

  /** The segment that takes a chunk of this length; a full one goes to the card. */
  #segmentFor(length: number): RamSegment | undefined {
    if (length === 0 || length > recordBytesMax) return undefined;
    if (this.#open?.hasRoom(length)) return this.#open;
    const label = ramLabels.find((free) => !this.#ram.has(free));
    if (label === undefined) return undefined;
    if (this.#open !== undefined) this.#sealLater(this.#open);
    this.#open = this.#newSegment(label);
    this.#reclaimLater(this.#open);
    return this.#open;
  }

  #newSegment(label: number): RamSegment {
    const file = this.#file;
    assert(file !== undefined, "an enabled cache has a file");
    const segment = new RamSegment({
      label,
      id: { salt: this.#salt, generation: this.#generation },
      key: file.keyOf(this.#salt),
      buffer: new Uint8Array(segmentBytes),
      position: this.#nextPosition(),
    });
    this.#generation += 1;
    this.#ram.set(label, segment);
    return segment;
  }

  #nextPosition(): number {
    const position = this.#cursor < this.#ringSegments ? this.#cursor : 0;
    this.#cursor = (position + 1) % this.#ringSegments;
    return position;
  }

  #sealLater(segment: RamSegment): void {
    this.#enqueue(async (file) => {
      await this.#claim(file, segment);
      await file.write(segment.position, segment.sealPiece(file.segments));
      file.written(segment.position, segment.id);
      this.#index.relabel(segment.label, segment.position);
      this.#ram.delete(segment.label);
    });
  }

  #flushLater(segment: RamSegment): void {
    this.#enqueue(async (file) => {
      if (!segment.dirty || !this.#ram.has(segment.label)) return;
      await this.#claim(file, segment);
      for (const piece of segment.flushPieces(file.segments))
        await file.write(segment.position, piece);
      file.written(segment.position, segment.id);
    });
  }

  /** Makes the segment's place in the file its own: blocks reserved, what was there forgotten. */
  async #claim(file: SegmentFile, segment: RamSegment): Promise<void> {
    if (segment.flushed) return;
    if (segment.position >= this.#ringSegments) segment.position = this.#nextPosition();
    try {
      await file.reserve(segment.position);
    } catch (error) {
      const full = error instanceof DiskError && error.code === "no-space";
      if (!full || file.reserved < ramLabels.length) throw error;
      // The disk has filled up since the start: go round in what the file has got.
      this.#ringSegments = file.reserved;
      this.#ports.log.warn("cache-cannot-grow", { sizeBytes: file.reserved * segmentBytes });
      segment.position = this.#nextPosition();
    }
    this.#index.evict(segment.position);
    file.forget(segment.position);
  }

  /** Moves on what was used of the segment whose place the new one will take. */
  #reclaimLater(segment: RamSegment): void {
    this.#enqueue(async (file) => {
      const { position } = segment;
      if (file.idOf(position) === undefined) return;
      const table = await file.load(position);
      let kept = 0;
      for (const entry of table?.entries ?? []) {
        if (kept + entry.length <= reinsertBytesMax && (await this.#moveOn(entry, segment)))
          kept += entry.length;
      }
    });
  }

  /** True when the chunk was still wanted there and is in `segment` now. */
  async #moveOn({ name, offset, length }: SegmentEntry, segment: RamSegment): Promise<boolean> {
    const print = fingerprintOf(name);
    const place = { segment: segment.position, offset, length };
    const wanted = (): boolean =>
      this.#isAt(print, place) && this.#open === segment && segment.hasRoom(length);
    if (this.#index.heatOf(print) === 0 || !wanted()) return false;
    const bytes = await this.#read(name, place);
    if (bytes === undefined || !wanted()) return false;
    const heat = this.#index.heatOf(print) - 1;
    this.#append(segment, { name: name.slice(), print, bytes, heat: Math.max(0, heat) });
    this.#counts.reinserted += bytes.length;
    return true;
  }

  #enqueue(job: (file: SegmentFile) => Promise<void>): void {
    this.#work = this.#work.then(async () => {
      if (this.#file === undefined) return;
      try {
        await job(this.#file);
      } catch (error) {
        this.#disable(error);
      }
    });
  }

  /** One timer looks after the pause, however many puts there are. */
  #expectIdle(): void {
    this.#lastPutUs = this.#ports.clock.nowUs();
    this.#idle ??= this.#ports.clock.after(idleSealUs, () => this.#onIdle());
  }

  #onIdle(): void {
    this.#idle = undefined;
    const leftUs = this.#lastPutUs + idleSealUs - this.#ports.clock.nowUs();
    if (leftUs > 0) this.#idle = this.#ports.clock.after(leftUs, () => this.#onIdle());
    else if (this.#open !== undefined) this.#flushLater(this.#open);
  }

  /** From here on only what is hot in RAM is served. Reported once. */
  #disable(error: unknown): void {
    if (this.#trouble !== null) return;
    this.#trouble = describeError(error);
    this.#ports.log.warn("cache-disabled", { why: this.#trouble });
    const file = this.#file;
    this.#writtenBefore = file?.deviceBytesWritten ?? 0;
    this.#file = undefined;
    this.#open = undefined;
    this.#ram.clear();
    this.#index.clear();
    this.#idle?.();
    file?.[Symbol.asyncDispose]().catch((why: unknown) => {
      this.#ports.log.debug("cache-close-failed", { why: describeError(why) });
    });
  }
}
