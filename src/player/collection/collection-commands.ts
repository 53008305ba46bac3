/**
 * Carries out what remotes do to playlists, favourites, presets and household
 * settings: checks it, writes it for all members, or plays it. The same for every
 * remote and, by their numbers, for the buttons of a board.
 *
 * Invariants:
 *   I1  what was refused changed nothing
 *   I2  a preset that is saved plays something as long as there is music at all, and says where that is something else
 * Bounds: those of limits.ts beside it, and commonsEntriesMax for all of it.
 */
import { unreachable } from "../../base/assert.ts";
import { toHex, utf8Bytes } from "../../base/bytes.ts";
import type { Rng } from "../../base/rng.ts";
import type { CommonEdit } from "../../household/commons.ts";
import type { CommonsReplica } from "../../household/commons-replica.ts";
import { commonsEntriesMax } from "../../household/limits.ts";
import { householdNameBytesMax, nameEdit, zoneEdit, zoneOf } from "../../household/settings.ts";
import type { TrackInfo } from "../../media/track.ts";
import { isTrackId, type TrackId } from "../../media/track-id.ts";
import type { Entropy } from "../../ports/entropy.ts";
import { lineInId } from "../line-in.ts";
import type { CommandCode, CommandOutcome } from "../model.ts";
import type { Collection, KeptItem, KeptList } from "./collection.ts";
import * as entries from "./entries.ts";
import { urlEdits } from "./kept-urls.ts";
import {
  favouritesMax,
  playlistItemsMax,
  playlistNameBytesMax,
  playlistsMax,
  presetsMax,
  presetTracksMax,
} from "./limits.ts";
import type { CollectionCommand, PresetSource } from "./model.ts";
import { positionsAnew, positionsBetween } from "./positions.ts";

export interface CollectionPorts {
  readonly entropy: Entropy;
  readonly rng: Rng;
  readonly replica: Pick<CommonsReplica, "commons" | "edit" | "isMember">;
  /** Tracks for ids and searches; the outcome that says why not, if any of them finds nothing. */
  readonly find: (what: readonly string[]) => readonly TrackInfo[] | CommandOutcome;
  readonly search: (query: string) => readonly TrackInfo[];
  /** Replaces the queue and starts. */
  readonly play: (what: readonly string[], by: string) => CommandOutcome;
  /** What plays and what follows it; "line-in" for that. */
  readonly playing: () => readonly TrackInfo[] | typeof lineInId;
}

type Of<Kind extends CollectionCommand["kind"]> = Extract<CollectionCommand, { kind: Kind }>;

const done: CommandOutcome = { code: "ok", message: "" };
const idBytes = 8;
/** Items without a playlist that are cleared away with one edit. */
const orphansAtOnce = 200;

export class CollectionCommands {
  readonly collection: Collection;
  readonly #ports: CollectionPorts;
  /** Who asked for the command that runs. */
  #by = "";

  constructor(collection: Collection, ports: CollectionPorts) {
    this.collection = collection;
    this.#ports = ports;
  }

  /** `by`: the name of who asks; empty where nobody knows. */
  execute(command: CollectionCommand, by = ""): CommandOutcome {
    this.#by = by;
    if (!this.#ports.replica.isMember) return inNoHousehold;
    switch (command.kind) {
      case "playlist-create":
        return this.#create(command);
      case "favourite-add":
        return this.#addFavourites(command.what);
      case "favourite-remove":
        return this.#removeFavourites(command.what);
      case "favourite-play":
        return this.#playTracks(
          this.collection.kept.favourites.map(({ track }) => track),
          "there are no favourites; add what plays with: nightjar ctl favourite add",
        );
      case "preset-save":
        return this.#savePreset(command.number, command.source);
      case "preset-play":
        return this.#playPreset(command.number);
      case "preset-clear":
        return this.#clearPreset(command.number);
      case "household-set":
        return this.#setHousehold(command);
      default:
        return this.#withList(command);
    }
  }

  #withList(command: Extract<CollectionCommand, { list: string }>): CommandOutcome {
    const list = this.collection.find(command.list);
    if (list === undefined) return noSuchList(command.list);
    if (list === "ambiguous") return severalLists(command.list);
    switch (command.kind) {
      case "playlist-rename":
        return this.#rename(list, command.name);
      case "playlist-delete":
        return this.#edit([
          [entries.listKey(list.id), undefined],
          ...list.items.map(({ id }): CommonEdit => [entries.itemKey(list.id, id), undefined]),
        ]);
      case "playlist-add":
        return this.#add(list, command);
      case "playlist-remove":
        return this.#remove(list, command.ids);
      case "playlist-move":
        return this.#move(list, command);
      case "playlist-play":
        return this.#playList(list, command.from);
      default:
        return unreachable(command);
    }
  }

  #create({ name, what }: Of<"playlist-create">): CommandOutcome {
    const bad = this.#badName(name);
    if (bad !== undefined) return bad;
    if (this.collection.lists.length >= playlistsMax)
      return refuse(
        "unavailable",
        `a household has at most ${playlistsMax} playlists; delete some first`,
      );
    const found = what.length === 0 ? [] : this.#ports.find(what);
    if (!isFound(found)) return found;
    const list = { id: this.#newId(), name: name.trim(), items: [] };
    const edits = this.#itemEdits(list, found, { before: undefined, after: undefined });
    if (!Array.isArray(edits)) return edits as CommandOutcome;
    const called: CommonEdit = [entries.listKey(list.id), entries.encodeName(list.name)];
    return this.#edit([called, ...edits], found);
  }

  #rename(list: KeptList, name: string): CommandOutcome {
    const bad = this.#badName(name, list);
    if (bad !== undefined) return bad;
    return this.#edit([[entries.listKey(list.id), entries.encodeName(name.trim())]]);
  }

  /** Names are told apart as people do; two speakers that are apart may still make two of one name. */
  #badName(text: string, own?: KeptList): CommandOutcome | undefined {
    const name = text.trim();
    if (name === "") return refuse("invalid-argument", "a playlist needs a name");
    if (utf8Bytes(name).length > playlistNameBytesMax)
      return refuse(
        "invalid-argument",
        `a playlist's name has at most ${playlistNameBytesMax} bytes`,
      );
    const taken = this.collection.find(name);
    const isTaken = taken === "ambiguous" || (taken !== undefined && taken.id !== own?.id);
    return isTaken
      ? refuse("invalid-argument", `there is a playlist "${name}" already`)
      : undefined;
  }

  #add(list: KeptList, { what, after }: Of<"playlist-add">): CommandOutcome {
    const found = this.#ports.find(what);
    if (!isFound(found)) return found;
    const place = placeIn(list.items, after);
    if (place === undefined) return noSuchItem;
    const edits = this.#itemEdits(list, found, place);
    return Array.isArray(edits) ? this.#edit(edits, found) : (edits as CommandOutcome);
  }

  /** Items for the tracks between two others; with them all others, where there was no room between those. */
  #itemEdits(
    list: KeptList,
    tracks: readonly TrackInfo[],
    { before, after }: Gap,
  ): CommonEdit[] | CommandOutcome {
    if (list.items.length + tracks.length > playlistItemsMax)
      return refuse(
        "unavailable",
        `a playlist has at most ${playlistItemsMax} items; this one has ${list.items.length}`,
      );
    const added = tracks.map(({ id }) => ({ id: this.#newId(), track: id }));
    return this.#placed(list, added, { before, after });
  }

  #placed(
    list: KeptList,
    items: readonly Pick<KeptItem, "id" | "track">[],
    { before, after }: Gap,
  ): CommonEdit[] {
    const gap = { before: before?.position, after: after?.position };
    const positions = positionsBetween(items.length, gap, this.#ports.rng);
    const edit = ({ id, track }: Pick<KeptItem, "id" | "track">, position: number): CommonEdit => [
      entries.itemKey(list.id, id),
      entries.encodeItem({ track, position }),
    ];
    if (positions !== undefined) return items.map((item, i) => edit(item, positions[i] ?? 0));
    const moved = new Set(items.map(({ id }) => id));
    const others = list.items.filter(({ id }) => !moved.has(id));
    const at = before === undefined ? 0 : others.findIndex(({ id }) => id === before.id) + 1;
    const all = [...others.slice(0, at), ...items, ...others.slice(at)];
    return positionsAnew(all.length).flatMap((position, i) => {
      const item = all[i];
      return item === undefined ? [] : [edit(item, position)];
    });
  }

  #remove(list: KeptList, ids: readonly string[]): CommandOutcome {
    const known = list.items.filter(({ id }) => ids.includes(id));
    if (known.length === 0) return noSuchItem;
    return this.#edit(known.map(({ id }) => [entries.itemKey(list.id, id), undefined]));
  }

  #move(list: KeptList, { ids, after }: Of<"playlist-move">): CommandOutcome {
    const moved = ids.flatMap((wanted) => list.items.filter(({ id }) => id === wanted));
    const others = list.items.filter((item) => !moved.includes(item));
    const place = placeIn(others, after ?? "");
    if (moved.length === 0 || place === undefined) return noSuchItem;
    return this.#edit(this.#placed(list, moved, place));
  }

  #playList(list: KeptList, from: string | undefined): CommandOutcome {
    const at = from === undefined ? 0 : list.items.findIndex(({ id }) => id === from);
    if (at < 0) return noSuchItem;
    const tracks = list.items.slice(at).map(({ track }) => track);
    return this.#playTracks(tracks, `the playlist "${list.name}" is empty`);
  }

  /** Without those that the library has no more. */
  #playTracks(tracks: readonly TrackId[], nothing: string): CommandOutcome {
    if (tracks.length === 0) return refuse("unavailable", nothing);
    const known = this.collection.known(tracks);
    if (known.length === 0)
      return refuse("unavailable", "none of these tracks is in the library (any more)");
    const outcome = this.#ports.play(known, this.#by);
    const left = tracks.length - known.length;
    if (outcome.code !== "ok" || left === 0) return outcome;
    return refuse("ok", `${left} of ${tracks.length} tracks are not in the library (any more)`);
  }

  #addFavourites(what: readonly string[]): CommandOutcome {
    const found = what.length === 0 ? this.#nowPlaying() : this.#ports.find(what);
    if (!isFound(found)) return found;
    const { favourites } = this.collection.kept;
    const kept = new Set(favourites.map(({ track }) => track));
    const added = [...new Set(found.map(({ id }) => id))].filter((id) => !kept.has(id));
    if (favourites.length + added.length > favouritesMax)
      return refuse(
        "unavailable",
        `a household has at most ${favouritesMax} favourites; remove some first`,
      );
    const gap = { before: favourites.at(-1)?.position, after: undefined };
    const positions = positionsBetween(added.length, gap, this.#ports.rng);
    return this.#edit(
      added.map((track, i) => [
        entries.favouriteKey(track),
        entries.encodePosition(positions?.[i] ?? i),
      ]),
      found,
    );
  }

  /** An entry is a track id or a search among the favourites. */
  #removeFavourites(what: readonly string[]): CommandOutcome {
    const found = what.length === 0 ? this.#nowPlaying() : undefined;
    if (found !== undefined && !isFound(found)) return found;
    const wanted = new Set((found ?? this.#matching(what)).map(({ id }) => id));
    const kept = this.collection.kept.favourites.filter(({ track }) => wanted.has(track));
    if (kept.length === 0)
      return refuse(
        "not-found",
        "that is no favourite; see them with: nightjar ctl favourite list",
      );
    return this.#edit(kept.map(({ track }) => [entries.favouriteKey(track), undefined]));
  }

  #matching(what: readonly string[]): readonly TrackInfo[] {
    const idsOf = (text: string): readonly TrackId[] =>
      isTrackId(text) ? [text] : this.#ports.search(text).map(({ id }) => id);
    const ids = new Set(what.flatMap(idsOf));
    return this.collection.favourites().filter(({ id }) => ids.has(id));
  }

  #nowPlaying(): readonly TrackInfo[] | CommandOutcome {
    const playing = this.#ports.playing();
    if (playing === lineInId)
      return refuse("invalid-argument", "line-in is no track that could be kept");
    return playing.length === 0 ? nothingPlays : playing.slice(0, 1);
  }

  #savePreset(number: number, source: PresetSource): CommandOutcome {
    if (!isPreset(number)) return noSuchPreset;
    const named: TrackInfo[] = [];
    const value = this.#presetOf(source, named);
    if ("code" in value) return value;
    return this.#edit([[entries.presetKey(number), entries.encodePreset(value)]], named);
  }

  /** `named`: takes the tracks that it holds by themselves. */
  #presetOf(source: PresetSource, named: TrackInfo[]): entries.PresetValue | CommandOutcome {
    const none = { tracks: [], playlist: undefined };
    if (source.of === "favourites") return { kind: "favourites", label: "Favourites", ...none };
    if (source.of === "playlist") {
      const list = this.collection.find(source.list);
      if (list === undefined) return noSuchList(source.list);
      if (list === "ambiguous") return severalLists(source.list);
      return { ...none, kind: "playlist", label: list.name, playlist: list.id };
    }
    if (source.of === "now" && this.#ports.playing() === lineInId)
      return { kind: "line-in", label: "Line-in", ...none };
    const found = source.of === "now" ? this.#ports.playing() : this.#ports.find(source.what);
    if (typeof found === "string" || !isFound(found)) return found as CommandOutcome;
    if (found.length === 0) return nothingPlays;
    named.push(...found.slice(0, presetTracksMax));
    const tracks = named.map(({ id }) => id);
    return { kind: "tracks", label: labelOf(found), tracks, playlist: undefined };
  }

  #clearPreset(number: number): CommandOutcome {
    if (!isPreset(number)) return noSuchPreset;
    if (!this.collection.kept.presets.has(number)) return emptyPreset(number);
    return this.#edit([[entries.presetKey(number), undefined]]);
  }

  /** I2. */
  #playPreset(number: number): CommandOutcome {
    if (!isPreset(number)) return noSuchPreset;
    const preset = this.collection.kept.presets.get(number);
    if (preset === undefined) return emptyPreset(number);
    if (preset.kind === "line-in") return this.#ports.play([lineInId], this.#by);
    const known = this.collection.known(this.collection.tracksOf(preset));
    if (known.length > 0) return this.#ports.play(known, this.#by);
    const row = this.collection.presets().find((each) => each.number === number);
    const instead = this.#instead(preset.label);
    if (instead === undefined) return this.#ports.play([""], this.#by);
    const outcome = this.#ports.play(instead.tracks, this.#by);
    if (outcome.code !== "ok") return outcome;
    return refuse(
      "ok",
      `preset ${number} (${preset.label}): ${row?.gone ?? "it is gone"}; playing ${instead.name} in its place`,
    );
  }

  /** The nearest to it: what is called the same, then what people like, then whatever there is. */
  #instead(
    label: string,
  ): { readonly name: string; readonly tracks: readonly TrackId[] } | undefined {
    const ids = (tracks: readonly TrackInfo[]): readonly TrackId[] => tracks.map(({ id }) => id);
    const same = label === "" ? [] : ids(this.#ports.search(label));
    if (same.length > 0) return { name: `what matches "${label}"`, tracks: same };
    const liked = this.collection.known(this.collection.kept.favourites.map(({ track }) => track));
    if (liked.length > 0) return { name: "the favourites", tracks: liked };
    const all = ids(this.#ports.search(""));
    return all.length > 0 ? { name: "the library", tracks: all } : undefined;
  }

  #setHousehold({ zone, name }: Of<"household-set">): CommandOutcome {
    const edits: CommonEdit[] = [];
    if (zone !== undefined) {
      const known = zone === "" ? undefined : zoneOf(zone);
      if (zone !== "" && known === undefined)
        return refuse(
          "invalid-argument",
          `there is no time zone "${zone}"; it is a name as Europe/Oslo`,
        );
      edits.push(zoneEdit(known));
    }
    if (name !== undefined) {
      if (utf8Bytes(name).length > householdNameBytesMax)
        return refuse(
          "invalid-argument",
          `a household's name has at most ${householdNameBytesMax} bytes`,
        );
      edits.push(nameEdit(name.trim() === "" ? undefined : name.trim()));
    }
    return this.#edit(edits);
  }

  /** `tracks`: those that the edits name, with what says what URLs among them are. */
  #edit(named: readonly CommonEdit[], tracks: readonly TrackInfo[] = []): CommandOutcome {
    const { commons } = this.#ports.replica;
    const urls = urlEdits(commons, tracks, this.collection.kept.urls.size);
    if (!Array.isArray(urls)) return urls as CommandOutcome;
    const edits = [...urls, ...named];
    const isNew = ([key, value]: CommonEdit): boolean =>
      value !== undefined && commons.get(key) === undefined;
    if (commons.live + edits.filter(isNew).length > commonsEntriesMax)
      return refuse(
        "unavailable",
        `a household keeps at most ${commonsEntriesMax} things; delete a playlist first`,
      );
    const orphans = this.collection.kept.orphans.slice(0, orphansAtOnce);
    this.#ports.replica.edit([...edits, ...orphans.map((key): CommonEdit => [key, undefined])]);
    return done;
  }

  #newId(): string {
    return toHex(this.#ports.entropy.bytes(idBytes));
  }
}

interface Gap {
  readonly before: KeptItem | undefined;
  readonly after: KeptItem | undefined;
}

/** Behind item `after`; in front where it is empty, at the end where it is undefined. Undefined where there is no such item. */
function placeIn(items: readonly KeptItem[], after: string | undefined): Gap | undefined {
  if (after === undefined) return { before: items.at(-1), after: undefined };
  if (after === "") return { before: undefined, after: items[0] };
  const at = items.findIndex(({ id }) => id === after);
  return at < 0 ? undefined : { before: items[at], after: items[at + 1] };
}

/** What people would call it: the album, the one track, or the first of many. */
function labelOf(tracks: readonly TrackInfo[]): string {
  const [first, ...more] = tracks;
  if (first === undefined) return "";
  const isAlbum = first.album !== "" && more.every(({ album }) => album === first.album);
  const station = first.live === true && first.album !== "";
  return cut(station || (isAlbum && more.length > 0) ? first.album : first.title);
}

function cut(text: string): string {
  let kept = text;
  while (utf8Bytes(kept).length > playlistNameBytesMax) kept = [...kept].slice(0, -1).join("");
  return kept;
}

function isFound(found: readonly TrackInfo[] | CommandOutcome): found is readonly TrackInfo[] {
  return Array.isArray(found);
}

function isPreset(number: number): boolean {
  return Number.isInteger(number) && number >= 1 && number <= presetsMax;
}

const inNoHousehold = refuse(
  "unavailable",
  "this speaker is in no household, and playlists, favourites, presets and settings are a household's; start it with --join",
);
const noSuchItem = refuse(
  "not-found",
  "the playlist has no such item; see the ids with: nightjar ctl playlist show NAME --json",
);
const noSuchPreset = refuse("invalid-argument", `a preset is a number from 1 to ${presetsMax}`);
const nothingPlays = refuse("unavailable", "nothing plays that could be kept");

function emptyPreset(number: number): CommandOutcome {
  return refuse(
    "not-found",
    `preset ${number} is empty; save what plays with: nightjar ctl preset save ${number}`,
  );
}

function noSuchList(which: string): CommandOutcome {
  return refuse(
    "not-found",
    `there is no playlist "${which}"; see them with: nightjar ctl playlist list`,
  );
}

function severalLists(which: string): CommandOutcome {
  return refuse(
    "invalid-argument",
    `several playlists are called "${which}"; name one by its id: nightjar ctl playlist list`,
  );
}

function refuse(code: CommandCode, message: string): CommandOutcome {
  return { code, message };
}
