/**
 * How much louder or softer a track is made so that all are equally loud, from what
 * was measured of it (EBU R128; docs/SOUND.md, "Loudness"). Pure.
 */
import { loudnessGainDbMax, loudnessTargetLufs, truePeakDbMax } from "./limits.ts";

export interface Levels {
  /** Integrated loudness, LUFS; −70 for silence. */
  readonly lufs: number;
  /** True peak, dBTP. */
  readonly peakDb: number;
}

export interface TrackLevels extends Levels {
  readonly durationMs: number;
}

/** As the meter's own gates (ITU-R BS.1770-4 §2.8). */
const absoluteGateLufs = -70;
const relativeGateLu = -10;

/** Decibels, never so many that the true peak is above truePeakDbMax. Silence is left as it is. */
export function gainDbOf({ lufs, peakDb }: Levels): number {
  if (lufs <= absoluteGateLufs) return 0;
  return Math.min(loudnessTargetLufs - lufs, truePeakDbMax - peakDb, loudnessGainDbMax);
}

/**
 * Of an album: the mean power of its tracks, each for as long as it is, of those that the gates of R128 let
 * through; and the highest peak. Near to what a meter says of the whole album: it gates blocks, not tracks.
 */
export function albumLevels(tracks: readonly TrackLevels[]): Levels {
  const loud = tracks.filter(({ lufs }) => lufs > absoluteGateLufs);
  const gate = meanLufs(loud) + relativeGateLu;
  const peakDb = tracks.reduce((most, track) => Math.max(most, track.peakDb), absoluteGateLufs);
  return { lufs: meanLufs(loud.filter(({ lufs }) => lufs > gate)), peakDb };
}

function meanLufs(tracks: readonly TrackLevels[]): number {
  const total = tracks.reduce((sum, { durationMs }) => sum + durationMs, 0);
  const power = tracks.reduce(
    (sum, { lufs, durationMs }) => sum + durationMs * 10 ** (lufs / 10),
    0,
  );
  return total === 0 || power === 0 ? absoluteGateLufs : 10 * Math.log10(power / total);
}
