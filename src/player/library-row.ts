/** A track of the catalogue with what it is found and sorted by. */
import type { TrackInfo } from "../media/track.ts";
import { foldedOf, type SharedTexts } from "./shared-texts.ts";

export interface Row {
  readonly info: TrackInfo;
  /** Folded, as are the other keys. */
  readonly titleKey: string;
  /** Of the album's artist where there is one. */
  readonly artistKey: string;
  readonly albumKey: string;
  /** Of the track's own artist where the album has another; else empty. */
  readonly ownArtistKey: string;
  /** Counts up: which of two came to the catalogue later. */
  readonly arrival: number;
  /** Left by the index for itself: the number of a build. */
  build: number;
}

/** Orders by artist, album, disc, track, title; never 0 for two tracks. */
export function compareRows(a: Row, b: Row): number {
  return (
    compareTexts(a.artistKey, b.artistKey) ||
    compareTexts(a.albumKey, b.albumKey) ||
    a.info.disc - b.info.disc ||
    a.info.track - b.info.track ||
    compareTexts(a.titleKey, b.titleKey) ||
    compareTexts(a.info.id, b.info.id)
  );
}

/** Whether each of the words, folded, occurs in a title or a name. */
export function rowHasAll(row: Row, words: readonly string[]): boolean {
  const { titleKey, artistKey, albumKey, ownArtistKey } = row;
  return words.every(
    (word) =>
      titleKey.includes(word) ||
      artistKey.includes(word) ||
      albumKey.includes(word) ||
      ownArtistKey.includes(word),
  );
}

/** `texts`: where rows have their keys in common. */
export function rowOf(info: TrackInfo, arrival: number, texts: SharedTexts): Row {
  const { artist, albumArtist } = info;
  return {
    info,
    titleKey: foldedOf(info.title),
    artistKey: texts.key(albumArtist || artist),
    albumKey: texts.key(info.album),
    ownArtistKey: albumArtist === "" ? "" : texts.key(artist),
    arrival,
    build: 0,
  };
}

function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
