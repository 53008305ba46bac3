/**
 * All commands with their options and words for people: parsing, suggestions
 * and help come from this one table. Data only.
 */
import type { CommandSpec } from "./spec-form.ts";
import { programCommands } from "./spec-programs.ts";
import { remoteCommands } from "./spec-remote.ts";

export const commands = { ...programCommands, ...remoteCommands };

export type CommandName = keyof typeof commands;

export const commandNames = Object.keys(commands) as CommandName[]; // the keys of the table

export function specOf(name: CommandName): CommandSpec {
  return commands[name];
}
