/**
 * The household's playlists, favourites and presets, read from what it keeps
 * together. Pure reads, made anew when something has changed.
 *
 * Invariants:
 *   I1  an item whose playlist was deleted is not shown
 *   I2  the order is the same on every speaker that has the same entries
 */
import { foldText } from "../../base/fold.ts";
import type { Commons } from "../../household/commons.ts";
import { type HouseholdSettings, readSettings } from "../../household/settings.ts";
import type { TrackInfo } from "../../media/track.ts";
import type { TrackId } from "../../media/track-id.ts";
import {
  decodeItem,
  decodeName,
  decodePosition,
  decodePreset,
  entryName,
  type PresetValue,
  urlKey,
} from "./entries.ts";
import { keptUrlsFree } from "./limits.ts";
import {
  type CollectionCommand,
  type CollectionModel,
  isCollectionCommand,
  type Playlist,
  type PlaylistRow,
  type PresetRow,
} from "./model.ts";

export interface KeptItem {
  readonly id: string;
  readonly track: TrackId;
  readonly position: number;
}

export interface KeptFavourite {
  readonly track: TrackId;
  readonly position: number;
}

export interface KeptList {
  readonly id: string;
  readonly name: string;
  /** In their order. */
  readonly items: readonly KeptItem[];
}

interface Shelf {
  readonly revision: number;
  /** By name. */
  readonly lists: readonly KeptList[];
  readonly favourites: readonly KeptFavourite[];
  readonly presets: ReadonlyMap<number, PresetValue>;
  /** Ids of tracks that are URLs. */
  readonly urls: ReadonlySet<string>;
  /** Keys of items whose playlist is gone, and of URLs that nothing names where there are many. */
  readonly orphans: readonly string[];
}

/** What is known of tracks. */
export interface TrackNaming {
  get(track: TrackId): TrackInfo | undefined;
  /** For people: also of one that nothing is known of. */
  shown(track: TrackId): TrackInfo;
}

export class Collection implements CollectionModel {
  readonly #commons: Commons;
  readonly #names: TrackNaming;
  #shelf: Shelf | undefined;

  constructor(commons: Commons, names: TrackNaming) {
    this.#commons = commons;
    this.#names = names;
  }

  get revision(): number {
    return this.#commons.revision;
  }
  get lists(): readonly KeptList[] {
    return this.#read().lists;
  }
  get kept(): Pick<Shelf, "favourites" | "presets" | "urls" | "orphans"> {
    return this.#read();
  }

  settings(): HouseholdSettings {
    return readSettings(this.#commons);
  }

  counts(): ReturnType<CollectionModel["counts"]> {
    const { lists, favourites, presets } = this.#read();
    return { playlists: lists.length, favourites: favourites.length, presets: presets.size };
  }

  playlists(): readonly PlaylistRow[] {
    return this.lists.map((list) => this.#row(list));
  }

  playlist(which: string): Playlist | undefined {
    const list = this.find(which);
    if (list === undefined || list === "ambiguous") return undefined;
    const items = list.items.map(({ id, track }) => ({ id, track: this.#names.shown(track) }));
    return { ...this.#row(list), items };
  }

  /** By id, or by name; case and accents do not matter. */
  find(which: string): KeptList | "ambiguous" | undefined {
    const byId = this.lists.find(({ id }) => id === which);
    if (byId !== undefined) return byId;
    const folded = foldText(which.trim());
    const [first, ...more] = this.lists.filter(({ name }) => foldText(name) === folded);
    if (first === undefined || more.length === 0) return first;
    const exact = [first, ...more].filter(({ name }) => name === which);
    return exact.length === 1 ? exact[0] : "ambiguous";
  }

  favourites(): readonly TrackInfo[] {
    return this.#read().favourites.map(({ track }) => this.#names.shown(track));
  }

  presets(): readonly PresetRow[] {
    const sorted = [...this.#read().presets].sort(([a], [b]) => a - b);
    return sorted.map(([number, preset]) => this.#presetRow(number, preset));
  }

  /** Tracks that the preset stands for, whether they are known or not. */
  tracksOf(preset: PresetValue): readonly TrackId[] {
    if (preset.kind === "favourites") return this.#read().favourites.map(({ track }) => track);
    if (preset.kind !== "playlist") return preset.tracks;
    return this.#listOf(preset)?.items.map(({ track }) => track) ?? [];
  }

  /** Tracks of these that the library has. */
  known(tracks: readonly TrackId[]): readonly TrackId[] {
    return tracks.filter((track) => this.#names.get(track) !== undefined);
  }

  /** The first track that a command would play by what is kept; undefined where it plays none. */
  firstOf(command: { readonly kind: string }): TrackId | undefined {
    return isCollectionCommand(command) ? this.known(this.#playedBy(command))[0] : undefined;
  }

  #playedBy(command: CollectionCommand): readonly TrackId[] {
    const { favourites, presets } = this.#read();
    if (command.kind === "favourite-play") return favourites.map(({ track }) => track);
    if (command.kind === "preset-play") {
      const preset = presets.get(command.number);
      return preset === undefined ? [] : this.tracksOf(preset);
    }
    if (command.kind !== "playlist-play") return [];
    const list = this.find(command.list);
    const items = list === undefined || list === "ambiguous" ? [] : list.items;
    const at = items.findIndex(({ id }) => id === command.from);
    return items.slice(Math.max(0, at)).map(({ track }) => track);
  }

  #presetRow(number: number, preset: PresetValue): PresetRow {
    const { kind, playlist = null } = preset;
    const label = this.#listOf(preset)?.name ?? preset.label;
    const { length } = this.known(this.tracksOf(preset));
    return { number, kind, label, length, playlist, gone: this.#goneText(preset, length) };
  }

  #goneText(preset: PresetValue, length: number): string | null {
    if (preset.kind === "line-in" || length > 0) return null;
    if (preset.kind === "favourites") return "there are no favourites";
    if (preset.kind === "playlist" && this.#listOf(preset) === undefined)
      return "its playlist was deleted";
    return preset.kind === "playlist" ? "its playlist is empty" : "its music is not in the library";
  }

  #listOf({ playlist }: PresetValue): KeptList | undefined {
    return playlist === undefined ? undefined : this.lists.find(({ id }) => id === playlist);
  }

  #row({ id, name, items }: KeptList): PlaylistRow {
    const durations = items.map(({ track }) => this.#names.get(track)?.durationMs ?? 0);
    const durationMs = durations.reduce((sum, ms) => sum + ms, 0);
    return { id, name, length: items.length, durationMs };
  }

  #read(): Shelf {
    if (this.#shelf?.revision !== this.#commons.revision) this.#shelf = readShelf(this.#commons);
    return this.#shelf;
  }
}

/** What is read of the entries, in no order yet. */
class Reading {
  readonly names = new Map<string, string>();
  readonly items = new Map<string, KeptItem[]>();
  readonly itemKeys = new Map<string, string[]>();
  readonly favourites: KeptFavourite[] = [];
  readonly presets = new Map<number, PresetValue>();
  readonly urls = new Set<string>();

  take(key: string, value: Uint8Array): void {
    const entry = entryName(key);
    switch (entry?.kind) {
      case "list":
        set(this.names, entry.list, decodeName(value));
        return;
      case "preset":
        set(this.presets, entry.number, decodePreset(value));
        return;
      case "url":
        this.urls.add(entry.track);
        return;
      case "favourite": {
        const position = decodePosition(value);
        if (position !== undefined) this.favourites.push({ track: entry.track, position });
        return;
      }
      case "item": {
        const item = decodeItem(value);
        if (item !== undefined) push(this.items, entry.list, { id: entry.item, ...item });
        push(this.itemKeys, entry.list, key);
      }
    }
  }
}

function readShelf(commons: Commons): Shelf {
  const reading = new Reading();
  for (const { key, value } of commons.entries()) reading.take(key, value);
  const { names, items, itemKeys, favourites, presets, urls } = reading;
  const lists = [...names].map(([id, name]) => ({
    ...{ id, name },
    items: (items.get(id) ?? []).sort((a, b) => a.position - b.position || compareText(a.id, b.id)),
  }));
  favourites.sort((a, b) => a.position - b.position || compareText(a.track, b.track));
  lists.sort((a, b) => compareText(foldText(a.name), foldText(b.name)) || compareText(a.id, b.id));
  const gone = [...itemKeys].flatMap(([list, keys]) => (names.has(list) ? [] : keys));
  const shelf = { revision: commons.revision, lists, favourites, presets, urls };
  return { ...shelf, orphans: [...gone, ...unnamedUrls(shelf)] };
}

/** Where there are few they stay: what names one may be on its way from another speaker. */
function unnamedUrls({ lists, favourites, presets, urls }: Omit<Shelf, "orphans">): string[] {
  if (urls.size < keptUrlsFree) return [];
  const named = new Set([
    ...lists.flatMap(({ items }) => items.map(({ track }) => track)),
    ...favourites.map(({ track }) => track),
    ...[...presets.values()].flatMap(({ tracks }) => tracks),
  ]);
  return [...urls].filter((track) => !named.has(track)).map(urlKey);
}

function set<K, V>(into: Map<K, V>, key: K, value: V | undefined): void {
  if (value !== undefined) into.set(key, value);
}

function push<T>(into: Map<string, T[]>, key: string, value: T): void {
  const found = into.get(key);
  if (found === undefined) into.set(key, [value]);
  else found.push(value);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
