/** Commands in the words of the audit: what, and a detail for people. No titles. Pure. */
import type { deeds } from "../base/deeds.ts";
import type { PlayerCommand } from "../player/model.ts";

/** Whoever adds a command says in `deeds` what it is called. */
export function auditWords(
  command: PlayerCommand,
): readonly [what: keyof typeof deeds, detail: string] {
  return [command.kind, detailOf(command)];
}

function detailOf(command: PlayerCommand): string {
  switch (command.kind) {
    case "volume":
      return String(command.level);
    case "mute":
    case "shuffle":
      return (command.kind === "mute" ? command.muted : command.on) ? "on" : "off";
    case "repeat":
      return command.mode;
    case "quality":
      return command.quality;
    case "rename":
      return command.name;
    case "play":
    case "queue-add":
    case "pin":
    case "unpin":
      return command.what.length === 0 ? "" : entries(command.what.length);
    case "queue-remove":
    case "queue-move":
      return entries(command.ids.length);
    default:
      return "";
  }
}

function entries(count: number): string {
  return count === 1 ? "1 entry" : `${count} entries`;
}
