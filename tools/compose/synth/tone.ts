/** One note as an instrument gets it: the players with pitch all take this. Nothing is kept between tones. */
import type { Bus, Place } from "./bus.ts";

export interface Tone {
  readonly startFrame: number;
  readonly heldS: number;
  readonly hz: number;
  /** 0 to 1; louder is brighter too. */
  readonly velocity: number;
  readonly pan: number;
  readonly send: number;
}

export type Instrument = (bus: Bus, tone: Tone) => void;

/** Where a tone goes on the bus, at a gain of its instrument. */
export function placeOf(tone: Tone, gain: number): Place {
  return { startFrame: tone.startFrame, gain, pan: tone.pan, send: tone.send };
}
