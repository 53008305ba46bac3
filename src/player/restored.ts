/** What was saved before a restart goes back into the player. */
import type { StateRing } from "../storage/state-ring.ts";
import type { Pins } from "./pins.ts";
import type { Player } from "./player.ts";
import { decodeState } from "./saved-state.ts";
import type { SpeakerOptions } from "./speaker-parts.ts";

/** True where it was playing then. */
export function restoreState(
  ring: StateRing,
  options: Pick<SpeakerOptions, "quality">,
  player: Player,
  pins: Pins,
): boolean {
  const bytes = ring.load();
  const state = bytes === undefined ? undefined : decodeState(bytes);
  if (state === undefined) return false;
  // What the command line says now is newer than what was set before.
  player.restore({ ...state, quality: options.quality === undefined ? state.quality : undefined });
  pins.restore(state.pins);
  return state.playing === true;
}
