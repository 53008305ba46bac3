/** Opening sound inputs; what one is, is in pcm.ts. */
import type { PcmIn } from "./pcm.ts";

/** What `--input` names: `alsa:DEVICE`, `wav:FILE`. */
export interface PcmInputTarget {
  readonly kind: "alsa" | "wav";
  /** ALSA device name or file path. */
  readonly name: string;
  /** Rate error of the model ADC, parts per million; 0 for alsa. */
  readonly ppm: number;
}

export interface PcmInputOpener {
  /** Opens the input and starts its capture. Throws PcmError. */
  open(target: PcmInputTarget): PcmIn;
}
