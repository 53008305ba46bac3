/**
 * Playlists as M3U8 files, which other players read and write (RFC 8216 §4 has
 * the form: lines, `#EXTINF` before each entry; `#PLAYLIST` is the name). Pure.
 *
 * What is read is somebody else's file: it is bounded, and nothing of it is a
 * path that is opened. An entry is a track of the library by its id
 * (`nightjar:ID`, as exported here), else by artist and title, else by title
 * where only one has it. What is none is told by its number, never guessed.
 */
import { utf8Text } from "../base/bytes.ts";
import { foldText } from "../base/fold.ts";
import type { TrackInfo } from "../media/track.ts";

/** A line of each of the most items that a playlist holds, and what stands before it. */
export const m3u8BytesMax = 2 * 1024 * 1024;
/** As many as a playlist holds. */
export const m3u8EntriesMax = 2_000;
const lineCharsMax = 2_048;
const scheme = "nightjar:";

export interface M3u8Entry {
  /** Of all entries, from 1 on. */
  readonly number: number;
  readonly uri: string;
  /** What `#EXTINF` says: "Artist - Title"; empty where there is none. */
  readonly words: string;
}

/** A text says what is wrong with the file. */
export function readM3u8(bytes: Uint8Array): readonly M3u8Entry[] | string {
  if (bytes.length > m3u8BytesMax)
    return `a playlist has ${m3u8BytesMax / 1024 / 1024} MiB at most`;
  const text = utf8Text(bytes);
  if (text === undefined) return "it is not in UTF-8, as M3U8 is";
  const entries: M3u8Entry[] = [];
  let words = "";
  for (const raw of text.replace(/^\uFEFF/, "").split(/\r\n|\n|\r/)) {
    const line = raw.trim();
    if (line.length > lineCharsMax) return `a line has ${lineCharsMax} characters at most`;
    if (line.startsWith("#EXTINF:")) words = line.slice(line.indexOf(",") + 1).trim();
    if (line === "" || line.startsWith("#")) continue;
    if (entries.length === m3u8EntriesMax)
      return `a playlist has ${m3u8EntriesMax} entries at most`;
    entries.push({ number: entries.length + 1, uri: line, words });
    words = "";
  }
  return entries;
}

export interface Matched {
  readonly ids: readonly string[];
  /** In the library's words there is none, or more than one. */
  readonly unknown: readonly M3u8Entry[];
}

export function matchEntries(
  entries: readonly M3u8Entry[],
  library: readonly TrackInfo[],
): Matched {
  const known = new Set<string>(library.map(({ id }) => id));
  const byNames = byKey(library, ({ artist, title }) => foldText(`${artist} - ${title}`));
  const byTitle = byKey(library, ({ title }) => foldText(title));
  const ids: string[] = [];
  const unknown: M3u8Entry[] = [];
  for (const entry of entries) {
    const own = entry.uri.startsWith(scheme) ? entry.uri.slice(scheme.length) : "";
    const words = foldText(entry.words);
    const id = known.has(own)
      ? own
      : (byNames.get(words) ?? byTitle.get(words) ?? byTitle.get(foldText(fileTitle(entry.uri))));
    if (id === undefined) unknown.push(entry);
    else ids.push(id);
  }
  return { ids, unknown };
}

export function writeM3u8(name: string, tracks: readonly TrackInfo[]): string {
  const lines = tracks.flatMap(({ id, artist, title, durationMs }) => {
    const words = oneLine(artist === "" ? title : `${artist} - ${title}`);
    return [`#EXTINF:${Math.round(durationMs / 1000)},${words}`, `${scheme}${id}`];
  });
  return [...["#EXTM3U", `#PLAYLIST:${oneLine(name)}`], ...lines, ""].join("\n");
}

/** Ids by key; keys that several have are left out, as nobody knows which is meant. */
function byKey(
  library: readonly TrackInfo[],
  keyOf: (track: TrackInfo) => string,
): ReadonlyMap<string, string | undefined> {
  const ids = new Map<string, string | undefined>();
  for (const track of library) {
    const key = keyOf(track);
    ids.set(key, ids.has(key) ? undefined : track.id);
  }
  ids.delete("");
  return ids;
}

/** "Music/Artist/03 Blue%20Kettle.flac" → "Blue Kettle". */
function fileTitle(uri: string): string {
  const file = uri.split(/[/\\]/).at(-1) ?? "";
  return decoded(file)
    .replace(/\.[a-z0-9]{1,5}$/i, "")
    .replace(/^\d{1,3}[ ._-]+/, "");
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A file's name may have a % of its own.
    return text;
  }
}

function oneLine(text: string): string {
  return text.replaceAll(/\p{Cc}+/gu, " ").trim();
}
