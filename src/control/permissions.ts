/** Which role may do what (docs/CONTROL.md §3.3). Each role may do what those before it may. */
import type { PlayerCommand } from "../player/model.ts";
import { looksLikeUrl } from "../url/media-url.ts";
import type { schema } from "../wire/control-frame.ts";
import type { Role } from "./codes.ts";
import { guestVolumeMax } from "./limits.ts";

/** What a visitor may do: not lose the household its queue. */
const forGuests: readonly PlayerCommand["kind"][] = [
  "pause",
  "resume",
  "next",
  "previous",
  "volume",
  "volume-by",
  "mute",
  "alarm-stop",
  "alarm-snooze",
];

/** What shapes the speaker for everybody. */
const forAdmins: readonly PlayerCommand["kind"][] = [
  "volume-guard",
  "resume-after-restart",
  "zone",
  "rename",
];

export function roleFor(command: PlayerCommand): Role {
  if (forGuests.includes(command.kind)) return "guest";
  if (forAdmins.includes(command.kind)) return "admin";
  if (command.kind === "play" && command.what.length === 0) return "guest";
  // It makes the speaker ask a server of the client's choice.
  if ("what" in command && command.what.some(looksLikeUrl)) return "member";
  const atEnd = command.kind === "queue-add" && "at" in command.place && command.place.at === "end";
  return atEnd ? "guest" : "member";
}

export function roleForQuery(query: schema.control.Query.$Shape["q"]): Role {
  if (query === "clients") return "admin";
  return query === "audit" ? "member" : "guest";
}

/**
 * What a guest's command for the volume comes to: softer at once; louder as far as `louder` grants points for
 * it, and no louder than guests may, or than it is. Others come to themselves.
 */
export function gentleVolume(
  command: PlayerCommand,
  now: number,
  louder: (points: number) => number,
): PlayerCommand {
  if (command.kind !== "volume" && command.kind !== "volume-by") return command;
  const wanted = command.kind === "volume" ? command.level : Math.min(100, now + command.by);
  if (wanted <= now) return command;
  const points = Math.min(wanted, Math.max(now, guestVolumeMax)) - now;
  const level = now + (points > 0 ? louder(points) : 0);
  return level === wanted ? command : { kind: "volume", level };
}
