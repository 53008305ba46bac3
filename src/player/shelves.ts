/**
 * The library by artists, albums and genres: made of the rows in their order, in
 * slices, and asked by path (control.proto, Browse). Pure.
 *
 * An album belongs to its album artist, else to the artist of its tracks; what
 * has no name has a shelf without one. Refs are hashes of folded names, so that
 * they are the same on every speaker and after every restart.
 */
import { createHash } from "node:crypto";
import { foldText, searchWords } from "../base/fold.ts";
import { type Row, rowHasAll } from "./library-row.ts";
import { sliceSteps } from "./limits.ts";
import type { BrowseList, Shelf } from "./model.ts";
import { slicedSort } from "./sliced-sort.ts";

const refChars = 16;
const kinds = ["artist", "album", "genre"] as const;
type Kind = (typeof kinds)[number];

interface Stack {
  readonly kind: Kind;
  readonly ref: string;
  /** Folded title, and folded artist of an album. */
  readonly key: string;
  readonly folded: string;
  readonly rows: Row[];
  readonly albums: Set<Stack>;
  arrival: number;
  durationMs: number;
  /** Of its first track that has one. */
  artwork: string | undefined;
  /** Made when it is first looked at. */
  shown: Shelf | undefined;
}

/** `kind:rest`, and whether all tracks are meant; undefined where a path has another form. */
export function readRef(
  path: string,
): { readonly kind: Kind; readonly name: string; readonly tracks: boolean } | undefined {
  const at = path.indexOf(":");
  const kind = kinds.find((name) => name === path.slice(0, Math.max(0, at)).toLowerCase());
  if (kind === undefined) return undefined;
  const rest = path.slice(at + 1);
  const tracks = rest.endsWith("/tracks");
  return { kind, name: (tracks ? rest.slice(0, -"/tracks".length) : rest).trim(), tracks };
}

/** Of the album that a row is of. */
export function albumRef({ artistKey, albumKey }: Row): string {
  return refOf("album", `${artistKey}\0${albumKey}`);
}

function refOf(kind: Kind, key: string): string {
  const id = createHash("sha256").update(`${kind}\0${key}`).digest("hex").slice(0, refChars);
  return `${kind}:${id}`;
}

export class Shelves {
  readonly #byRef = new Map<string, Stack>();
  readonly #byName = new Map<string, Stack[]>();
  readonly #artists: Stack[] = [];
  /** In the order in which they were met until all are. */
  #genres: readonly Stack[] = [];
  #albums: readonly Stack[] = [];
  #added: readonly Stack[] = [];

  /** `rows` in the order of their keys. Yields between slices. `dated`: the rows know when they came. */
  static *build(rows: readonly Row[], dated: boolean): Generator<void, Shelves> {
    const shelves = new Shelves();
    yield* shelves.#place(rows);
    yield* shelves.#arrange(dated);
    return shelves;
  }

  /** Undefined where there is no such path. */
  browse(path: string, query: string): BrowseList | undefined {
    const lists = {
      artists: this.#artists,
      albums: this.#albums,
      genres: this.#genres,
      added: this.#added,
    };
    const list = Object.entries(lists).find(([name]) => name === path)?.[1];
    if (list !== undefined) return shelvesOf(list, query);
    const ref = readRef(path);
    const stacks = ref && this.#find(ref.kind, ref.name);
    if (ref === undefined || stacks === undefined) return undefined;
    if (ref.kind === "album" || ref.tracks) return tracksOf(stacks, query);
    return shelvesOf(stacks.flatMap(byYear), query);
  }

  /** Tracks of an artist, an album or a genre; undefined where `ref` is none of them, empty where it is not there. */
  tracks(path: string): readonly Row[] | undefined {
    const ref = readRef(path);
    if (ref === undefined) return undefined;
    const stacks = this.#find(ref.kind, ref.name) ?? [];
    return stacks.flatMap(({ rows }) => rows);
  }

  /** By its id; else all that have this name. */
  #find(kind: Kind, name: string): readonly Stack[] | undefined {
    const byRef = this.#byRef.get(`${kind}:${name}`);
    return byRef === undefined ? this.#byName.get(`${kind}:${foldText(name)}`) : [byRef];
  }

  *#place(rows: readonly Row[]): Generator<void> {
    let [artist, album]: (Stack | undefined)[] = [];
    const genreKeys = new Map<string, string>();
    const genres: Stack[] = [];
    this.#genres = genres;
    for (const [at, row] of rows.entries()) {
      const { artistKey, albumKey, info } = row;
      if (artist?.key !== artistKey) {
        artist = this.#stack("artist", artistKey, artistKey, artistKey);
        this.#artists.push(artist);
        album = undefined;
      }
      const key = `${artistKey}\0${albumKey}`;
      if (album?.key !== key)
        album = this.#stack("album", key, albumKey, `${albumKey}\n${artistKey}`);
      put(artist, row, album);
      put(album, row);
      if (info.genre !== "") {
        const genreKey = genreKeys.get(info.genre) ?? foldText(info.genre);
        genreKeys.set(info.genre, genreKey);
        put(this.#genre(genreKey, genres), row, album);
      }
      if (at % sliceRows === 0) yield;
    }
  }

  *#arrange(dated: boolean): Generator<void> {
    const albums: Stack[] = [];
    for (const [at, artist] of this.#artists.entries()) {
      for (const album of artist.albums) albums.push(album);
      if (at % sliceRows === 0) yield;
    }
    // A title, then the artist: as `folded` has them.
    this.#albums = yield* slicedSort([], albums, (a, b) => (a.folded < b.folded ? -1 : 1));
    this.#genres = yield* slicedSort([], this.#genres, (a, b) => (a.key < b.key ? -1 : 1));
    if (dated) this.#added = yield* slicedSort([], albums, latestFirst);
  }

  #genre(key: string, genres: Stack[]): Stack {
    const known = this.#byName.get(`genre:${key}`)?.[0];
    if (known !== undefined) return known;
    const stack = this.#stack("genre", key, key, key);
    genres.push(stack);
    return stack;
  }

  #stack(kind: Kind, key: string, name: string, folded: string): Stack {
    const ref = refOf(kind, key);
    const lists = { rows: [], albums: new Set<Stack>() };
    const sums = { arrival: 0, durationMs: 0, artwork: undefined, shown: undefined };
    const stack: Stack = { kind, ref, key, folded, ...lists, ...sums };
    this.#byRef.set(ref, stack);
    const named = this.#byName.get(`${kind}:${name}`);
    if (named === undefined) this.#byName.set(`${kind}:${name}`, [stack]);
    else named.push(stack);
    return stack;
  }
}

/** By when the latest of an album came: arrivals count up, so no two are the same. */
function latestFirst(a: Stack, b: Stack): number {
  return b.arrival - a.arrival;
}

/** A row costs about four comparisons, and one of 12 makes a shelf. */
const sliceRows = sliceSteps / 4;

function put(stack: Stack, row: Row, album?: Stack): void {
  stack.rows.push(row);
  if (album !== undefined) stack.albums.add(album);
  stack.arrival = Math.max(stack.arrival, row.arrival);
  stack.durationMs += row.info.durationMs;
  stack.artwork ??= row.info.artwork;
}

function byYear({ albums }: Stack): readonly Stack[] {
  const yearOf = ({ rows }: Stack): number => rows[0]?.info.year ?? 0;
  return [...albums].sort((a, b) => yearOf(a) - yearOf(b) || (a.key < b.key ? -1 : 1));
}

function shelvesOf(stacks: readonly Stack[], query: string): BrowseList {
  const words = searchWords(query);
  const found = stacks.filter(({ folded }) => words.every((word) => folded.includes(word)));
  return { kind: "shelves", shelves: found.map((stack) => (stack.shown ??= shelfOf(stack))) };
}

function shelfOf({ kind, ref, rows, albums, durationMs, artwork }: Stack): Shelf {
  const first = rows[0]?.info;
  const artist = first?.albumArtist || first?.artist || "";
  const titles = { artist, album: first?.album ?? "", genre: first?.genre ?? "" };
  return {
    ref,
    title: titles[kind],
    artist: kind === "album" ? artist : "",
    albums: albums.size,
    tracks: rows.length,
    durationMs,
    year: kind === "album" ? (first?.year ?? 0) : 0,
    artwork,
  };
}

function tracksOf(stacks: readonly Stack[], query: string): BrowseList {
  const words = searchWords(query);
  const rows = stacks.flatMap((stack) => stack.rows);
  const found = rows.filter((row) => rowHasAll(row, words));
  return { kind: "tracks", tracks: found.map(({ info }) => info) };
}
