/** What a piece of music is to the rest of the composer: a length, a room, and how it is played. */
import type { Bus } from "../synth/bus.ts";
import type { Room } from "../synth/reverb.ts";

export interface Piece {
  /** Whole length with its last echo. */
  readonly seconds: number;
  readonly room: Room;
  /** Length of the fade at the very end. */
  readonly fadeS: number;
  /** Plays every voice into the bus; what lies past its end is left out. */
  readonly play: (bus: Bus) => void;
}
