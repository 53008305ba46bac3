/** All commands of the MPD protocol that this speaker knows, and whether one may be run. Pure. */

import type { Role } from "../codes.ts";
import { roleReaches } from "../codes.ts";
import type { CommandEntry, CommandTable } from "./command.ts";
import { entry } from "./command.ts";
import { connectionCommands } from "./commands-connection.ts";
import { coverCommands } from "./commands-covers.ts";
import { libraryCommands } from "./commands-library.ts";
import { playbackCommands } from "./commands-playback.ts";
import { playlistCommands } from "./commands-playlists.ts";
import { queueCommands } from "./commands-queue.ts";
import { MpdError, quoted } from "./errors.ts";
import type { Words } from "./words.ts";

/** The session itself carries these out; they stand here for `commands`. */
const ofTheSession: CommandTable = {
  close: entry("none", [0], () => undefined),
  idle: entry("guest", [0, 64], () => undefined),
};

const table: CommandTable = {
  ...connectionCommands(() => table),
  ...coverCommands,
  ...libraryCommands,
  ...ofTheSession,
  ...playbackCommands,
  ...playlistCommands,
  ...queueCommands,
};
const entries = new Map(Object.entries(table));

/** Throws MpdError where it is not known, not allowed, or has too few or too many arguments. */
export function entryOf({ name, args }: Words, role: Role): CommandEntry {
  const found = entries.get(name);
  if (found === undefined) throw new MpdError("unknown", `unknown command "${quoted(name)}"`);
  if (!roleReaches(role, found.role)) throw noPermission(name);
  const { min, max } = found;
  if (min === max && args.length !== min)
    throw new MpdError("argument", `wrong number of arguments for "${name}"`);
  if (args.length < min) throw new MpdError("argument", `too few arguments for "${name}"`);
  if (args.length > max) throw new MpdError("argument", `too many arguments for "${name}"`);
  return found;
}

/** Whether it is a command at all: an error of one that is not names none. */
export function isKnown(name: string): boolean {
  return entries.has(name);
}

export function noPermission(name: string): MpdError {
  return new MpdError("permission", `you don't have permission for "${name}"`);
}
