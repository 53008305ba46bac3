/** A track of the catalogue with what it is found and sorted by. */
import { foldText } from "../base/fold.ts";
import type { TrackInfo } from "../media/track.ts";

export interface Row {
  readonly info: TrackInfo;
  /** What a search looks in. */
  readonly folded: string;
  readonly foldedTitle: string;
  /** Folded, of the album's artist where there is one. */
  readonly artistKey: string;
  /** Folded. */
  readonly albumKey: string;
  /** Orders by artist, album, disc, track, title. */
  readonly sortKey: string;
  /** Counts up: which of two came to the catalogue later. */
  readonly arrival: number;
}

export function rowOf(info: TrackInfo, arrival: number): Row {
  const { title, artist, album, albumArtist, disc, track, id } = info;
  const [foldedTitle, albumKey] = [foldText(title), foldText(album)];
  const artistKey = foldText(albumArtist || artist);
  const order = [disc, track].map((number) => String(number).padStart(6, "0"));
  return {
    info,
    folded: foldText(`${title}\n${artist}\n${album}\n${albumArtist}`),
    foldedTitle,
    artistKey,
    albumKey,
    sortKey: [artistKey, albumKey, ...order, foldedTitle, id].join("\0"),
    arrival,
  };
}
