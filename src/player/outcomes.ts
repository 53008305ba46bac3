/** Outcomes of commands that several parts give. */
import type { CommandCode, CommandOutcome } from "./model.ts";

export const done: CommandOutcome = { code: "ok", message: "" };

export function refuse(code: CommandCode, message: string): CommandOutcome {
  return { code, message };
}

export const noSuchItem = refuse(
  "not-found",
  "the queue has no such item; see the ids with: nightjar ctl queue --json",
);
