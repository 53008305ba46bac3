/**
 * Gets one track: manifest, leaf hashes and chunks of its rungs, from the cache
 * where they are there, else from an origin, verified and put into the cache.
 *
 * Knows nothing of playing: which chunk is wanted when, and in which rung, is
 * TrackFeed's business.
 *
 * Invariants:
 *   I1  only a chunk whose leaf hash stands under the signed root is cached
 *   I2  a chunk call ends only with the chunk, a refusal, or the caller's abort:
 *       an origin that is gone is waited for
 *   I3  what was fetched on a guess is put into the cache once, when it is known
 *       whether the guess was right: a first look must not cost a write
 */
import { assert } from "../base/assert.ts";
import { equalBytes } from "../base/bytes.ts";
import { usPerS } from "../base/units.ts";
import { chunkOfSymbols } from "../media/chunk.ts";
import { type Manifest, manifestRung, verifyManifest } from "../media/manifest.ts";
import { leafHash, verifyLeaves, verifyProof } from "../media/merkle.ts";
import { framesPerChunk, type RungName, rungs } from "../media/rung.ts";
import { joinSymbols } from "../media/symbols.ts";
import type { TrackId } from "../media/track-id.ts";
import type { OfferedChunk } from "../peer/neighbours.ts";
import type { CacheIntent } from "../storage/cache-admission.ts";
import { type ChunkKey, leavesKey, manifestKey } from "../storage/chunk-key.ts";
import { ChunkAssembler } from "../stream/chunk-assembler.ts";
import { StreamError } from "../stream/errors.ts";
import type { ObjectName } from "../wire/objects.ts";
import type { HouseChunks } from "./house/house-chunks.ts";
import { lateUs, settledAtOnce, settleEveryUs } from "./limits.ts";
import { type FetchPorts, fetchWanted, type Want } from "./want.ts";
import { type Frames, WholeChunk } from "./whole-chunk.ts";

/** The chunk cache as the loader sees it (storage/chunk-cache.ts). */
export interface ChunkStore {
  has(key: ChunkKey): boolean;
  get(key: ChunkKey): Promise<Uint8Array | undefined>;
  put(key: ChunkKey, bytes: Uint8Array, intent: CacheIntent): void;
  /** Whether there is room for what a neighbour has too. */
  readonly takesCopies: boolean;
}

/** Where bytes came from; the player shows it and play events carry it. */
export interface LoadCounters {
  cacheBytes: number;
  peerBytes: number;
  originBytes: number;
  verifyFailures: number;
}

/** What waits for its place in the cache. */
interface Fetched {
  readonly key: ChunkKey;
  readonly bytes: Uint8Array;
  readonly intent: CacheIntent | undefined;
}

export interface LoaderPorts extends FetchPorts {
  readonly cache: ChunkStore;
  /** Whether this Ed25519 key signs for an origin of the household. */
  readonly trusts: (signer: Uint8Array) => boolean;
  readonly counters: LoadCounters;
  /** Hears of each manifest that was verified. */
  readonly met: (manifest: Manifest) => void;
  /** The other speakers of the house; absent where nobody is asked but the origin. */
  readonly house?: HouseChunks | undefined;
  /** What a neighbour has is kept all the same: it is to be here. Default: false. */
  readonly keepsCopies?: boolean;
  /**
   * Resolves when this play may begin; nothing begins without its manifest, which waits for it. `guessed`:
   * nobody has asked for the track yet. Rejects with `signal.reason`. Always where it is absent.
   */
  readonly mayBegin?: (guessed: boolean, signal: AbortSignal) => Promise<void>;
}

/** One second of the track in one rung. */
export interface ChunkName {
  readonly rung: RungName;
  readonly index: number;
}

/** Sees a chunk come: what says which frames of it can be played already, and what the whole takes. */
export type OnProgress = (
  soFar: () => Frames,
  progress: { readonly bytes: number; readonly index: number; readonly count: number },
) => void;

/**
 * What nobody waits for comes behind all the seconds that a feed has ahead. On a link that is hardly wide enough
 * for the music it comes only when it must: then so much is at hand that 32 bytes for each second are not heard, …
 */
const leavesLeadUs = 30 * usPerS;
const leavesLeadPerChunkUs = usPerS / 3;
/** … but before more than this waits in memory to be looked at. */
const unverifiedBytesMax = 4_000_000;

/** Leaf hashes that could not be had are asked for again this long after: an origin that could not read them may by then. */
const leavesAgainUs = 10 * usPerS;

/** Where there are neighbours they come behind the first second: until they are here nobody is told of a chunk, and each asks the origin. */
const sharedLeavesLeadUs = lateUs + usPerS / 2;

/** A sender whose chunk fails to verify this often in a row sends garbage: give the chunk up. */
const verifyTriesMax = 3;

const noFrames: Frames = [];

export class TrackLoader {
  readonly track: TrackId;
  /** What the track has, as far as is known before its manifest is here; not empty, in the order of the ladder. */
  readonly rungs: readonly RungName[];
  /** It is played in these alone, whatever else its manifest names. */
  readonly confined: boolean;
  readonly #ports: LoaderPorts;
  readonly #abort = new AbortController();
  readonly #lifetime = this.#abort.signal;
  #manifest: Promise<Manifest> | undefined;
  /** The same, once it is here. */
  #verifiedManifest: Manifest | undefined;
  readonly #leaves = new Map<RungName, Promise<readonly Uint8Array[]>>();
  /** When the last try to get them failed; clock time. */
  readonly #leavesFailedUs = new Map<RungName, number>();
  /** Chunks that did not verify. */
  #forged = 0;
  /** Rungs whose leaf hashes are here. */
  readonly #verifiable = new Set<RungName>();
  /** Fetched on a guess, for the cache; undefined once it is known why this track is fetched. */
  #guessed: Fetched[] | undefined;
  /** Chunks from the origin that are here and not yet in the cache, by rung and index. */
  readonly #waiting = new Map<string, Uint8Array>();
  /** Each brings one chunk into the cache; oldest first. */
  readonly #settling: (() => void)[] = [];
  /** The next of them are due in a moment. */
  #isSettling = false;
  #intent: CacheIntent = "chosen";

  constructor(ports: LoaderPorts, track: TrackId, rungs: readonly RungName[], confined = false) {
    this.#ports = ports;
    this.track = track;
    this.rungs = rungs;
    this.confined = confined;
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
    if (this.#guessed === undefined) return;
    const guessed = this.#guessed;
    this.#guessed = undefined;
    this.#intent = intent;
    for (const fetched of guessed) this.#settleLater(() => this.#take(fetched));
  }

  #take({ key, bytes, intent }: Fetched): void {
    this.#keep(key, bytes, intent);
    this.#ports.house?.shelf.take(key, this.#ports.cache.has(key));
  }

  /** Little by little while it plays: all at once is a burst of copies, megabytes in lossless. */
  #settleLater(job: () => void): void {
    this.#settling.push(job);
    if (this.#lifetime.aborted) this.#settleFirst(this.#settling.length);
    else if (!this.#isSettling) this.#settleSome();
  }

  #settleSome(): void {
    this.#isSettling = this.#settling.length > 0;
    if (!this.#isSettling) return;
    this.#settleFirst(settledAtOnce);
    this.#ports.clock.after(settleEveryUs, () => this.#settleSome());
  }

  #settleFirst(count: number): void {
    for (const job of this.#settling.splice(0, count)) job();
  }

  isCached(chunk: ChunkName): boolean {
    return this.#waiting.has(nameText(chunk)) || this.#ports.cache.has(this.#key(chunk));
  }

  /** A neighbour has it. */
  isNear(chunk: ChunkName): boolean {
    return this.#ports.house?.has(this.#key(chunk)) === true;
  }

  /** How many neighbours get the same right now, and take their share of asking the origin for it. */
  company(chunk: ChunkName): number {
    return this.#ports.house?.company(this.#key(chunk)) ?? 0;
  }

  /** The verified manifest. Throws StreamError `refused` when the origin has no such track. */
  manifest(want: Want): Promise<Manifest> {
    this.#manifest ??= this.#loadManifest(want, this.#lifetime);
    return this.#manifest;
  }

  /**
   * Resolves when manifest and leaf hashes are here: from then on a chunk is verified, and in the cache, before
   * it is handed out. Throws what fetchWanted throws.
   */
  async prepare(rung: RungName, want: Want): Promise<void> {
    await this.manifest(want);
    await this.#loadLeaves(rung, want);
  }

  /** Why the track must not be played; undefined while nothing speaks against it. */
  get failure(): StreamError | undefined {
    return this.#forged < verifyTriesMax ? undefined : forgery();
  }

  /** Calls off what is under way for the track as a whole; chunks have signals of their own. */
  close(): void {
    this.#settleFirst(this.#settling.length);
    this.#abort.abort(new Error("the track is not played any more"));
  }

  /**
   * The whole chunk. `onProgress` hears of each symbol; looking at the frames takes longer than
   * the symbol itself, so only who waits should. Throws what fetchWanted throws.
   */
  async chunk(
    chunk: ChunkName,
    want: Want,
    onProgress: OnProgress,
    signal: AbortSignal,
  ): Promise<WholeChunk> {
    const cached = await this.#ports.cache.get(this.#key(chunk));
    const whole = cached === undefined ? undefined : WholeChunk.of(cached);
    if (whole !== undefined) {
      this.#ports.counters.cacheBytes += whole.bytes.length;
      return whole;
    }
    const waiting = this.#waiting.get(nameText(chunk));
    const again = waiting === undefined ? undefined : WholeChunk.of(waiting);
    if (again !== undefined) return again;
    signal.throwIfAborted();
    return this.#fetchChunk(chunk, want, onProgress, signal);
  }

  async #fetchChunk(
    chunk: ChunkName,
    want: Want,
    onProgress: OnProgress,
    signal: AbortSignal,
  ): Promise<WholeChunk> {
    const { house } = this.#ports;
    if (house === undefined) return this.#fromOrigin(chunk, want, onProgress, signal);
    const ways = {
      origin: (inner: AbortSignal) => this.#fromOrigin(chunk, want, onProgress, inner),
      near: (offered: OfferedChunk) => this.#fromNeighbour(chunk, want, offered, onProgress),
    };
    return house.fetch(this.#key(chunk), want, ways, signal);
  }

  /** What a neighbour sent; undefined where its proof does not lead to the signed root. */
  async #fromNeighbour(
    chunk: ChunkName,
    want: Want,
    { bytes, symbols, path }: OfferedChunk,
    onProgress: OnProgress,
  ): Promise<WholeChunk | undefined> {
    const rung = manifestRung(await this.manifest(want), chunk.rung);
    if (rung === undefined) throw forgery();
    const proof = { index: chunk.index, leafCount: rung.chunkCount, path };
    if (!verifyProof(leafHash(bytes), proof, rung.root)) {
      this.#ports.counters.verifyFailures += 1;
      return undefined;
    }
    this.#ports.counters.peerBytes += bytes.length;
    // What a neighbour has too is kept where there is room; to pass it on its leaf hashes are needed.
    const { keepsCopies = false, cache } = this.#ports;
    if (keepsCopies || cache.takesCopies) {
      this.#keep(this.#key(chunk), bytes, keepsCopies ? undefined : "predicted");
      void this.#loadLeaves(chunk.rung, want);
    }
    const whole = WholeChunk.of(bytes);
    if (whole === undefined) throw forgery();
    const [first] = symbols;
    onProgress(() => noFrames, { bytes: first?.length ?? 0, index: 0, count: symbols.length });
    return whole;
  }

  async #fromOrigin(
    { rung, index }: ChunkName,
    want: Want,
    onProgress: OnProgress,
    signal: AbortSignal,
  ): Promise<WholeChunk> {
    for (let tries = 0; tries < verifyTriesMax; tries++) {
      const bytes = await this.#chunkBytes({ rung, index }, want, onProgress, signal);
      this.#ports.counters.originBytes += bytes.length;
      const whole = WholeChunk.of(bytes);
      assert(whole !== undefined, "symbols make a chunk");
      // Sound from an authenticated origin does not wait for its leaf hashes; once they are here it is looked at.
      if (!this.#verifiable.has(rung)) {
        this.#verifyLater({ rung, index }, bytes, want);
        return whole;
      }
      const leaves = await this.#loadLeaves(rung, want);
      if (!this.#isRight({ rung, index }, bytes, leaves)) continue;
      this.#keep(this.#key({ rung, index }), bytes);
      return whole;
    }
    throw forgery();
  }

  /** Nothing that this holds outlives it: the symbols lie elsewhere than the chunk that is made of them. */
  async #chunkBytes(
    { rung, index }: ChunkName,
    want: Want,
    onProgress: OnProgress,
    signal: AbortSignal,
  ): Promise<Uint8Array> {
    const name: ObjectName = { kind: "chunk", track: this.track, rung: rungs[rung].code, index };
    const assembler = new ChunkAssembler(framesPerChunk);
    const onSymbol = (at: number, count: number, symbol: Uint8Array): void => {
      assembler.add(at, count, symbol);
      // Asked for beside the chunk they would be read, and sent, before it.
      void this.#loadLeaves(rung, want);
      onProgress(() => assembler.frames, { bytes: symbol.length, index: at, count });
    };
    return chunkOfSymbols(await fetchWanted(this.#ports, { name, want, onSymbol }, signal));
  }

  /** Without leaf hashes, which are not to be had, it is heard and not kept. */
  #verifyLater(chunk: ChunkName, bytes: Uint8Array, want: Want): void {
    const name = nameText(chunk);
    this.#waiting.set(name, bytes);
    this.#loadLeaves(chunk.rung, want).then(
      (leaves) => {
        if (!this.#isRight(chunk, bytes, leaves)) this.#waiting.delete(name);
        else
          this.#settleLater(() => {
            this.#keep(this.#key(chunk), bytes);
            this.#waiting.delete(name);
          });
      },
      () => this.#waiting.delete(name),
    );
  }

  /** I1. */
  #isRight({ index }: ChunkName, bytes: Uint8Array, leaves: readonly Uint8Array[]): boolean {
    const leaf = leaves[index];
    if (leaf !== undefined && equalBytes(leafHash(bytes), leaf)) return true;
    this.#forged += 1;
    this.#ports.counters.verifyFailures += 1;
    return false;
  }

  /** The manifest, where it can be had without asking anybody. */
  async cachedManifest(): Promise<Manifest | undefined> {
    const cached = await this.#ports.cache.get(manifestKey(this.track));
    return cached === undefined ? undefined : this.#verified(cached);
  }

  async #loadManifest(want: Want, signal: AbortSignal): Promise<Manifest> {
    await this.#ports.mayBegin?.(this.#guessed !== undefined, signal);
    // Looked up only where it is there: the request must not come behind those of the chunks, which need it.
    const isCached = this.#ports.cache.has(manifestKey(this.track));
    const known = isCached ? await this.cachedManifest() : undefined;
    if (known !== undefined) return known;
    const bytes = joinSymbols(
      await fetchWanted(
        this.#ports,
        {
          name: { kind: "manifest", track: this.track },
          want,
          isRight: (symbols) => this.#verified(joinSymbols(symbols)) !== undefined,
        },
        signal,
      ),
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
    this.#verifiedManifest = manifest;
    this.#ports.met(manifest);
    return manifest;
  }

  #loadLeaves(rung: RungName, want: Want): Promise<readonly Uint8Array[]> {
    const loading = this.#leaves.get(rung);
    const failedUs = this.#leavesFailedUs.get(rung) ?? Number.POSITIVE_INFINITY;
    const isOver = this.#ports.clock.nowUs() - failedUs >= leavesAgainUs;
    if (loading !== undefined && !isOver) return loading;
    this.#leavesFailedUs.delete(rung);
    const leaves = this.#fetchLeaves(rung, this.#leavesWant(rung, want));
    this.#leaves.set(rung, leaves);
    // Its failure is the caller's to see when it waits for it; until then it must not be "unhandled".
    leaves.then(
      () => this.#verifiable.add(rung),
      () => this.#leavesFailedUs.set(rung, this.#ports.clock.nowUs()),
    );
    return leaves;
  }

  /** Leaf hashes are for keeping the chunk: not one datagram of sound waits for them. */
  #leavesWant(rung: RungName, want: Want): Want {
    const fromUs = this.#ports.clock.nowUs();
    return {
      class: () => (want.class() === "urgent" ? "play" : want.class()),
      neededUs: () => fromUs + this.#leavesLeadUs(rung),
      isWanted: () => true,
    };
  }

  #leavesLeadUs(name: RungName): number {
    if (this.#ports.house?.hasNeighbours === true) return sharedLeavesLeadUs;
    const rung = this.#verifiedManifest && manifestRung(this.#verifiedManifest, name);
    if (rung === undefined) return leavesLeadUs;
    const { chunkCount, bytes } = rung;
    const byMemoryUs = (unverifiedBytesMax * usPerS * chunkCount) / bytes;
    return Math.min(byMemoryUs, leavesLeadUs + chunkCount * leavesLeadPerChunkUs);
  }

  async #fetchLeaves(rung: RungName, want: Want): Promise<readonly Uint8Array[]> {
    const { code } = rungs[rung];
    const key = leavesKey(this.track, code);
    const cached = await this.#ports.cache.get(key);
    const known = cached === undefined ? undefined : await this.#verifyLeaves(rung, cached, want);
    if (known !== undefined) return known;
    const name: ObjectName = { kind: "leaves", track: this.track, rung: code };
    const root = manifestRung(await this.manifest(want), rung);
    const isRight = (symbols: readonly Uint8Array[]): boolean =>
      root === undefined ||
      verifyLeaves(joinSymbols(symbols), root.chunkCount, root.root) !== undefined;
    const wanted = { name, want, isRight };
    const bytes = joinSymbols(await fetchWanted(this.#ports, wanted, this.#lifetime));
    const leaves = await this.#verifyLeaves(rung, bytes, want);
    if (leaves === undefined) {
      this.#ports.counters.verifyFailures += 1;
      throw new StreamError("refused", "the leaf hashes do not match the signed manifest");
    }
    this.#keep(key, bytes);
    return leaves;
  }

  async #verifyLeaves(
    name: RungName,
    bytes: Uint8Array,
    want: Want,
  ): Promise<readonly Uint8Array[] | undefined> {
    const rung = manifestRung(await this.manifest(want), name);
    return rung === undefined ? undefined : verifyLeaves(bytes, rung.chunkCount, rung.root);
  }

  #keep(key: ChunkKey, bytes: Uint8Array, intent?: CacheIntent): void {
    if (this.#guessed === undefined) {
      this.#ports.cache.put(key, bytes, intent ?? this.#intent);
      return;
    }
    this.#guessed.push({ key, bytes, intent });
    this.#ports.house?.shelf.put(key, bytes);
  }

  #key({ rung, index }: ChunkName): ChunkKey {
    return { track: this.track, rung: rungs[rung].code, index };
  }
}

function forgery(): StreamError {
  return new StreamError("refused", "the origin's chunk does not match its signed manifest");
}

export function nothingLoaded(): LoadCounters {
  return { cacheBytes: 0, peerBytes: 0, originBytes: 0, verifyFailures: 0 };
}

function nameText({ rung, index }: ChunkName): string {
  return `${rung}/${index}`;
}
