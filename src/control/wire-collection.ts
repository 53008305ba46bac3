/** Playlists, favourites, presets and household settings, to their messages and back. What comes in is checked here. */
import {
  type CollectionCommand,
  type PlaylistRow,
  type PresetRow,
  type PresetSource,
  presetKinds,
} from "../player/collection/model.ts";
import type { schema } from "../wire/control-frame.ts";

type CommandOut = schema.control.Command.$Properties;
type CommandIn = schema.control.Command.$Shape;

/** What a message is missing, for its sender. */
interface Lacking {
  readonly lacks: string;
}

export function collectionToWire(command: CollectionCommand): CommandOut {
  switch (command.kind) {
    case "playlist-create":
      return { playlistCreate: { name: command.name, what: [...command.what] } };
    case "playlist-rename":
      return { playlistRename: { list: command.list, name: command.name } };
    case "playlist-delete":
      return { playlistDelete: { list: command.list } };
    case "playlist-add": {
      const { list, what, after } = command;
      return { playlistAdd: { list, what: [...what], ...(after === undefined ? {} : { after }) } };
    }
    case "playlist-remove":
      return { playlistRemove: { list: command.list, ids: [...command.ids] } };
    case "playlist-move": {
      const { list, ids, after = "" } = command;
      return { playlistMove: { list, ids: [...ids], after } };
    }
    case "playlist-play":
      return { playlistPlay: { list: command.list, from: command.from ?? "" } };
    default:
      return keptToWire(command);
  }
}

type Kept = Exclude<CollectionCommand, { kind: `playlist-${string}` }>;

function keptToWire(command: Kept): CommandOut {
  switch (command.kind) {
    case "favourite-add":
      return { favouriteAdd: { what: [...command.what] } };
    case "favourite-remove":
      return { favouriteRemove: { what: [...command.what] } };
    case "favourite-play":
      return { favouritePlay: {} };
    case "preset-save":
      return { presetSave: { number: command.number, ...sourceToWire(command.source) } };
    case "preset-play":
      return { presetPlay: { number: command.number } };
    case "preset-clear":
      return { presetClear: { number: command.number } };
    case "household-set": {
      const { zone, name } = command;
      const set = {
        ...(zone === undefined ? {} : { zone }),
        ...(name === undefined ? {} : { name }),
      };
      return { household: set };
    }
  }
}

/** Undefined for what is no command of the collection. */
export function collectionFromWire(message: CommandIn): CollectionCommand | Lacking | undefined {
  switch (message.op) {
    case "playlistCreate": {
      const { name, what } = message.playlistCreate;
      return { kind: "playlist-create", name: name ?? "", what: what ?? [] };
    }
    case "playlistRename": {
      const { list, name } = message.playlistRename;
      return { kind: "playlist-rename", list: list ?? "", name: name ?? "" };
    }
    case "playlistDelete":
      return { kind: "playlist-delete", list: message.playlistDelete.list ?? "" };
    case "playlistAdd":
      return addFromWire(message.playlistAdd);
    case "playlistRemove": {
      const { list, ids } = message.playlistRemove;
      return { kind: "playlist-remove", list: list ?? "", ids: ids ?? [] };
    }
    case "playlistMove": {
      const { list, ids, after } = message.playlistMove;
      const place = after ? after : undefined;
      return { kind: "playlist-move", list: list ?? "", ids: ids ?? [], after: place };
    }
    case "playlistPlay": {
      const { list, from } = message.playlistPlay;
      return { kind: "playlist-play", list: list ?? "", from: from ? from : undefined };
    }
    default:
      return keptFromWire(message);
  }
}

function addFromWire(message: schema.control.PlaylistAdd.$Shape): CollectionCommand | Lacking {
  const { list, what, after } = message;
  if ((what ?? []).length === 0) return { lacks: "nothing to add" };
  return { kind: "playlist-add", list: list ?? "", what: what ?? [], after: after ?? undefined };
}

function keptFromWire(message: CommandIn): CollectionCommand | Lacking | undefined {
  switch (message.op) {
    case "favouriteAdd":
      return { kind: "favourite-add", what: message.favouriteAdd.what ?? [] };
    case "favouriteRemove":
      return { kind: "favourite-remove", what: message.favouriteRemove.what ?? [] };
    case "favouritePlay":
      return { kind: "favourite-play" };
    case "presetSave": {
      const source = sourceFromWire(message.presetSave);
      if (source === undefined) return { lacks: "nothing to save" };
      return { kind: "preset-save", number: message.presetSave.number ?? 0, source };
    }
    case "presetPlay":
      return { kind: "preset-play", number: message.presetPlay.number ?? 0 };
    case "presetClear":
      return { kind: "preset-clear", number: message.presetClear.number ?? 0 };
    case "household": {
      const { zone, name } = message.household;
      return { kind: "household-set", zone: zone ?? undefined, name: name ?? undefined };
    }
    default:
      return undefined;
  }
}

function sourceToWire(source: PresetSource): Omit<schema.control.PresetSave.$Properties, "number"> {
  switch (source.of) {
    case "now":
      return { now: {} };
    case "favourites":
      return { favourites: {} };
    case "playlist":
      return { playlist: source.list };
    case "tracks":
      return { tracks: { what: [...source.what] } };
  }
}

function sourceFromWire(message: schema.control.PresetSave.$Shape): PresetSource | undefined {
  switch (message.source) {
    case "now":
    case "favourites":
      return { of: message.source };
    case "playlist":
      return { of: "playlist", list: message.playlist ?? "" };
    case "tracks": {
      const what = message.tracks?.what ?? [];
      return what.length === 0 ? undefined : { of: "tracks", what };
    }
    default:
      return undefined;
  }
}

/** All words of a command that name something: they are bounded like those of every command. */
export function collectionTexts(command: CollectionCommand): readonly string[] {
  const texts: string[] = [];
  if ("what" in command) texts.push(...command.what);
  if ("ids" in command) texts.push(...command.ids);
  if ("list" in command) texts.push(command.list);
  if ("name" in command) texts.push(command.name ?? "");
  if (command.kind === "household-set") texts.push(command.zone ?? "");
  if (command.kind === "preset-save" && command.source.of === "tracks")
    texts.push(...command.source.what);
  if (command.kind === "preset-save" && command.source.of === "playlist")
    texts.push(command.source.list);
  return texts;
}

export function playlistFromWire(row: schema.control.PlaylistRow.$Properties): PlaylistRow {
  const { id = "", name = "", length = 0, durationMs = 0 } = row;
  return { id: id ?? "", name: name ?? "", length: length ?? 0, durationMs: durationMs ?? 0 };
}

export function presetToWire({
  playlist,
  gone,
  ...row
}: PresetRow): schema.control.Preset.$Properties {
  return { ...row, playlist: playlist ?? "", ...(gone === null ? {} : { gone }) };
}

export function presetFromWire(row: schema.control.Preset.$Properties): PresetRow {
  return {
    number: row.number ?? 0,
    kind: presetKinds.find((kind) => kind === row.kind) ?? "tracks",
    label: row.label ?? "",
    length: row.length ?? 0,
    playlist: row.playlist ? row.playlist : null,
    gone: row.gone ?? null,
  };
}
