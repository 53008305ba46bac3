/** A player's command as its message, on its way out and in. Types only. */
import type { Violation } from "../player/model.ts";
import type { schema } from "../wire/control-frame.ts";

export type CommandOut = schema.control.Command.$Properties;
export type CommandIn = schema.control.Command.$Shape;

/** Why a command cannot be what it says, for its sender. */
export interface BadCommand {
  readonly bad: "invalid-argument" | "unimplemented";
  readonly message: string;
  /** What is wrong with which field. */
  readonly violations?: readonly Violation[];
}
