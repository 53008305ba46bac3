/** Album loudness, joined to a speaker's catalogue, cache and settings. */
import type { TrackId } from "../media/track-id.ts";
import type { Clock } from "../ports/clock.ts";
import { AlbumLoudness, type LevelsOf } from "./album-loudness.ts";
import type { CatalogueMirror } from "./catalogue-mirror.ts";
import { albumRef } from "./shelves.ts";
import type { SoundStore } from "./sound/sound-store.ts";
import type { TrackLoader } from "./track-loader.ts";

export function speakerLoudness(
  { clock }: { readonly clock: Clock },
  { sound }: { readonly sound: SoundStore },
  mirror: CatalogueMirror,
  load: (track: TrackId) => TrackLoader,
  { signal }: { readonly signal: AbortSignal },
): LevelsOf {
  const loudness = new AlbumLoudness({
    ...{ clock, load, signal },
    mode: () => sound.settings.loudness,
    album: (track) => {
      const row = mirror.rows.get(track);
      if (row === undefined || row.albumKey === "") return undefined;
      const key = albumRef(row);
      // As of when the library was put in order last; what came since is asked for the next time.
      const tracks = mirror.index.shelves.tracks(key)?.map(({ info }) => info.id) ?? [];
      return tracks.includes(track) ? { key, tracks } : undefined;
    },
  });
  return (track, own) => loudness.levelsOf(track, own);
}
