/**
 * What the prefetcher asks of the speaker's parts: what plays, what follows, what lies where. Computes and
 * changes nothing.
 */
import type { AudioSink } from "../../audio/model.ts";
import { usPerMs, usPerS } from "../../base/units.ts";
import { type RungName, rungs } from "../../media/rung.ts";
import type { TrackInfo } from "../../media/track.ts";
import type { TrackId } from "../../media/track-id.ts";
import type { ChunkCache } from "../../storage/chunk-cache.ts";
import type { ChunkKey } from "../../storage/chunk-key.ts";
import type { Adaptation } from "../adaptation.ts";
import type { Player } from "../player.ts";
import {
  albumTracksMax,
  candidatesMax,
  quietBufferUs,
  savesGuessUs,
  savesLeastUs,
} from "./limits.ts";
import type { PrefetchMoment, TrackPlace } from "./prefetcher.ts";

export interface ViewParts {
  readonly player: Player;
  readonly sink: Pick<AudioSink, "status">;
  readonly cache: Pick<ChunkCache, "has" | "stats">;
  readonly adaptation: Pick<Adaptation, "ladder" | "sparesParity">;
  readonly source: { readonly ready: boolean; readonly rttUs: number };
  readonly track: (track: TrackId) => TrackInfo | undefined;
  readonly catalogue: { readonly size: number; search(query: string): readonly TrackInfo[] };
  readonly wall: () => { readonly wallMs: number; readonly trusted: boolean };
  readonly metered: boolean;
  /** Whether a neighbour has it: then it is nearly as near as the own cache. Nobody has, where it is absent. */
  readonly heldNearby?: ((key: ChunkKey) => boolean) | undefined;
}

const msPerHour = 3_600_000;
/** What a packet costs in a chunk beside its own bytes. */
const packing = 1.05;

export class ListeningView {
  readonly #parts: ViewParts;
  /** The album's next track is looked for once a play. */
  #album: { readonly of: TrackId; readonly next: TrackId | undefined } | undefined;

  constructor(parts: ViewParts) {
    this.#parts = parts;
  }

  /** 0…23 of UTC, which shifts no habit; undefined while the time is not known. */
  get hour(): number | undefined {
    const { wallMs, trusted } = this.#parts.wall();
    return trusted ? Math.floor(wallMs / msPerHour) % 24 : undefined;
  }

  moment(looked: readonly TrackId[]): PrefetchMoment {
    const { player, cache, adaptation, metered } = this.#parts;
    const { entries, index, repeat } = player.queue;
    const plays = player.state === "playing" && !player.isLineIn;
    // What is named by a URL, or sent as it happens, is no origin's to give.
    const isOurs = (id: TrackId): boolean => {
      const track = this.#parts.track(id);
      return track?.url === undefined && track?.live !== true;
    };
    const playing = plays ? player.queue.current?.track : undefined;
    const current = playing !== undefined && isOurs(playing) ? playing : undefined;
    const behind = entries.slice(index + 1, index + 1 + candidatesMax);
    const around = repeat === "all" ? entries.slice(0, candidatesMax - behind.length) : [];
    const durationMs = current === undefined ? undefined : this.#parts.track(current)?.durationMs;
    const elapsedS = (player.positionMs * usPerMs) / usPerS;
    const leftS =
      durationMs === undefined ? Number.POSITIVE_INFINITY : durationMs / 1_000 - elapsedS;
    return {
      current,
      elapsedS,
      leftS,
      following:
        repeat === "one" ? [] : [...behind, ...around].map(({ track }) => track).filter(isOurs),
      previous: entries[index - 1]?.track,
      albumNext: current === undefined ? undefined : this.#albumNext(current),
      hour: this.hour,
      looked,
      isQuiet: this.#isQuiet(leftS),
      metered,
      roomy: adaptation.sparesParity(bytesPerS(this.#rung(undefined))),
      budgetLow: cache.stats().budgetLow,
      place: (track, seconds) => this.#place(track, seconds),
    };
  }

  /** Its first second lies here. */
  hasHead(track: TrackId): boolean {
    const has = this.#parts.track(track)?.rungs ?? [];
    const key = (name: RungName): ChunkKey => ({ track, rung: rungs[name].code, index: 0 });
    return has.some((name) => this.#parts.cache.has(key(name)));
  }

  #isQuiet(leftS: number): boolean {
    const { player, sink, source } = this.#parts;
    if (!source.ready || player.state === "buffering") return false;
    if (player.state !== "playing" || player.isLineIn) return true;
    const atHandUs = sink.status().bufferedUs + player.aheadUs;
    return atHandUs >= Math.min(quietBufferUs, leftS * usPerS);
  }

  #place(track: TrackId, seconds: number): TrackPlace | undefined {
    const info = this.#parts.track(track);
    if (info === undefined || info.rungs.length === 0) return undefined;
    const { cache, source, heldNearby } = this.#parts;
    const wayUs = source.rttUs === 0 ? savesGuessUs : source.rttUs;
    // Nothing is worth it on a LAN: then nothing is looked up, either.
    if (wayUs < savesLeastUs) return undefined;
    const rung = this.#rung(info.rungs);
    const key = (index: number): ChunkKey => ({ track, rung: rungs[rung].code, index });
    const length = Math.ceil(info.durationMs / 1_000);
    const to = Math.min(seconds, length);
    let cachedTo = 0;
    while (cachedTo < to && cache.has(key(cachedTo))) cachedTo += 1;
    const savesUs = heldNearby?.(key(cachedTo)) === true ? 0 : wayUs;
    return { rung, bytesPerS: bytesPerS(rung), seconds: length, savesUs, cachedTo };
  }

  /** What a play would begin in, as far as it is known: what plays now, where the track has it. */
  #rung(has: readonly RungName[] | undefined): RungName {
    const now = this.#parts.player.choice?.rung ?? "opus-160";
    if (has === undefined) return now;
    const ladder = this.#parts.adaptation.ladder(has, undefined);
    return ladder.includes(now) ? now : (ladder.at(-1) ?? now);
  }

  #albumNext(track: TrackId): TrackId | undefined {
    if (this.#album?.of !== track) this.#album = { of: track, next: this.#findAlbumNext(track) };
    return this.#album.next;
  }

  #findAlbumNext(track: TrackId): TrackId | undefined {
    const { catalogue } = this.#parts;
    const info = this.#parts.track(track);
    if (info === undefined || info.album === "" || catalogue.size > albumTracksMax)
      return undefined;
    const all = catalogue.search("");
    const next = all[all.findIndex(({ id }) => id === track) + 1];
    const same = next?.album === info.album && next.albumArtist === info.albumArtist;
    return same ? next.id : undefined;
  }
}

function bytesPerS(rung: RungName): number {
  return rungs[rung].kbps * 125 * packing;
}
