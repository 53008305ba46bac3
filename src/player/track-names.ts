/**
 * What tracks are called: by the catalogue, or by their own signed manifests,
 * which lie in the cache beside the sound. So a speaker whose origin is away
 * names what it plays, and what it will play.
 *
 * Bounds: tracksNamedMax tracks beside the catalogue.
 */
import { LRUCache } from "lru-cache";
import { type Manifest, trackInfoOf } from "../media/manifest.ts";
import { type TrackInfo, untagged } from "../media/track.ts";
import type { TrackId } from "../media/track-id.ts";
import type { CatalogueMirror } from "./catalogue-mirror.ts";
import { tracksNamedMax } from "./limits.ts";
import type { PlayQueue } from "./queue.ts";

export class TrackNames {
  readonly #catalogue: CatalogueMirror;
  readonly #met = new LRUCache<TrackId, TrackInfo>({ max: tracksNamedMax });

  readonly #url: (id: TrackId) => TrackInfo | undefined;

  /** `url`: what is shown of one; undefined where the id is none of a URL. */
  constructor(
    catalogue: CatalogueMirror,
    url: (id: TrackId) => TrackInfo | undefined = () => undefined,
  ) {
    this.#catalogue = catalogue;
    this.#url = url;
  }

  /** `manifest` must be verified. */
  learn(manifest: Manifest): void {
    this.#met.set(manifest.track, trackInfoOf(manifest));
  }

  get(id: TrackId): TrackInfo | undefined {
    return this.#catalogue.get(id) ?? this.#met.get(id) ?? this.#url(id);
  }

  /** For people: a track that nothing is known of has a name all the same. */
  shown(id: TrackId): TrackInfo {
    return this.get(id) ?? { ...untagged, id, title: unknownTitle };
  }
}

const unknownTitle = "Unknown track";

/** Finds out what a restored queue holds from where it goes on: the origin that could say may be away. The number of tracks that were looked for. */
export async function nameQueue(
  { entries, index }: Pick<PlayQueue, "entries" | "index">,
  learn: (track: TrackId) => Promise<unknown>,
  signal: AbortSignal,
): Promise<number> {
  const from = Math.max(0, index);
  const asked = entries.slice(from, from + tracksNamedMax);
  for (const { track } of asked) {
    await learn(track);
    signal.throwIfAborted();
  }
  return asked.length;
}
