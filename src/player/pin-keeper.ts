/**
 * Brings pinned tracks to the card, whole, and sees to it that they stay so:
 * what was never there, or was lost since, is fetched when nobody needs the link
 * (class `bulk`) and while the card's daily budget has room. What is pinned is
 * pin-list.ts, that it is not reclaimed is the cache's business.
 *
 * Invariants:
 *   I1  one track at a time, in the order in which they were pinned
 *   I2  nothing is fetched while no origin answers, the cache works not, or its budget is low; and nothing for
 *       which there is no room: the ring would lose it again, and others with it
 *   I3  what was unpinned is not fetched any more
 * Bounds: pinChunksInFlight chunks under way.
 */
import { type Deferred, deferred, orAbort } from "../base/signal.ts";
import { type Manifest, trackInfoOf } from "../media/manifest.ts";
import { rungs } from "../media/rung.ts";
import type { TrackId } from "../media/track-id.ts";
import { type Clock, sleep } from "../ports/clock.ts";
import { type ChunkKey, manifestKey } from "../storage/chunk-key.ts";
import { StreamError } from "../stream/errors.ts";
import { pinChunksInFlight, pinLookUs, pinPatienceUs, pinPausesMax, pinPauseUs } from "./limits.ts";
import { type Pin, type PinList, type PinnedRung, type PinRoom, pinRungOf } from "./pin-list.ts";
import type { ChunkStore, LoaderPorts } from "./track-loader.ts";
import { TrackLoader } from "./track-loader.ts";
import type { Want } from "./want.ts";

/** The chunk cache as it is seen here (storage/chunk-cache.ts). */
export interface PinStore extends ChunkStore {
  holds(key: ChunkKey): boolean;
  pin(tracks: Iterable<string>): void;
  flush(): void;
  stats(): PinRoom & { readonly budgetLow: boolean };
}

export interface PinKeeperPorts {
  readonly clock: Clock;
  readonly cache: PinStore;
  /** Whether an origin answers. */
  readonly isReachable: () => boolean;
  /** Of the loaders that fetch, but for the cache and who hears of manifests. */
  readonly loading: Omit<LoaderPorts, "cache" | "met" | "mayBegin">;
  /** Something of what is shown has changed. */
  readonly changed: () => void;
}

export class PinKeeper {
  readonly #ports: PinKeeperPorts;
  readonly #list: PinList;
  #woken: Deferred<void> = deferred();
  /** Calls off the track that is being fetched. */
  #attempt: AbortController | undefined;
  #fetching: TrackId | undefined;

  constructor(ports: PinKeeperPorts, list: PinList) {
    this.#ports = ports;
    this.#list = list;
  }

  /** The track that is being fetched; undefined while none is. */
  get fetching(): TrackId | undefined {
    return this.#fetching;
  }

  /** The list has changed, or an origin came or went. */
  wake(): void {
    const gone = this.#fetching !== undefined && this.#list.get(this.#fetching) === undefined;
    if (gone || !this.#ports.isReachable())
      this.#attempt?.abort(new Error("it cannot be fetched now, or need not be"));
    this.#woken.resolve();
  }

  /** What is pinned has changed: from now on the cache keeps that. */
  keep(): void {
    this.#ports.cache.pin(this.#list.tracks);
    this.wake();
  }

  /** Chunks of it that are on the card. */
  held(pin: Pin): number {
    const { exact } = pin;
    if (exact === undefined) return 0;
    const all = { from: 0, count: exact.chunkCount };
    return exact.chunkCount - this.#missing(pin, exact, all).length;
  }

  /** It can be played without anybody; as far as the cache can tell without reading it. */
  isWhole(pin: Pin): boolean {
    const { exact } = pin;
    if (exact === undefined || !this.#ports.cache.holds(manifestKey(pin.track))) return false;
    return this.#missing(pin, exact, { from: 0, count: 1 }).length === 0;
  }

  /** Rejects with `signal.reason`. */
  async run(signal: AbortSignal): Promise<void> {
    await this.#recall(signal);
    for (let all = false; ; ) {
      this.#woken = deferred();
      let came = false;
      // What was whole a moment ago is not looked through each time that a link comes or goes.
      for (const pin of this.#list.all) {
        if (!all && pin.whole) continue;
        came = (await this.#complete(pin, signal)) || came;
        // To look through a thousand tracks takes seconds on a board: the others have their turn in between.
        await sleep(this.#ports.clock, 0, signal);
      }
      // What is whole outlives a power cut from here on, and not only when its segment is full.
      if (came) this.#ports.cache.flush();
      all = await this.#rest(signal);
    }
  }

  /** After a start: what they are called and how much is there, without asking anybody. */
  async #recall(signal: AbortSignal): Promise<void> {
    for (const pin of this.#list.all) {
      await this.#loader(pin).cachedManifest();
      signal.throwIfAborted();
      this.#settle(pin, null);
    }
  }

  /** True when it is time to look through all of them, false when something has changed. */
  async #rest(signal: AbortSignal): Promise<boolean> {
    let over = false;
    const cancel = this.#ports.clock.after(pinLookUs, () => {
      over = true;
      this.#woken.resolve();
    });
    try {
      await orAbort(this.#woken.promise, signal);
    } finally {
      cancel();
    }
    return over;
  }

  /** True when something of it was fetched. Rejects with `signal.reason` alone. */
  async #complete(pin: Pin, signal: AbortSignal): Promise<boolean> {
    if (this.#list.get(pin.track) !== pin) return false;
    // It may have been kept before, or played: then nobody needs to be asked what it is.
    if (pin.exact === undefined) await this.#loader(pin).cachedManifest();
    signal.throwIfAborted();
    if (this.isWhole(pin)) return this.#settle(pin, null);
    const obstacle = this.#obstacle(pin);
    if (obstacle !== undefined) return this.#settle(pin, obstacle);
    this.#attempt = new AbortController();
    this.#fetching = pin.track;
    this.#settle(pin, null);
    try {
      const why = await this.#fetch(pin, AbortSignal.any([signal, this.#attempt.signal]));
      this.#settle(pin, why);
    } catch (error) {
      signal.throwIfAborted();
      if (!this.#attempt.signal.aborted && !(error instanceof StreamError)) throw error;
      const called = this.#attempt.signal.aborted ? this.#obstacle(pin) : undefined;
      this.#settle(pin, called ?? (error instanceof StreamError ? error.message : null));
    } finally {
      this.#attempt = undefined;
      this.#fetching = undefined;
    }
    return true;
  }

  /** I2. */
  #obstacle(pin: Pin): string | undefined {
    const room = this.#ports.cache.stats();
    const { enabled, trouble, budgetLow } = room;
    if (!enabled || trouble !== null) return "the cache takes nothing";
    const crowded = this.#list.crowdedOut(pin, room);
    if (crowded !== undefined) return crowded;
    if (budgetLow) return "the card's write budget of today is used up; it goes on by itself";
    return this.#ports.isReachable() ? undefined : "no origin answers";
  }

  /** How it stands, as status shows it. */
  #settle(pin: Pin, why: string | null): false {
    const whole = this.isWhole(pin);
    const changed = pin.why !== why || pin.whole !== whole;
    pin.why = why;
    pin.whole = whole;
    if (changed) this.#ports.changed();
    return false;
  }

  /** Why it is not whole afterwards; null when it is. Throws StreamError, or what `signal` says. */
  async #fetch(pin: Pin, signal: AbortSignal): Promise<string | null> {
    const loader = this.#loader(pin);
    const close = (): void => loader.close();
    signal.addEventListener("abort", close, { once: true });
    try {
      await loader.manifest(this.#wantOf(pin));
      const { exact } = pin;
      return exact === undefined ? null : await this.#fetchAll({ pin, exact, loader }, signal);
    } finally {
      signal.removeEventListener("abort", close);
      loader.close();
    }
  }

  async #fetchAll(what: Fetching, signal: AbortSignal): Promise<string | null> {
    const { pin, exact } = what;
    let from = 0;
    for (let pauses = 0; pauses < pinPausesMax; ) {
      const obstacle = this.#obstacle(pin);
      if (obstacle !== undefined) return obstacle;
      await this.#put(manifestKey(pin.track));
      const next = this.#missing(pin, exact, { from, count: pinChunksInFlight });
      if (next.length === 0 && from === 0) break;
      from = next[0] ?? 0;
      if (await this.#fetchSome(what, next, signal)) continue;
      pauses += 1;
      await sleep(this.#ports.clock, pinPauseUs, signal);
    }
    return this.isWhole(pin) ? null : "the card does not take it; it is tried again later";
  }

  /** Whether any of them is on the card now. */
  async #fetchSome(
    { pin, exact, loader }: Fetching,
    indexes: readonly number[],
    signal: AbortSignal,
  ): Promise<boolean> {
    const want = this.#wantOf(pin);
    const fetched = indexes.map(async (index) => {
      if (await this.#put(keyOf(pin, exact, index))) return;
      // In the cache by the time it is here: what is missing is counted next.
      await loader.prepare(exact.rung, want);
      await loader.chunk({ rung: exact.rung, index }, want, () => undefined, signal);
    });
    // All of them end before the next ones begin, also where one of them fails.
    const ends = await Promise.allSettled(fetched);
    const failed = ends.find((end) => end.status === "rejected");
    if (failed !== undefined) throw failed.reason;
    // None was looked for: it goes round once more from the beginning.
    return (
      indexes.length === 0 ||
      indexes.some((index) => this.#ports.cache.holds(keyOf(pin, exact, index)))
    );
  }

  /** What is hot in RAM and was declined before it was pinned goes to the card as it is. */
  async #put(key: ChunkKey): Promise<boolean> {
    const { cache } = this.#ports;
    if (cache.holds(key) || !cache.has(key)) return false;
    const bytes = await cache.get(key);
    if (bytes !== undefined) cache.put(key, bytes, "chosen");
    return bytes !== undefined;
  }

  /** The first `count` chunks from `from` on that are not on the card. */
  #missing(
    pin: Pin,
    exact: PinnedRung,
    { from, count }: { readonly from: number; readonly count: number },
  ): number[] {
    const missing: number[] = [];
    for (let index = from; index < exact.chunkCount && missing.length < count; index++)
      if (!this.#ports.cache.holds(keyOf(pin, exact, index))) missing.push(index);
    return missing;
  }

  #loader(pin: Pin): TrackLoader {
    const { cache, loading } = this.#ports;
    const met = (manifest: Manifest): void => this.#list.learn(manifest, trackInfoOf(manifest));
    return new TrackLoader({ ...loading, cache, met }, pin.track, [pinRungOf(pin)]);
  }

  #wantOf({ track }: Pin): Want {
    return {
      class: () => "bulk",
      neededUs: () => this.#ports.clock.nowUs() + pinPatienceUs,
      isWanted: () => this.#list.get(track) !== undefined,
    };
  }
}

interface Fetching {
  readonly pin: Pin;
  readonly exact: PinnedRung;
  readonly loader: TrackLoader;
}

function keyOf({ track }: Pin, { rung }: PinnedRung, index: number): ChunkKey {
  return { track, rung: rungs[rung].code, index };
}
