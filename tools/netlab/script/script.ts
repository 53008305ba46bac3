/** What a script says, parsed: at which times which settings change, on which links. */
import type { SettingsChange } from "../model/settings.ts";

export type Direction = "up" | "down";

/**
 * Links that a change is for. Without a host: those of every host but the first, which is wired.
 * "shared" is the medium between all hosts.
 */
export type Scope =
  | "shared"
  | { readonly host: string | undefined; readonly direction: Direction | undefined };

export interface Change {
  readonly scope: Scope;
  readonly settings: SettingsChange;
  /** Then what was before is back. Infinity: for good. */
  readonly forUs: number;
}

export interface Step {
  /** From the time the script is started. */
  readonly atUs: number;
  /** Comes back after this long each time; Infinity: once only. */
  readonly everyUs: number;
  /** No repetition begins at or after this. */
  readonly untilUs: number;
  readonly changes: readonly Change[];
}

export type Script = readonly Step[];
