/**
 * The library as folders: Artist/Album/Title. A song's path is its URI in the MPD protocol. Pure.
 *
 * Names are tags with what parts paths and lines taken out. Songs of one name in
 * one folder bear the beginning of their id behind it, each of them, so that a
 * path means the same whatever the order in which they came.
 *
 * Invariants:
 *   I1  a path names one song or one folder, never both: songs are at depth three, folders above
 *   I2  `uriOf` of a song of the tree leads back to it
 */
import type { TrackInfo } from "../../media/track.ts";
import { isTrackId, type TrackId } from "../../media/track-id.ts";
import { sliceRows } from "./limits.ts";

const idChars = 8;

/** An album. Names of its songs are made when they are first asked for. */
class Album {
  readonly tracks: TrackInfo[] = [];
  #byName: Map<string, TrackInfo> | undefined;
  #names: Map<TrackId, string> | undefined;

  get byName(): ReadonlyMap<string, TrackInfo> {
    this.#byName ??= new Map(this.tracks.map((track) => [this.nameOf(track) ?? "", track]));
    return this.#byName;
  }

  nameOf({ id }: TrackInfo): string | undefined {
    this.#names ??= namesOf(this.tracks);
    return this.#names.get(id);
  }
}

export interface Song {
  readonly uri: string;
  readonly track: TrackInfo;
}

/** What a path leads to. */
export type Place =
  | { readonly kind: "song"; readonly song: Song }
  | {
      readonly kind: "folder";
      /** Names of folders in it, and songs in it. */
      readonly folders: readonly string[];
      readonly songs: Iterable<Song>;
    };

export class LibraryTree {
  /** All, in the order of the library. */
  tracks: readonly TrackInfo[] = [];
  readonly #artists = new Map<string, Map<string, Album>>();
  readonly #byId = new Map<TrackId, TrackInfo>();
  #albums = 0;
  #durationMs = 0;

  /** Yields between slices. */
  static *build(tracks: readonly TrackInfo[]): Generator<void, LibraryTree> {
    const tree = new LibraryTree();
    tree.tracks = tracks;
    for (const [at, track] of tracks.entries()) {
      tree.#put(track);
      if (at % sliceRows === sliceRows - 1) yield;
    }
    return tree;
  }

  get sums(): { readonly artists: number; readonly albums: number; readonly durationMs: number } {
    return { artists: this.#artists.size, albums: this.#albums, durationMs: this.#durationMs };
  }

  /** Of a song of the queue that is not in the library (any more) its name alone; of a URL that. */
  uriOf(track: TrackInfo): string {
    if (track.url !== undefined) return track.url;
    const [artist, album] = foldersOf(track);
    const name = this.#artists.get(artist)?.get(album)?.nameOf(track);
    return `${artist}/${album}/${name ?? titleOf(track)}`;
  }

  /** By its path or its id. */
  song(uri: string): Song | undefined {
    const place = this.at(uri);
    if (place?.kind === "song") return place.song;
    const track = isTrackId(uri) ? this.#byId.get(uri) : undefined;
    return track && { uri: this.uriOf(track), track };
  }

  /** "" and "/" are the root. */
  at(path: string): Place | undefined {
    const [artist, album, title, ...more] = partsOf(path);
    if (more.length > 0) return undefined;
    if (artist === undefined)
      return { kind: "folder", folders: [...this.#artists.keys()], songs: [] };
    const albums = this.#artists.get(artist);
    if (albums === undefined) return undefined;
    if (album === undefined) return { kind: "folder", folders: [...albums.keys()], songs: [] };
    const found = albums.get(album);
    if (found === undefined) return undefined;
    if (title === undefined) return { kind: "folder", folders: [], songs: this.#songs(found) };
    const track = found.byName.get(title);
    return track && { kind: "song", song: { uri: `${artist}/${album}/${title}`, track } };
  }

  /** All songs at a path and below it; undefined where it leads nowhere. */
  below(path: string): Iterable<Song> | undefined {
    const place = this.at(path);
    if (place === undefined) return undefined;
    return place.kind === "song" ? [place.song] : this.#walk(path, place);
  }

  *#walk(path: string, { folders, songs }: Extract<Place, { kind: "folder" }>): Generator<Song> {
    for (const name of folders) yield* this.below(joined(path, name)) ?? [];
    yield* songs;
  }

  *#songs(album: Album): Generator<Song> {
    for (const track of album.tracks) yield { uri: this.uriOf(track), track };
  }

  #put(track: TrackInfo): void {
    const [artist, album] = foldersOf(track);
    const albums = this.#artists.get(artist) ?? new Map<string, Album>();
    this.#artists.set(artist, albums);
    const folder = albums.get(album) ?? new Album();
    if (!albums.has(album)) this.#albums += 1;
    albums.set(album, folder);
    folder.tracks.push(track);
    this.#byId.set(track.id, track);
    this.#durationMs += track.durationMs;
  }
}

/** A folder's path and the name of what is in it. */
export function joined(path: string, name: string): string {
  return [...partsOf(path), name].join("/");
}

/** Without the slashes at its ends. */
export function partsOf(path: string): readonly string[] {
  return path.split("/").filter((part) => part !== "");
}

function foldersOf(track: TrackInfo): readonly [artist: string, album: string] {
  const artist = safe(track.albumArtist || track.artist) || "Unknown Artist";
  return [artist, safe(track.album) || "Unknown Album"];
}

function titleOf({ id, title }: TrackInfo): string {
  return safe(title) || id;
}

/** A name within a path: what parts folders and lines is written otherwise. */
export function shownName(text: string): string {
  return text.replace(/\//g, "∕").replace(/\p{Cc}+/gu, " ");
}

/** Dots alone are no name of a folder. */
function safe(text: string): string {
  const name = shownName(text).trim();
  return /^\.+$/.test(name) ? name.replaceAll(".", "․") : name;
}

function namesOf(tracks: readonly TrackInfo[]): Map<TrackId, string> {
  const plain = counted(tracks.map(titleOf));
  const marked = (track: TrackInfo, chars: number): string =>
    `${titleOf(track)} [${track.id.slice(0, chars)}]`;
  const short = counted(tracks.map((track) => marked(track, idChars)));
  return new Map(
    tracks.map((track) => {
      const name = titleOf(track);
      const brief = marked(track, idChars);
      // A title that looks like another's marked name is marked, too.
      if (plain.get(name) === 1 && !short.has(name)) return [track.id, name];
      const isFree = short.get(brief) === 1 && !plain.has(brief);
      return [track.id, isFree ? brief : marked(track, track.id.length)];
    }),
  );
}

function counted(names: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}
