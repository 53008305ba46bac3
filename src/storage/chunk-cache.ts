/**
 * The chunk cache: a log of 4 MiB segments in one file, each written once when
 * it is full (docs/STORAGE.md §2). Here is what the rest of the speaker sees of
 * it; what is taken decides cache-admission.ts, where it goes cache-ring.ts.
 *
 * It never throws and never syncs. A card that fails costs the cache, not the
 * music: it reports once, keeps what is hot in RAM, misses everything else, and
 * tries the card again by itself, at first after a minute, then rarely.
 *
 * Invariants:
 *   I1  get yields bytes that were once put under that key, or undefined
 *   I2  the index knows only what the ring of this opening has
 * Bounds: four segments of RAM, `hotBytes`, 18 bytes of index a slot, the ghost list.
 */
import { LRUCache } from "lru-cache";
import { assert } from "../base/assert.ts";
import { ByteReader, equalBytes } from "../base/bytes.ts";
import { describeError } from "../base/errors.ts";
import { Rng } from "../base/rng.ts";
import type { Cancel } from "../ports/clock.ts";
import type { DiskError } from "../ports/errors.ts";
import { CacheAdmission, type CacheIntent } from "./cache-admission.ts";
import { openCacheFile } from "./cache-boot.ts";
import { CacheRing } from "./cache-ring.ts";
import type { CacheOptions, CachePorts, CacheStats } from "./cache-types.ts";
import { ChunkIndex, type Place } from "./chunk-index.ts";
import {
  type ChunkKey,
  decodeKey,
  encodeKey,
  type Fingerprint,
  fingerprintOf,
  keyOfText,
  keyText,
} from "./chunk-key.ts";
import { Holdings } from "./holdings.ts";
import {
  copiesFillMax,
  healFirstUs,
  healLastUs,
  hotBytesDefault,
  idleSealUs,
  readErrorsMax,
  segmentBytes,
} from "./limits.ts";
import { saltBytes } from "./segment.ts";
import type { SegmentFile } from "./segment-file.ts";

/** A file that works, and what goes on in it. */
interface Opened {
  readonly file: SegmentFile;
  readonly ring: CacheRing;
}

export class ChunkCache implements AsyncDisposable {
  readonly #ports: CachePorts;
  readonly #options: CacheOptions;
  readonly #hot: LRUCache<string, Uint8Array> | undefined;
  readonly #index = new ChunkIndex();
  /** What neighbours can be told of. */
  readonly holdings = new Holdings();
  readonly #admission: CacheAdmission;
  #opened: Opened | undefined;
  #pins: ReadonlySet<string> = new Set();
  #idle: Cancel | undefined;
  #lastPutUs = 0;
  #closing: Promise<void> | undefined;
  #trouble: string | null = null;
  #healing: Promise<void> | undefined;
  #heal: Cancel | undefined;
  /** Never shorter again: a card that fails twice will fail a third time. */
  #healUs = healFirstUs;
  #failures = 0;
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
    declined: 0,
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
      await cache.#begin(signal);
    } catch (error) {
      if (signal.aborted) await cache[Symbol.asyncDispose]();
      signal.throwIfAborted();
      cache.#disable(error);
    }
    return cache;
  }

  private constructor(ports: CachePorts, options: CacheOptions) {
    assert(options.key.length === 32, "the cache's key has 32 bytes");
    this.#ports = ports;
    this.#options = options;
    const rng = new Rng(new ByteReader(ports.entropy.bytes(4)).u32());
    this.#admission = new CacheAdmission(rng, options, ports.clock.nowUs());
    const maxSize = options.hotBytes ?? hotBytesDefault;
    if (maxSize > 0)
      this.#hot = new LRUCache({
        maxSize,
        sizeCalculation: (bytes) => Math.max(1, bytes.length),
        disposeAfter: (_, text) => this.#cooled(text),
      });
  }

  /** Whether there is room for what neighbours have too. */
  get takesCopies(): boolean {
    const sizeBytes = (this.#opened?.file.segments ?? 0) * segmentBytes;
    return this.#index.payloadBytes < copiesFillMax * sizeBytes;
  }

  /** Whether `get` has good prospects; the bytes themselves are not looked at. */
  has(key: ChunkKey): boolean {
    if (this.#hot?.has(keyText(key))) return true;
    return this.#index.find(fingerprintOf(encodeKey(key))) !== undefined;
  }

  /** Whether it lies on the card, or is about to: what is hot in RAM alone goes with the power. */
  holds(key: ChunkKey): boolean {
    return this.#index.find(fingerprintOf(encodeKey(key))) !== undefined;
  }

  /** The bytes are shared with later calls: the caller must not write to them. Never rejects. */
  async get(key: ChunkKey): Promise<Uint8Array | undefined> {
    const text = keyText(key);
    const name = encodeKey(key);
    const print = fingerprintOf(name);
    const hot = this.#hot?.get(text);
    const bytes = hot ?? (await this.#find(name, print));
    if (bytes === undefined) {
      this.#counts.misses += 1;
      return undefined;
    }
    this.#options.onUse?.({ key, bytes: bytes.length, intent: "chosen" });
    this.#counts.hits += 1;
    this.#counts.hitBytes += bytes.length;
    this.#index.warm(print);
    this.#hot?.set(text, bytes);
    return bytes;
  }

  /**
   * Replaces what was there. Keeps `bytes`: the caller must not write to them again. What came by itself
   * (`discovery`, `predicted`) reaches flash when it comes a second time; until then it is in RAM.
   */
  put(key: ChunkKey, bytes: Uint8Array, intent: CacheIntent = "chosen"): void {
    const text = keyText(key);
    const name = encodeKey(key);
    const print = fingerprintOf(name);
    const hot = this.#hot?.peek(text);
    if (hot !== undefined && equalBytes(hot, bytes) && this.#index.find(print) !== undefined)
      return;
    this.#options.onUse?.({ key, bytes: bytes.length, intent });
    this.#hot?.set(text, bytes);
    if (this.#hot?.has(text)) this.#found(name);
    this.#counts.missBytes += bytes.length;
    const ring = this.#opened?.ring;
    if (ring === undefined || this.#closing !== undefined) return;
    const known = this.#index.find(print) !== undefined;
    if (!known && !this.#pins.has(key.track) && !this.#isAdmitted(print, intent)) {
      this.#counts.declined += 1;
      return;
    }
    if (ring.append({ name, print, bytes, heat: 0 })) {
      if (!known) this.#found(name);
      this.#expectIdle();
    } else {
      this.#counts.refused += 1;
      this.#index.delete(print); // The older value must not come back in place of the newer.
      this.#gone(name);
    }
  }

  /**
   * These tracks, 32 hexadecimal digits each, stay once they are there, and no others: what they take
   * is not reclaimed. The caller keeps the list and says it anew at each start. At most half of the cache.
   */
  pin(tracks: Iterable<string>): void {
    this.#pins = new Set(tracks);
    this.#opened?.ring.pin(this.#pins);
  }

  /** What waits in RAM for its segment to fill reaches the card now; costs a page or two more. */
  flush(): void {
    this.#opened?.ring.flush();
  }

  stats(): CacheStats {
    const { payload, reinserted, ...counts } = this.#counts;
    const file = this.#opened?.file;
    const nowUs = this.#ports.clock.nowUs();
    return {
      ...counts,
      sizeBytes: (file?.segments ?? 0) * segmentBytes,
      usedBytes: this.#index.payloadBytes,
      chunks: this.#index.size,
      payloadBytesWritten: payload,
      deviceBytesWritten: this.#writtenBefore + (file?.deviceBytesWritten ?? 0),
      reinsertedBytes: reinserted,
      pinnedBytes: this.#opened?.ring.pinnedBytes ?? 0,
      pinnedBytesMax: this.#opened?.ring.pinnedBytesMax ?? 0,
      budgetBytes: Math.round(this.#admission.budgetBytes(nowUs)),
      dailyBytes: this.#admission.dailyBytes,
      budgetLow: this.#admission.isLow(nowUs),
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
    this.#heal?.();
    await this.#healing;
    const opened = this.#opened;
    opened?.ring.flush();
    await opened?.ring.idle();
    try {
      await this.#opened?.file[Symbol.asyncDispose]();
    } catch (error) {
      this.#disable(error);
    }
  }

  /** Throws DiskError, or `signal.reason`. */
  async #begin(signal: AbortSignal): Promise<void> {
    const { disk, clock, log, entropy } = this.#ports;
    const opened = await openCacheFile(
      disk,
      this.#options,
      { index: this.#index, found: (name) => this.#found(name), log },
      signal,
    );
    const { file, newest, frozen } = opened;
    const ring = new CacheRing({
      disk,
      clock,
      log,
      file,
      newest,
      skip: this.#failures,
      index: this.#index,
      folder: disk.join(this.#options.path, ".."),
      salt: entropy.bytes(saltBytes),
      onTrouble: (error) => this.#disable(error),
      onPayload: (bytes, movedOn) => this.#onPayload(bytes, movedOn),
      onGone: (name) => this.#gone(name),
      heldElsewhere: (name) => this.#options.heldElsewhere?.(decodeKey(name)) ?? false,
    });
    this.#opened = { file, ring };
    if (this.#pins.size > 0) ring.pin(this.#pins);
    const { chunks, usedBytes, sizeBytes } = this.stats();
    log.info("cache-open", { chunks, usedBytes, sizeBytes });
    if (frozen === undefined) this.#trouble = null;
    else this.#freeze(ring, frozen);
  }

  /** What is there is served; what comes is kept in RAM alone, until the card can be written to. */
  #freeze(ring: CacheRing, error: DiskError): void {
    ring.abandon();
    const why = describeError(error);
    if (this.#trouble === null) this.#ports.log.warn("cache-read-only", { why });
    this.#trouble = why;
    this.#expectHealing();
  }

  #isAdmitted(print: Fingerprint, intent: CacheIntent): boolean {
    return this.#admission.ask(print, intent, this.#ports.clock.nowUs()) === "admitted";
  }

  #found(name: Uint8Array): void {
    const { track, rung, index } = decodeKey(name);
    if (rung > 0) this.holdings.add(track, rung, index);
  }

  #gone(name: Uint8Array): void {
    const key = decodeKey(name);
    // What is in RAM can be given, too.
    if (!this.#hot?.has(keyText(key))) this.holdings.remove(key.track, key.rung, key.index);
  }

  /** It left the RAM. */
  #cooled(text: string): void {
    const key = keyOfText(text);
    if (!this.has(key)) this.holdings.remove(key.track, key.rung, key.index);
  }

  #onPayload(bytes: number, movedOn: boolean): void {
    this.#counts.payload += bytes;
    if (movedOn) this.#counts.reinserted += bytes;
    this.#admission.wrote(bytes, this.#ports.clock.nowUs());
  }

  async #find(name: Uint8Array, print: Fingerprint): Promise<Uint8Array | undefined> {
    const place = this.#index.find(print);
    if (place === undefined) return undefined;
    const bytes = await this.#read(name, place);
    // The entry may have moved while its bytes were read: then it is not this one that is damaged.
    if (bytes === undefined && this.#index.isAt(print, place)) {
      this.#counts.damaged += 1;
      this.#index.delete(print);
      this.#gone(name);
    }
    return bytes;
  }

  async #read(name: Uint8Array, place: Place): Promise<Uint8Array | undefined> {
    const opened = this.#opened;
    try {
      return await opened?.ring.read(name, place);
    } catch (error) {
      this.#readErrors += 1;
      this.#ports.log.debug("cache-read-failed", { why: describeError(error) });
      if (this.#readErrors >= readErrorsMax && this.#opened === opened) this.#disable(error);
      return undefined;
    }
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
    else this.#opened?.ring.flush();
  }

  /** From here on only what is hot in RAM is served, until the card works again. Reported once. */
  #disable(error: unknown): void {
    const why = describeError(error);
    if (this.#trouble === null) this.#ports.log.warn("cache-disabled", { why });
    this.#trouble = why;
    this.#failures += 1;
    const opened = this.#opened;
    this.#writtenBefore += opened?.file.deviceBytesWritten ?? 0;
    this.#opened = undefined;
    opened?.ring.abandon();
    this.#index.clear();
    this.holdings.clear();
    this.#idle?.();
    this.#idle = undefined;
    opened?.file[Symbol.asyncDispose]().catch((failed: unknown) => {
      this.#ports.log.debug("cache-close-failed", { why: describeError(failed) });
    });
    this.#expectHealing();
  }

  /** Throws DiskError where the file still can only be read: then it goes on being read. */
  async #leaveFrozen({ file }: Opened): Promise<void> {
    const { disk } = this.#ports;
    await using _writable = await disk.open(this.#options.path, "edit");
    this.#opened = undefined;
    await file[Symbol.asyncDispose]();
  }

  #expectHealing(): void {
    if (this.#closing !== undefined) return;
    this.#heal = this.#ports.clock.after(this.#healUs, () => {
      this.#healing = this.#tryAgain();
    });
    this.#healUs = Math.min(this.#healUs * 2, healLastUs);
  }

  /** Opens the file as at a start: what survived the trouble is there again. Never rejects. */
  async #tryAgain(): Promise<void> {
    try {
      if (this.#opened !== undefined) await this.#leaveFrozen(this.#opened);
      this.#index.clear();
      this.holdings.clear();
      this.#readErrors = 0;
      await this.#begin(new AbortController().signal);
      if (this.#trouble === null) this.#ports.log.info("cache-works-again");
    } catch (error) {
      if (this.#opened !== undefined) return this.#expectHealing();
      this.#disable(error);
    }
  }
}
