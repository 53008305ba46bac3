/**
 * How loud albums are: from the signed manifests of their tracks, which are in the
 * cache, with a neighbour or at an origin, and a kilobyte each. So no format has to
 * carry it, and an album that was played once is known without an origin.
 *
 * Invariants:
 *   I1  tracks of one album that follow each other get the same levels, whatever is learnt meanwhile
 *   I2  a play waits for levels no longer than albumPatienceUs
 * Bounds: levels of albumLevelsMax tracks; albums of albumTracksMax, larger ones are none.
 */
import type { LoudnessMode } from "../audio/model.ts";
import type { TrackId } from "../media/track-id.ts";
import type { Clock } from "../ports/clock.ts";
import { StreamError } from "../stream/errors.ts";
import { albumFetchUs, albumLevelsMax, albumPatienceUs, albumTracksMax } from "./sound/limits.ts";
import { albumLevels, type Levels, type TrackLevels } from "./sound/loudness.ts";
import type { TrackLoader } from "./track-loader.ts";

/** Of the album that the track is on; its own where it is on none. Undefined: ask again in a moment. */
export type LevelsOf = (track: TrackId, own: TrackLevels) => Levels | undefined;

export interface AlbumLoudnessPorts {
  readonly clock: Clock;
  readonly mode: () => LoudnessMode;
  /** Of the album that the track is on; none where it is on none. Names the album, too. */
  readonly album: (
    track: TrackId,
  ) => { readonly key: string; readonly tracks: readonly TrackId[] } | undefined;
  readonly load: (track: TrackId) => Pick<TrackLoader, "manifest" | "close">;
  /** Ends with the speaker. */
  readonly signal: AbortSignal;
}

/** An album while tracks of it follow each other. */
interface Run {
  readonly key: string;
  readonly beganUs: number;
  levels: Levels | undefined;
  fetched: boolean;
}

export class AlbumLoudness {
  readonly #ports: AlbumLoudnessPorts;
  /** The latest last. */
  readonly #known = new Map<TrackId, TrackLevels>();
  #run: Run | undefined;

  constructor(ports: AlbumLoudnessPorts) {
    this.#ports = ports;
  }

  /** Of the album that `track` is on; its `own` where it is on none. Undefined: ask again in a moment. */
  levelsOf(track: TrackId, own: TrackLevels): Levels | undefined {
    if (this.#ports.mode() !== "album") return own;
    this.#learn(track, own);
    const album = this.#ports.album(track);
    if (album === undefined || album.tracks.length > albumTracksMax) return own;
    const { key, tracks } = album;
    const run = this.#run?.key === key ? this.#run : this.#begin(key, tracks);
    const isLate = run.fetched || this.#ports.clock.nowUs() >= run.beganUs + albumPatienceUs;
    if (run.levels === undefined && isLate) run.levels = albumLevels(this.#levelsOf(tracks));
    return run.levels;
  }

  #begin(key: string, tracks: readonly TrackId[]): Run {
    const beganUs = this.#ports.clock.nowUs();
    const run: Run = { key, beganUs, levels: undefined, fetched: false };
    this.#run = run;
    void this.#fetch(run, tracks);
    return run;
  }

  /** Never rejects: what cannot be had is left out. */
  async #fetch(run: Run, tracks: readonly TrackId[]): Promise<void> {
    const missing = tracks.filter((track) => !this.#known.has(track));
    await Promise.all(missing.map((track) => this.#learnOf(track, run)));
    run.fetched = true;
  }

  async #learnOf(track: TrackId, run: Run): Promise<void> {
    const { clock, load, signal } = this.#ports;
    const loader = load(track);
    const close = (): void => loader.close();
    signal.addEventListener("abort", close, { once: true });
    try {
      const { loudnessLufs, truePeakDb, durationMs } = await loader.manifest({
        class: () => "play",
        neededUs: () => run.beganUs + albumPatienceUs,
        isWanted: () => this.#run === run && clock.nowUs() < run.beganUs + albumFetchUs,
      });
      this.#learn(track, { lufs: loudnessLufs, peakDb: truePeakDb, durationMs });
    } catch (error) {
      if (!signal.aborted && !(error instanceof StreamError)) throw error;
    } finally {
      signal.removeEventListener("abort", close);
      loader.close();
    }
  }

  #learn(track: TrackId, levels: TrackLevels): void {
    this.#known.delete(track);
    this.#known.set(track, levels);
    const [oldest] = this.#known.keys();
    if (oldest !== undefined && this.#known.size > albumLevelsMax) this.#known.delete(oldest);
  }

  #levelsOf(tracks: readonly TrackId[]): TrackLevels[] {
    return tracks.flatMap((track) => this.#known.get(track) ?? []);
  }
}
