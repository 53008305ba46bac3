/** What the player tells whoever owns it. Types only. */
import type { RungName } from "../media/rung.ts";
import type { TrackId } from "../media/track-id.ts";
import type { EndReason, Topic } from "./model.ts";

export type { EndReason };

/** Told as it happens; none may call back into the player. */
export interface PlayerListener {
  changed(topics: readonly Topic[]): void;
  /** A play of a track began to sound, or ended: for the play log. `changed` follows once the player's state is whole. */
  playStarted(track: TrackId, rung: RungName): void;
  playEnded(reason: EndReason): void;
  /** Called about ten times a second while music plays. */
  playProgress(): void;
  /** The state is worth saving: at once, or with the next change of its kind. */
  save(when: "now" | "soon"): void;
}
