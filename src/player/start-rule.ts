/**
 * How much must be at hand before sound begins, or begins again after it ran
 * dry: so much that of a hundred simulated runs over the recent delivery trace
 * at most one runs dry (DESIGN §2). On a good link that is next to nothing.
 *
 * Pure.
 */
import type { DeliverySample } from "./delivery-trace.ts";
import { bufferNeededUs } from "./forecast.ts";
import {
  holeSlackUs,
  prerollUs,
  restartUs,
  samplesMin,
  stallOneIn,
  startBufferUsMax,
  startHorizonS,
} from "./limits.ts";

export interface StartQuestion {
  readonly samples: readonly DeliverySample[];
  /** Of the rung that is fetched. */
  readonly bytesPerS: number;
  /** Of the track from here on; Infinity where it is not known. */
  readonly secondsLeft: number;
  readonly rttUs: number;
  /** Later frames are at hand and a nearer one is missing: its repair is under way. */
  readonly hole: boolean;
  /** It sounded before and ran dry. */
  readonly again: boolean;
}

/** Microseconds of sound without a hole, from `prerollUs` to `startBufferUsMax`. */
export function startNeedUs(question: StartQuestion): number {
  const { samples, bytesPerS, secondsLeft, rttUs, hole, again } = question;
  const seconds = Math.min(startHorizonS, secondsLeft);
  const blindUs = again ? restartUs : prerollUs;
  const linkUs =
    samples.length < samplesMin
      ? blindUs
      : bufferNeededUs(samples, { bytesPerS, seconds }, stallOneIn);
  const repairUs = hole ? 1.25 * rttUs + holeSlackUs : 0;
  return Math.min(startBufferUsMax, Math.max(prerollUs, linkUs, repairUs));
}
