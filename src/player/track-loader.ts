/**
 * Gets one track in one rung: manifest, leaf hashes and chunks, from the cache
 * where they are there, else from an origin, verified and put into the cache.
 *
 * Knows nothing of playing: which chunk is wanted when is TrackFeed's business.
 *
 * Invariants:
 *   I1  only a chunk whose leaf hash stands under the signed root is cached
 *   I2  a chunk call ends only with the chunk, a refusal, or the caller's abort:
 *       an origin that is gone is waited for
 *   I3  what was fetched on a guess is put into the cache once, when it is known
 *       whether the guess was right: a first look must not cost a write
 */
import { emptyBytes, equalBytes } from "../base/bytes.ts";
import { chunkOfSymbols, framesOf, symbolsOf } from "../media/chunk.ts";
import { type Manifest, manifestRung, verifyManifest } from "../media/manifest.ts";
import { leafHash, verifyLeaves } from "../media/merkle.ts";
import { framesPerChunk, type RungName, rungs } from "../media/rung.ts";
import { joinSymbols } from "../media/symbols.ts";
import type { TrackId } from "../media/track-id.ts";
import { type Clock, sleep } from "../ports/clock.ts";
import type { CacheIntent } from "../storage/cache-admission.ts";
import { type ChunkKey, leavesKey, manifestKey } from "../storage/chunk-key.ts";
import { ChunkAssembler } from "../stream/chunk-assembler.ts";
import { StreamError } from "../stream/errors.ts";
import type { ObjectSource } from "../stream/origin-client.ts";
import type { RequestClass } from "../transport/endpoint.ts";
import type { ObjectName } from "../wire/objects.ts";
import {
  chunkPatienceUs,
  retryDelayUs,
  unreadableRetriesMax,
  unreadableRetryUs,
} from "./limits.ts";

/** The chunk cache as the loader sees it (storage/chunk-cache.ts). */
export interface ChunkStore {
  has(key: ChunkKey): boolean;
  get(key: ChunkKey): Promise<Uint8Array | undefined>;
  put(key: ChunkKey, bytes: Uint8Array, intent: CacheIntent): void;
}

/** Where bytes came from; the player shows it and play events carry it. */
export interface LoadCounters {
  cacheBytes: number;
  originBytes: number;
  verifyFailures: number;
}

export interface LoaderPorts {
  readonly cache: ChunkStore;
  readonly source: ObjectSource;
  readonly clock: Clock;
  /** Whether this Ed25519 key signs for an origin of the household. */
  readonly trusts: (signer: Uint8Array) => boolean;
  readonly counters: LoadCounters;
  /** Hears of each manifest that was verified. */
  readonly met: (manifest: Manifest) => void;
  /**
   * Resolves when this play may begin; nothing begins without its manifest, which waits for it. `guessed`:
   * nobody has asked for the track yet. Rejects with `signal.reason`. Always where it is absent.
   */
  readonly mayBegin?: (guessed: boolean, signal: AbortSignal) => Promise<void>;
}

/** How badly something is wanted: the origin serves by class, then by deadline. */
export interface Want {
  readonly class: RequestClass;
  /** How much later than the first thing of this play it is needed. */
  readonly leadUs: number;
}

export type Frames = readonly (Uint8Array | undefined)[];

/** A sender whose chunk fails to verify this often in a row sends garbage: give the chunk up. */
const verifyTriesMax = 3;

export class TrackLoader {
  readonly track: TrackId;
  readonly rung: RungName;
  readonly #ports: LoaderPorts;
  #manifest: Promise<Manifest> | undefined;
  #leaves: Promise<readonly Uint8Array[]> | undefined;
  /** Fetched on a guess, for the cache; undefined once it is known why this track is fetched. */
  #guessed: { readonly key: ChunkKey; readonly bytes: Uint8Array }[] | undefined;
  #intent: CacheIntent = "chosen";

  constructor(ports: LoaderPorts, track: TrackId, rung: RungName) {
    this.#ports = ports;
    this.track = track;
    this.rung = rung;
  }

  /**
   * Nobody has asked for this track yet: until `settle` what is fetched waits in RAM. To be called
   * before anything is, and only for the few chunks of a head.
   */
  guess(): void {
    this.#guessed ??= [];
  }

  /** Why it was fetched: it is heard (`chosen`), or will not be (`predicted`). The first answer counts. */
  settle(intent: CacheIntent): void {
    const waiting = this.#guessed;
    if (waiting === undefined) return;
    this.#guessed = undefined;
    this.#intent = intent;
    for (const { key, bytes } of waiting) this.#keep(key, bytes);
  }

  isCached(index: number): boolean {
    return this.#ports.cache.has(this.#key(index));
  }

  /** The verified manifest. Throws StreamError `refused` when the origin has no such track. */
  manifest(want: Want, signal: AbortSignal): Promise<Manifest> {
    this.#manifest ??= this.#loadManifest(want, signal);
    return this.#manifest;
  }

  /**
   * The frames of chunk `index`; `onFrames` is given, at each symbol, what says which of it can be
   * played already: looking takes longer than the symbol itself, so only who waits should look.
   * Throws StreamError `refused`.
   */
  async chunk(
    index: number,
    want: Want,
    onFrames: (soFar: () => Frames) => void,
    signal: AbortSignal,
  ): Promise<Frames> {
    const cached = await this.#ports.cache.get(this.#key(index));
    const cachedSymbols = cached === undefined ? undefined : symbolsOf(cached);
    if (cached !== undefined && cachedSymbols !== undefined) {
      this.#ports.counters.cacheBytes += cached.length;
      return framesOf(cachedSymbols, framesPerChunk);
    }
    return this.#fetchChunk(index, want, onFrames, signal);
  }

  async #fetchChunk(
    index: number,
    want: Want,
    onFrames: (soFar: () => Frames) => void,
    signal: AbortSignal,
  ): Promise<Frames> {
    const name: ObjectName = {
      kind: "chunk",
      track: this.track,
      rung: rungs[this.rung].code,
      index,
    };
    // Leaf hashes are for keeping the chunk: not one datagram of sound waits for them.
    const leavesClass = want.class === "urgent" ? "play" : want.class;
    const leaves = this.#loadLeaves({ ...want, class: leavesClass }, signal);
    for (let tries = 0; tries < verifyTriesMax; tries++) {
      const assembler = new ChunkAssembler(framesPerChunk);
      const symbols = await this.#fetch(name, want, signal, (at, count, symbol) => {
        assembler.add(at, count, symbol);
        onFrames(() => assembler.frames);
      });
      const bytes = chunkOfSymbols(symbols);
      this.#ports.counters.originBytes += bytes.length;
      const leaf = (await leaves)[index];
      if (leaf !== undefined && equalBytes(leafHash(bytes), leaf)) {
        this.#keep(this.#key(index), bytes);
        return framesOf(symbols, framesPerChunk);
      }
      this.#ports.counters.verifyFailures += 1;
    }
    throw new StreamError("refused", "the origin's chunk does not match its signed manifest");
  }

  /** The manifest, where it can be had without asking anybody. */
  async cachedManifest(): Promise<Manifest | undefined> {
    const cached = await this.#ports.cache.get(manifestKey(this.track));
    return cached === undefined ? undefined : this.#verified(cached);
  }

  async #loadManifest(want: Want, signal: AbortSignal): Promise<Manifest> {
    await this.#ports.mayBegin?.(this.#guessed !== undefined, signal);
    const known = await this.cachedManifest();
    if (known !== undefined) return known;
    const bytes = joinSymbols(
      await this.#fetch({ kind: "manifest", track: this.track }, want, signal),
    );
    const manifest = this.#verified(bytes);
    if (manifest === undefined) {
      this.#ports.counters.verifyFailures += 1;
      throw new StreamError(
        "refused",
        "the track's manifest is not signed by an origin of this household",
      );
    }
    this.#keep(manifestKey(this.track), bytes);
    return manifest;
  }

  #verified(bytes: Uint8Array): Manifest | undefined {
    const manifest = verifyManifest(bytes, this.#ports.trusts);
    if (manifest?.track !== this.track) return undefined;
    this.#ports.met(manifest);
    return manifest;
  }

  #loadLeaves(want: Want, signal: AbortSignal): Promise<readonly Uint8Array[]> {
    this.#leaves ??= this.#fetchLeaves(want, signal);
    // Its failure is the caller's to see when it waits for it; until then it must not be "unhandled".
    this.#leaves.catch(() => emptyBytes);
    return this.#leaves;
  }

  async #fetchLeaves(want: Want, signal: AbortSignal): Promise<readonly Uint8Array[]> {
    const key = leavesKey(this.track, rungs[this.rung].code);
    const cached = await this.#ports.cache.get(key);
    const known = cached === undefined ? undefined : await this.#verifyLeaves(cached, want, signal);
    if (known !== undefined) return known;
    const name: ObjectName = { kind: "leaves", track: this.track, rung: rungs[this.rung].code };
    const bytes = joinSymbols(await this.#fetch(name, want, signal));
    const leaves = await this.#verifyLeaves(bytes, want, signal);
    if (leaves === undefined) {
      this.#ports.counters.verifyFailures += 1;
      throw new StreamError("refused", "the leaf hashes do not match the signed manifest");
    }
    this.#keep(key, bytes);
    return leaves;
  }

  async #verifyLeaves(
    bytes: Uint8Array,
    want: Want,
    signal: AbortSignal,
  ): Promise<readonly Uint8Array[] | undefined> {
    const rung = manifestRung(await this.manifest(want, signal), this.rung);
    return rung === undefined ? undefined : verifyLeaves(bytes, rung.chunkCount, rung.root);
  }

  /**
   * Fetches until it is there: a link that broke or was slow is tried again, a refusal is final, and
   * so is a failure to read that lasts.
   */
  async #fetch(
    name: ObjectName,
    want: Want,
    signal: AbortSignal,
    onSymbol?: (index: number, count: number, symbol: Uint8Array) => void,
  ): Promise<readonly Uint8Array[]> {
    for (let failures = 0; ; ) {
      try {
        const deadlineUs = this.#ports.clock.nowUs() + chunkPatienceUs + want.leadUs;
        const request = {
          class: want.class,
          deadlineUs,
          ...(onSymbol === undefined ? {} : { onSymbol }),
        };
        return await this.#ports.source.fetch(name, request, signal);
      } catch (error) {
        if (!(error instanceof StreamError) || error.code === "refused") throw error;
        const unreadable = error.code === "unreadable";
        if (unreadable && failures === unreadableRetriesMax) throw error;
        if (unreadable) failures += 1;
        await sleep(this.#ports.clock, unreadable ? unreadableRetryUs : retryDelayUs, signal);
      }
    }
  }

  #keep(key: ChunkKey, bytes: Uint8Array): void {
    if (this.#guessed === undefined) this.#ports.cache.put(key, bytes, this.#intent);
    else this.#guessed.push({ key, bytes });
  }

  #key(index: number): ChunkKey {
    return { track: this.track, rung: rungs[this.rung].code, index };
  }
}
