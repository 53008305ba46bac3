/**
 * Which samples, rate and channels to ask a card for, out of what it offers.
 * Pure: what a card offers is asked through functions.
 *
 * The best that the card takes by itself is chosen, because what is converted
 * here is converted well: rates by the audio side's windowed sinc (libasound's
 * own converter is linear interpolation), samples with rounding.
 */
import type { PcmSample } from "../../ports/pcm.ts";
import { channelsMax } from "./limits.ts";

export interface Offer {
  readonly takesSample: (sample: PcmSample) => boolean;
  readonly takesRate: (rate: number) => boolean;
  readonly takesChannels: (channels: number) => boolean;
  /** The least number of channels it takes. */
  readonly channelsMin: number;
}

/** The finest first; cards that take floats do their own rounding, with 24 bits of them. */
const samplesByMerit: readonly PcmSample[] = ["s32", "float", "s24", "s24-3", "s16"];

/**
 * Hz. That of the engine and of Opus first; then its double, for the conversion is cheap and loses
 * nothing; then those of CDs; then whatever still carries music; then what carries speech.
 */
const ratesByMerit: readonly number[] = [
  48_000, 96_000, 44_100, 88_200, 192_000, 176_400, 64_000, 32_000, 24_000, 22_050, 16_000, 12_000,
  11_025, 8_000,
];

/** Undefined where it takes none of them. */
export function bestSample({ takesSample }: Offer): PcmSample | undefined {
  return samplesByMerit.find(takesSample);
}

/** Undefined where it takes none of the usual ones: then the nearest to 48 kHz is asked for. */
export function bestRate({ takesRate }: Offer): number | undefined {
  return ratesByMerit.find(takesRate);
}

/** Two, else the fewest of more, else one. */
export function bestChannels({ takesChannels, channelsMin }: Offer): number | undefined {
  if (takesChannels(2)) return 2;
  for (let more = Math.max(3, channelsMin); more <= channelsMax; more++) {
    if (takesChannels(more)) return more;
  }
  return takesChannels(1) ? 1 : undefined;
}
