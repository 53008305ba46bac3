/**
 * Fetching ahead as the speaker has it: learns from what is played, plans, fetches, and keeps what was learned.
 * The speaker tells it what happens; it tells nobody anything but its figures.
 */
import type { TrackId } from "../../media/track-id.ts";
import type { ChunkCache } from "../../storage/chunk-cache.ts";
import type { ObjectSource } from "../../stream/origin-client.ts";
import { type LoadCounters, TrackLoader } from "../track-loader.ts";
import { type HabitPorts, HabitStore } from "./habit-store.ts";
import { lookedMax, lookedUs, openedMax } from "./limits.ts";
import { ListeningView, type ViewParts } from "./listening-view.ts";
import { PrefetchRunner } from "./prefetch-runner.ts";
import { Prefetcher, type StartFigures } from "./prefetcher.ts";

export type PrefetchView = ViewParts & {
  readonly cache: ChunkCache;
  readonly source: ObjectSource;
};

export interface SpeakerPrefetchPorts extends HabitPorts {
  readonly view: PrefetchView;
  /** Whether this Ed25519 key signs for an origin of the household. */
  readonly trusts: (signer: Uint8Array) => boolean;
  /** Where what was learned is kept. */
  readonly path: string;
}

export class SpeakerPrefetch {
  readonly #ports: SpeakerPrefetchPorts;
  readonly #store: HabitStore;
  readonly #view: ListeningView;
  #prefetcher = new Prefetcher();
  #runner: PrefetchRunner | undefined;
  #looked: { readonly tracks: readonly TrackId[]; readonly atUs: number } | undefined;
  /** Of its own: what is fetched for a guess is no part of the play that sounds meanwhile. */
  readonly #counters: LoadCounters = {
    cacheBytes: 0,
    peerBytes: 0,
    originBytes: 0,
    verifyFailures: 0,
  };
  #reachedS = 0;
  #changed = false;
  /** Tracks that are or will be played, and whether their first second lay here when they were opened. */
  readonly #opened = new Map<TrackId, boolean>();

  constructor(ports: SpeakerPrefetchPorts) {
    this.#ports = ports;
    this.#store = new HabitStore(ports, ports.path);
    this.#view = new ListeningView(ports.view);
  }

  get figures(): StartFigures {
    return this.#prefetcher.figures;
  }

  /** Reads what was learned before; what happens until then is not learned from. Never rejects. */
  async open(): Promise<void> {
    const learned = await this.#store.load();
    if (learned !== undefined) this.#prefetcher = new Prefetcher(learned.habits, learned.rates);
    const { clock, log } = this.#ports;
    const load = (track: TrackId) => this.#loader(track);
    const moment = () => this.#view.moment(this.#lookedNow());
    this.#runner = new PrefetchRunner({ clock, log, load, moment }, this.#prefetcher);
  }

  /** Its chunks are asked for from now on, to be played at once or next. */
  opening(track: TrackId): void {
    this.#opened.delete(track);
    this.#opened.set(track, this.#view.hasHead(track));
    for (const oldest of this.#opened.keys()) {
      if (this.#opened.size <= openedMax) break;
      this.#opened.delete(oldest);
    }
  }

  /** A play began to sound. */
  began(track: TrackId): void {
    const headCached = this.#opened.get(track) === true;
    this.#changed = true;
    this.#reachedS = 0;
    this.#prefetcher.began(track, { hour: this.#view.hour, headCached });
  }

  /** To be called often while music plays. */
  progress(positionMs: number): void {
    this.#reachedS = positionMs / 1_000;
    this.#prefetcher.reached(this.#reachedS);
    this.#runner?.tend();
    this.#store.tend(this.#prefetcher);
  }

  ended(finished: boolean): void {
    // What follows by itself was not asked for by anybody: what is under way goes on.
    if (!finished) this.#runner?.cancel();
    this.#prefetcher.reached(this.#reachedS, finished ? "finished" : "cut");
  }

  /** A remote shows these tracks to somebody, the likeliest first. */
  looked(tracks: readonly TrackId[]): void {
    this.#looked = { tracks: tracks.slice(0, lookedMax), atUs: this.#ports.clock.nowUs() };
    this.#runner?.look();
  }

  /** What was learned is of a household that this speaker has left; nothing is guessed any more until the restart. Never rejects. */
  async forget(): Promise<void> {
    this.#runner?.close();
    this.#runner = undefined;
    this.#prefetcher = new Prefetcher();
    this.#opened.clear();
    this.#looked = undefined;
    this.#changed = false;
    await this.#store.forget();
  }

  /** Ends what is under way and keeps what was learned. Never rejects. */
  async close(): Promise<void> {
    this.#runner?.close();
    if (this.#changed) await this.#store.save(this.#prefetcher);
  }

  /** Without a play gate: nothing plays that is fetched here. */
  #loader(track: TrackId): TrackLoader {
    const { clock, trusts, view } = this.#ports;
    const { cache, source } = view;
    const met = (): void => undefined;
    const ports = { cache, source, clock, trusts, counters: this.#counters, met };
    return new TrackLoader(ports, track, view.track(track)?.rungs ?? []);
  }

  #lookedNow(): readonly TrackId[] {
    const looked = this.#looked;
    const fresh = looked !== undefined && this.#ports.clock.nowUs() - looked.atUs < lookedUs;
    return fresh ? looked.tracks : [];
  }
}
