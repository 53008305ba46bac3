/** The tags that this speaker knows, in MPD's words. Pure. */
import type { TrackInfo } from "../../media/track.ts";

export const tagNames = [
  "Artist",
  "AlbumArtist",
  "Album",
  "Title",
  "Track",
  "Name",
  "Genre",
  "Date",
  "Disc",
] as const;
export type TagName = (typeof tagNames)[number];

/** By any case; undefined where this speaker does not know it. */
export function tagNamed(text: string): TagName | undefined {
  const lower = text.toLowerCase();
  return tagNames.find((name) => name.toLowerCase() === lower);
}

/** Tags that MPD has and that no track here bears: no mistake of who asks for one. */
const otherTags: ReadonlySet<string> = new Set([
  "artistsort",
  "albumsort",
  "albumartistsort",
  "titlesort",
  "mood",
  "originaldate",
  "composer",
  "composersort",
  "performer",
  "conductor",
  "work",
  "movement",
  "movementnumber",
  "showmovement",
  "ensemble",
  "location",
  "grouping",
  "comment",
  "label",
  "musicbrainz_artistid",
  "musicbrainz_albumid",
  "musicbrainz_albumartistid",
  "musicbrainz_trackid",
  "musicbrainz_releasetrackid",
  "musicbrainz_releasegroupid",
  "musicbrainz_workid",
]);

export function isOtherTag(text: string): boolean {
  return otherTags.has(text.toLowerCase());
}

/** Empty where the track has none. */
export function tagOf(track: TrackInfo, name: TagName): string {
  const isUrl = track.url !== undefined;
  switch (name) {
    case "Artist":
      return track.artist;
    case "AlbumArtist":
      return track.albumArtist;
    case "Album":
      return isUrl ? "" : track.album;
    case "Title":
      return track.title;
    case "Track":
      return numberText(track.track);
    case "Name":
      // Of a stream the station stands there (docs/URLS.md §1).
      return isUrl ? track.album : "";
    case "Genre":
      return track.genre;
    case "Date":
      return numberText(track.year);
    default:
      return numberText(track.disc);
  }
}

/** Likewise; an album artist that is not told is the artist, as in MPD. */
export function tagOrFallback(track: TrackInfo, name: TagName): string {
  const value = tagOf(track, name);
  return value === "" && name === "AlbumArtist" ? track.artist : value;
}

/** Of songs: numbers by their value, text without case and accents first. */
export function compareTag(name: TagName): (a: TrackInfo, b: TrackInfo) => number {
  if (name === "Track" || name === "Disc" || name === "Date")
    return (a, b) => Number(tagOf(a, name)) - Number(tagOf(b, name));
  const collator = new Intl.Collator("en");
  return (a, b) => collator.compare(tagOrFallback(a, name), tagOrFallback(b, name));
}

function numberText(value: number): string {
  return value === 0 ? "" : String(value);
}
