/**
 * Player commands, to their messages and back. What comes in is checked here:
 * sizes, ranges and kinds; whether an id exists is the player's business.
 */
import { assert } from "../base/assert.ts";
import { isCollectionCommand } from "../player/collection/model.ts";
import type { PlayerCommand, QueuePlace } from "../player/model.ts";
import {
  isPinQuality,
  isQuality,
  isSourceKind,
  pinQualities,
  pinQualityUsual,
  qualities,
  sourceKinds,
} from "../player/quality.ts";
import { urlCharsMax } from "../url/limits.ts";
import { looksLikeUrl } from "../url/media-url.ts";
import type { schema } from "../wire/control-frame.ts";
import { repeatTable } from "./codes.ts";
import type { BadCommand, CommandIn, CommandOut } from "./command-shapes.ts";
import { itemsPerCommandMax, textCharsMax } from "./limits.ts";
import { collectionFromWire, collectionTexts, collectionToWire } from "./wire-collection.ts";
import { soundCommandFromWire, soundCommandToWire } from "./wire-sound.ts";

export function commandToWire(command: PlayerCommand): CommandOut {
  if (isCollectionCommand(command)) return collectionToWire(command);
  switch (command.kind) {
    case "play":
      return { play: { what: [...command.what] } };
    case "pause":
    case "resume":
    case "stop":
    case "next":
    case "previous":
      return { [command.kind]: {} };
    case "seek":
      return { seek: { positionMs: command.positionMs } };
    case "volume":
      return { volume: { level: command.level } };
    case "volume-by":
      return { volume: { delta: command.by } };
    case "mute":
      return { mute: { muted: command.muted } };
    case "queue-add":
      return { queueAdd: { what: [...command.what], ...placeToWire(command.place) } };
    case "queue-remove":
      return { queueRemove: { ids: [...command.ids] } };
    case "queue-move":
      return { queueMove: { ids: [...command.ids], after: command.after ?? "" } };
    case "queue-clear":
      return { queueClear: {} };
    case "queue-undo":
      return { queueUndo: { step: command.step } };
    case "queue-play":
      return { queuePlay: { id: command.id, positionMs: command.positionMs } };
    case "history-clear":
      return { historyClear: {} };
    case "rename":
      return { rename: { name: command.name } };
    case "repeat":
      return { repeat: { mode: repeatTable.number(command.mode) } };
    case "shuffle":
      return { shuffle: { on: command.on } };
    case "quality":
      return { quality: { quality: command.quality, source: command.source ?? "" } };
    case "pin":
      return { pin: { what: [...command.what], quality: command.quality } };
    case "unpin":
      return { unpin: { what: [...command.what] } };
    default:
      return soundCommandToWire(command);
  }
}

export function commandFromWire(message: CommandIn): PlayerCommand | BadCommand {
  const command = read(message);
  const texts = textsOf(command);
  const field = "what" in command ? "what" : "ids";
  if (texts.length > itemsPerCommandMax)
    return bad(`more than ${itemsPerCommandMax} entries`, field);
  if (texts.some((text) => text.length > (looksLikeUrl(text) ? urlCharsMax : textCharsMax)))
    return bad("an entry is too long", field);
  return command;
}

function read(message: CommandIn): PlayerCommand | BadCommand {
  switch (message.op) {
    case "play":
      return { kind: "play", what: message.play.what ?? [] };
    case "pause":
    case "resume":
    case "stop":
    case "next":
    case "previous":
      return { kind: message.op };
    case "seek":
      return { kind: "seek", positionMs: message.seek.positionMs ?? 0 };
    case "volume":
      return readVolume(message.volume);
    case "mute":
      return { kind: "mute", muted: message.mute.muted ?? false };
    case "queueAdd":
      return readAdd(message.queueAdd);
    case "queueRemove":
      return { kind: "queue-remove", ids: message.queueRemove.ids ?? [] };
    case "queueMove": {
      const { ids, after } = message.queueMove;
      return { kind: "queue-move", ids: ids ?? [], after: after ? after : undefined };
    }
    case "queueClear":
      return { kind: "queue-clear" };
    case "queueUndo":
      return { kind: "queue-undo", step: message.queueUndo.step ?? 0 };
    case "queuePlay": {
      const { id, positionMs } = message.queuePlay;
      return { kind: "queue-play", id: id ?? "", positionMs: positionMs ?? 0 };
    }
    case "historyClear":
      return { kind: "history-clear" };
    case "rename":
      return { kind: "rename", name: message.rename.name ?? "" };
    case "repeat":
      return readRepeat(message.repeat.mode ?? 0);
    case "shuffle":
      return { kind: "shuffle", on: message.shuffle.on ?? false };
    case "quality":
      return readQuality(message.quality);
    case "pin":
      return readPin(message.pin);
    case "unpin":
      return readUnpin(message.unpin.what ?? []);
    default:
      return soundCommandFromWire(message) ?? readCollection(message);
  }
}

function readCollection(message: CommandIn): PlayerCommand | BadCommand {
  const command = collectionFromWire(message);
  if (command === undefined)
    return { bad: "unimplemented", message: "this speaker does not know that command" };
  return "lacks" in command ? bad(command.lacks) : command;
}

function readVolume({
  level = 0,
  delta,
}: schema.control.SetVolume.$Shape): PlayerCommand | BadCommand {
  if (typeof delta === "number") {
    const isChange = delta >= -100 && delta <= 100;
    const why = "the volume goes up or down by 100 at most";
    return isChange ? { kind: "volume-by", by: delta } : bad(why, "delta");
  }
  if (level === null || !(level >= 0 && level <= 100))
    return bad("the volume is a number from 0 to 100", "level");
  return { kind: "volume", level };
}

function readRepeat(mode: number): PlayerCommand | BadCommand {
  const name = repeatTable.name(mode);
  return name === undefined
    ? bad("repeat is off, one or all", "mode")
    : { kind: "repeat", mode: name };
}

function readQuality(message: schema.control.SetQuality.$Shape): PlayerCommand | BadCommand {
  const quality = message.quality ?? "";
  const source = message.source ?? "";
  if (!isQuality(quality)) return bad(`the quality is ${qualities.join(", ")}`, "quality");
  if (source === "") return { kind: "quality", quality, source: undefined };
  if (!isSourceKind(source)) return bad(`a source is ${sourceKinds.join(" or ")}`, "source");
  return { kind: "quality", quality, source };
}

function readPin({ what, quality }: schema.control.Pin.$Shape): PlayerCommand | BadCommand {
  const wanted = quality || pinQualityUsual;
  if ((what ?? []).length === 0) return bad("nothing to pin", "what");
  if (!isPinQuality(wanted)) return bad(`a pin's quality is ${pinQualities.join(", ")}`, "quality");
  return { kind: "pin", what: what ?? [], quality: wanted };
}

function readUnpin(what: readonly string[]): PlayerCommand | BadCommand {
  return what.length === 0 ? bad("nothing to unpin", "what") : { kind: "unpin", what };
}

function readAdd(message: schema.control.QueueAdd.$Shape): PlayerCommand | BadCommand {
  if ((message.what ?? []).length === 0) return bad("nothing to add", "what");
  const place: QueuePlace =
    message.place === "after"
      ? { after: message.after ?? "" }
      : { at: message.place === "next" || message.place === "now" ? message.place : "end" };
  return { kind: "queue-add", what: message.what ?? [], place };
}

function placeToWire(place: QueuePlace): schema.control.QueueAdd.$Properties {
  if ("after" in place) return { after: place.after };
  return { [place.at]: {} };
}

function textsOf(command: PlayerCommand | BadCommand): readonly string[] {
  if ("kind" in command && isCollectionCommand(command)) return collectionTexts(command);
  if ("what" in command) return command.what;
  if ("ids" in command) return command.ids;
  return "id" in command ? [command.id] : [];
}

function bad(message: string, field?: string): BadCommand {
  assert(message !== "", "a refusal says why");
  const violations = field === undefined ? [] : [{ field, description: message, value: "" }];
  return { bad: "invalid-argument", message, violations };
}
