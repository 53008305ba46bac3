/** The commands of `nightjar ctl`, from words to what is to be done. Pure. */
import type { PlayerCommand } from "../player/model.ts";
import { pinQualityUsual } from "../player/quality.ts";
import {
  type CtlCommand,
  type CtlTarget,
  isUsageError,
  notInThisVersion,
  type ParsedCommand,
  type UsageError,
  usageError,
} from "./options.ts";
import { parseCollection } from "./parse-collection.ts";
import { loudnessCommand, soundCommand, soundCommands, toneCommand } from "./parse-sound.ts";
import { Reading } from "./reading.ts";
import type { Scanned } from "./scan.ts";
import * as values from "./values.ts";

export function parseCtl(scanned: Scanned): ParsedCommand | UsageError {
  const reading = new Reading(scanned);
  const target = targetOf(reading);
  const name = scanned.command.slice("ctl ".length);
  const command =
    parseCollection(name, scanned.args, reading) ?? commandOf(scanned, reading, target);
  if (isUsageError(command)) return command;
  if (reading.mistake !== undefined) return reading.mistake;
  return { kind: "ctl", options: { target, json: reading.has("json"), command } };
}

function targetOf(reading: Reading): CtlTarget {
  const dir = reading.option("data", values.readText);
  const speaker = reading.option("speaker", values.readText);
  if (dir !== undefined && speaker !== undefined) {
    reading.fail(usageError("--data and --speaker name two speakers; give one of them"));
  }
  if (dir !== undefined) return { by: "data", dir };
  return speaker === undefined ? { by: "default" } : { by: "speaker", speaker };
}

/** Those whose words are all: no argument, one command of the player. */
const plain: Readonly<Record<string, PlayerCommand>> = {
  pause: { kind: "pause" },
  resume: { kind: "resume" },
  stop: { kind: "stop" },
  next: { kind: "next" },
  previous: { kind: "previous" },
  mute: { kind: "mute", muted: true },
  unmute: { kind: "mute", muted: false },
  "queue clear": { kind: "queue-clear" },
  "history clear": { kind: "history-clear" },
};

/** Those that search: no word at all finds the whole library, which nobody meant who sent an unset variable. */
const searching: ReadonlySet<string> = new Set(["play", "pin", "unpin", "queue add"]);

function emptyWord(name: string): UsageError {
  return usageError(`ctl ${name} was given an empty word; name a track, an album or an artist`);
}

function commandOf(scanned: Scanned, reading: Reading, target: CtlTarget): CtlCommand | UsageError {
  const { args } = scanned;
  const name = scanned.command.slice("ctl ".length);
  const direct = plain[name];
  if (direct !== undefined) return none(name, args) ?? player(direct);
  const [file] = args;
  if (name === "announce" && file !== undefined && args.length === 1) return { name, file };
  if (name === "loudness") return loudnessCommand(args);
  if (name === "tone") return toneCommand(args, reading);
  if (soundCommands.has(name)) {
    const command = soundCommand(name, args, reading);
    return isUsageError(command) ? command : player(command);
  }
  if (searching.has(name) && args.some((word) => word.trim() === "")) return emptyWord(name);
  switch (name) {
    case "status":
    case "watch":
    case "remote":
    case "queue":
    case "pins":
    case "alarm":
    case "history":
    case "speakers":
    case "clients":
    case "events":
    case "audit":
    case "diag":
      return none(name, args) ?? { name };
    case "group":
    case "ungroup":
      return notInThisVersion(`ctl ${name}`);
    case "library":
      return { name, query: args.join(" ") };
    case "play":
      return { ...player({ kind: "play", what: args }), wait: reading.has("wait") };
    case "quality":
      return quality(args, reading);
    case "pin":
    case "unpin":
      return pin(name, args, reading);
    case "leave":
      return none(name, args) ?? { name, yes: reading.has("yes") };
    case "pair":
      return none(name, args) ?? pair(reading, target);
    case "queue add":
    case "queue remove":
    case "queue move":
      return queueEdit(name, args, reading);
    case "queue undo":
      return queueUndo(args);
    case "rename":
      return rename(args);
    case "browse": {
      const [path = "artists", ...words] = args;
      return { name, path: path === "recent" ? "added" : path, query: words.join(" ") };
    }
    default:
      return withOne(name, args);
  }
}

/** Commands of exactly one argument; `volume` also of none. */
function withOne(name: string, args: readonly string[]): CtlCommand | UsageError {
  const [first] = args;
  if (name === "volume" && first === undefined) return { name, change: undefined };
  if (first === undefined || args.length > 1) {
    return usageError(`ctl ${name} takes one argument; see nightjar ctl ${name} --help`);
  }
  switch (name) {
    case "seek": {
      const to = values.readSeek(first);
      return isUsageError(to) ? to : { name, ...to };
    }
    case "volume": {
      const change = values.readVolume(first);
      return isUsageError(change) ? change : { name, change };
    }
    case "repeat":
      if (first === "off" || first === "one" || first === "all") {
        return player({ kind: "repeat", mode: first });
      }
      return usageError(`repeat takes off, one or all, not "${first}"`);
    case "shuffle": {
      const on = values.readSwitch(first, "shuffle");
      return isUsageError(on) ? on : player({ kind: "shuffle", on });
    }
    case "queue play":
      return { name: "queue-play", item: first };
    default:
      return { name: "revoke", id: first };
  }
}

function quality(args: readonly string[], reading: Reading): CtlCommand | UsageError {
  const [first] = args;
  if (args.length > 1) return usageError("ctl quality takes one argument; see --help");
  const wanted = first === undefined ? undefined : values.readQuality(first, "quality");
  if (isUsageError(wanted)) return wanted;
  return { name: "quality", quality: wanted, source: reading.option("source", values.readSource) };
}

function pin(
  name: "pin" | "unpin",
  args: readonly string[],
  reading: Reading,
): CtlCommand | UsageError {
  if (args.length === 0) return usageError(`ctl ${name} needs an argument; see --help`);
  if (name === "unpin") return { name, what: args };
  const quality = reading.option("quality", values.readPinQuality) ?? pinQualityUsual;
  return { name, what: args, quality };
}

/** Own key by the socket or by a code, or a window for somebody else's. */
function pair(reading: Reading, target: CtlTarget): CtlCommand | UsageError {
  const [isOpen, isClose, hasCode] = [
    reading.has("open"),
    reading.has("close"),
    reading.has("code"),
  ];
  if (Number(isOpen) + Number(isClose) + Number(hasCode) > 1) {
    return usageError("ctl pair takes one of --open, --close and --code");
  }
  if (!isOpen && (reading.has("role") || reading.has("until"))) {
    return usageError("--role and --until say for whom a window is opened; add --open");
  }
  if ((isOpen || isClose) && reading.has("name")) {
    return usageError(
      "--name is what the speaker calls you; whoever comes with the code names itself",
    );
  }
  if (isClose) return { name: "pair-close" };
  if (isOpen) return openWindow(reading);
  const as = reading.option("name", values.readName);
  if (target.by === "speaker") {
    return { name: "pair-code", as, code: reading.option("code", values.readCode) };
  }
  if (hasCode) return usageError("--code is for a speaker on the network; add --speaker NAME");
  return { name: "pair", as };
}

function openWindow(reading: Reading): CtlCommand | UsageError {
  const until = reading.option("until", values.readUntil);
  const role =
    reading.option("role", values.readRole) ?? (until === undefined ? "member" : "guest");
  if (until !== undefined && role !== "guest") {
    return usageError("--until is for guests; members and admins stay until they are revoked");
  }
  return { name: "pair-open", role, until };
}

function queueEdit(
  name: "queue add" | "queue remove" | "queue move",
  args: readonly string[],
  reading: Reading,
): CtlCommand | UsageError {
  if (args.length === 0) return usageError(`ctl ${name} needs an argument; see --help`);
  if (name === "queue remove") return { name: "queue-remove", items: args };
  const after = reading.option("after", values.readText);
  const places = name === "queue add" ? (["next", "now"] as const) : (["first"] as const);
  const [other, ...more] = places.filter((place) => reading.has(place));
  if (more.length > 0 || (after !== undefined && other !== undefined))
    return usageError(`ctl ${name} takes one place only`);
  if (name === "queue add") {
    const at = other === "next" || other === "now" ? other : "end";
    const place = after === undefined ? at : { after };
    return { name: "queue-add", what: args, place };
  }
  if (after === undefined && other === undefined)
    return usageError("ctl queue move needs --after ITEM or --first");
  return { name: "queue-move", items: args, after };
}

function queueUndo(args: readonly string[]): CtlCommand | UsageError {
  const [step = "0"] = args;
  if (args.length > 1 || !/^\d{1,15}$/.test(step))
    return usageError("ctl queue undo takes the number of a step, or nothing; see --help");
  return { name: "queue-undo", step: Number(step) };
}

/** Several words are one name: people forget quotes. */
function rename(args: readonly string[]): CtlCommand | UsageError {
  const words = args.length === 0 ? undefined : args.join(" ").trim();
  const to = words ? values.readName(words, "ctl rename") : words;
  return isUsageError(to) ? to : { name: "rename", to };
}

function player(command: PlayerCommand): CtlCommand & { readonly name: "player" } {
  return { name: "player", command, wait: false };
}

function none(name: string, args: readonly string[]): UsageError | undefined {
  const [first] = args;
  if (first === undefined) return undefined;
  return usageError(`ctl ${name} takes no argument "${first}"; see nightjar ctl ${name} --help`);
}
