/** The words of `ctl playlist`, `favourite`, `preset` and `household`. Pure. */
import { presetsMax } from "../player/collection/limits.ts";
import type { PresetSource } from "../player/collection/model.ts";
import {
  type CollectionAsk,
  type CtlCommand,
  isUsageError,
  type UsageError,
  usageError,
} from "./options.ts";
import type { Reading } from "./reading.ts";
import * as values from "./values.ts";

/** Undefined for other commands. `name` is without "ctl". */
export function parseCollection(
  name: string,
  args: readonly string[],
  reading: Reading,
): CtlCommand | UsageError | undefined {
  const [topic = "", verb = "list"] = name.split(" ");
  const ask = askOf(topic, verb, args, reading);
  if (ask === undefined || isUsageError(ask)) return ask;
  return { name: "collection", ask };
}

function askOf(
  topic: string,
  verb: string,
  args: readonly string[],
  reading: Reading,
): CollectionAsk | UsageError | undefined {
  switch (topic) {
    case "playlist":
      return playlist(verb, args, reading);
    case "favourite":
      return favourite(verb, args);
    case "preset":
      return preset(verb, args, reading);
    case "household":
      return household(verb, args);
    default:
      return undefined;
  }
}

function playlist(
  verb: string,
  args: readonly string[],
  reading: Reading,
): CollectionAsk | UsageError {
  const [list = "", ...rest] = args;
  if (verb === "list") return list === "" ? { show: "playlists" } : unexpected("playlist", list);
  if (list.trim() === "") return usageError(`ctl playlist ${verb} needs the name of a playlist`);
  switch (verb) {
    case "show":
      return { show: "playlist", list };
    case "export":
      return rest.length > 0 ? unexpected("playlist export", rest[0] ?? "") : { exported: list };
    case "import": {
      const [file = "", ...more] = rest;
      if (more.length > 0) return unexpected("playlist import", more[0] ?? "");
      if (file === "") return usageError("ctl playlist import needs a name and a file");
      return { imported: list, file };
    }
    case "create":
      return { do: { kind: "playlist-create", name: list, what: rest } };
    case "rename":
      return { do: { kind: "playlist-rename", list, name: rest.join(" ") } };
    case "delete":
      return { do: { kind: "playlist-delete", list } };
    case "play":
      return { do: { kind: "playlist-play", list, from: reading.option("from", values.readText) } };
    default:
      return playlistItems(verb, list, rest, reading);
  }
}

function playlistItems(
  verb: string,
  list: string,
  items: readonly string[],
  reading: Reading,
): CollectionAsk | UsageError {
  if (items.length === 0) return usageError(`ctl playlist ${verb} needs what; see --help`);
  if (verb === "remove") return { do: { kind: "playlist-remove", list, ids: items } };
  const behind = reading.option("after", values.readText);
  const first = reading.has("first");
  if (behind !== undefined && first) return usageError(`ctl playlist ${verb} takes one place only`);
  if (verb === "add")
    return { do: { kind: "playlist-add", list, what: items, after: first ? "" : behind } };
  if (behind === undefined && !first)
    return usageError("ctl playlist move needs --after ITEM or --first");
  return { do: { kind: "playlist-move", list, ids: items, after: behind } };
}

function favourite(verb: string, args: readonly string[]): CollectionAsk | UsageError {
  const [first] = args;
  if (verb === "add" || verb === "remove")
    return args.some((word) => word.trim() === "")
      ? usageError(`ctl favourite ${verb} was given an empty word; name a track`)
      : { do: { kind: `favourite-${verb}`, what: args } };
  if (first !== undefined) return unexpected(`favourite ${verb}`, first);
  return verb === "play" ? { do: { kind: "favourite-play" } } : { show: "favourites" };
}

function preset(
  verb: string,
  args: readonly string[],
  reading: Reading,
): CollectionAsk | UsageError {
  const [first, ...what] = args;
  if (verb === "list")
    return first === undefined ? { show: "presets" } : unexpected("preset", first);
  const number = Number(first);
  if (!/^\d{1,2}$/.test(first ?? "") || number < 1 || number > presetsMax)
    return usageError(`a preset is a number from 1 to ${presetsMax}, not "${first ?? ""}"`);
  if (verb === "save")
    return { do: { kind: "preset-save", number, source: source(what, reading) } };
  if (what[0] !== undefined) return unexpected(`preset ${verb}`, what[0]);
  return { do: { kind: verb === "play" ? "preset-play" : "preset-clear", number } };
}

function source(what: readonly string[], reading: Reading): PresetSource {
  const list = reading.option("playlist", values.readText);
  const given = [list !== undefined, reading.has("favourites"), what.length > 0];
  if (given.filter(Boolean).length > 1)
    reading.fail(
      usageError("ctl preset save takes tracks, --playlist or --favourites, one of them"),
    );
  if (list !== undefined) return { of: "playlist", list };
  if (reading.has("favourites")) return { of: "favourites" };
  return what.length > 0 ? { of: "tracks", what } : { of: "now" };
}

function household(verb: string, args: readonly string[]): CollectionAsk | UsageError {
  const [value, more] = args;
  if (more !== undefined) return unexpected(`household ${verb}`, more);
  if (verb === "list" && value !== undefined) return unexpected("household", value);
  if (value === undefined) return { show: "household" };
  const zone = verb === "zone" ? value : undefined;
  const name = verb === "name" ? value : undefined;
  return { do: { kind: "household-set", zone, name } };
}

function unexpected(name: string, word: string): UsageError {
  return usageError(`ctl ${name} takes no argument "${word}"; see nightjar ctl ${name} --help`);
}
