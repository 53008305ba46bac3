/** From a piece to samples: voices, fade, hall, master. Pure; the same piece gives the same samples. */
import type { Piece } from "./pieces/piece.ts";
import { Bus, fadeOut } from "./synth/bus.ts";
import { master } from "./synth/master.ts";
import { addReverb } from "./synth/reverb.ts";

/** Interleaved stereo at `rate`. `secondsMax` cuts the piece short, for an excerpt. */
export function render(
  piece: Piece,
  rate: number,
  secondsMax = Number.POSITIVE_INFINITY,
): Int16Array {
  const bus = new Bus(rate, Math.round(Math.min(piece.seconds, secondsMax) * rate));
  piece.play(bus);
  addReverb(bus, piece.room);
  if (secondsMax >= piece.seconds) fadeOut(bus, Math.round(piece.fadeS * rate));
  return master(bus);
}
