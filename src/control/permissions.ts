/** Which role may do what (docs/CONTROL.md §3). Each role may do what those before it may. */
import type { PlayerCommand } from "../player/model.ts";
import type { Role } from "./codes.ts";

/** What a visitor may do: not lose the household its queue. */
const forGuests: readonly PlayerCommand["kind"][] = [
  "pause",
  "resume",
  "next",
  "previous",
  "volume",
  "volume-by",
  "mute",
];

export function roleFor(command: PlayerCommand): Role {
  if (forGuests.includes(command.kind)) return "guest";
  if (command.kind === "play" && command.what.length === 0) return "guest";
  const atEnd = command.kind === "queue-add" && "at" in command.place && command.place.at === "end";
  return atEnd ? "guest" : "member";
}
