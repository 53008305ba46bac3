/** Tags of a file as the catalogue holds them: clean, bounded, and never without a title. */
import { utf8Bytes } from "../base/bytes.ts";
import { tagBytesMax } from "../media/limits.ts";
import type { TrackTags } from "../media/track.ts";
import type { FileTags } from "../ports/tags.ts";

/** `path` gives title and number where the file has none: "Album/03 Song.mp3" is "Song", track 3. */
export function trackTagsOf(tags: FileTags, path: string): TrackTags {
  const title = cleanTag(tags.title);
  const named = title === "" ? nameOf(path) : { title, track: 0 };
  return {
    title: named.title,
    artist: cleanTag(tags.artist),
    album: cleanTag(tags.album),
    albumArtist: cleanTag(tags.albumArtist),
    track: tags.track === 0 ? named.track : tags.track,
    disc: tags.disc,
    year: tags.year,
    genre: cleanTag(tags.genre),
  };
}

/** One line, in composed form, at most tagBytesMax bytes and no half characters. */
export function cleanTag(text: string): string {
  const line = text
    .normalize("NFC")
    .replace(/[\p{Cc}\p{Cs}\u2028\u2029]+/gu, " ")
    .trim();
  if (utf8Bytes(line).length <= tagBytesMax) return line;
  let kept = "";
  let length = 0;
  for (const character of line) {
    length += utf8Bytes(character).length;
    if (length > tagBytesMax) break;
    kept += character;
  }
  return kept.trimEnd();
}

function nameOf(path: string): { title: string; track: number } {
  const name = (path.split("/").at(-1) ?? path).replace(/\.[^.]+$/u, "");
  const match = /^(\d{1,3})[\s._-]+(.+)$/u.exec(name);
  if (match === null) return { title: cleanTag(name) || "?", track: 0 };
  return { title: cleanTag(match[2] ?? name) || "?", track: Number(match[1]) };
}
