/**
 * How much must be at hand before sound begins, or begins again after it ran
 * dry: so much that of a hundred simulated runs over the recent delivery trace
 * at most one runs dry (DESIGN §2). On a good link that is next to nothing.
 *
 * The frames of a chunk are spread over its symbols (docs/MEDIA.md §2): while it comes, sound without a
 * hole grows by a frame with each symbol, and all at once with the last. On a slow link that decides.
 *
 * Pure.
 */
import { usPerS } from "../base/units.ts";
import type { DeliverySample } from "./delivery-trace.ts";
import { lackingUs } from "./forecast.ts";
import {
  farPrerollUs,
  holeSlackUs,
  lanRttUs,
  prerollUs,
  restartUs,
  samplesMin,
  stallOneIn,
  startBufferUsMax,
  startHorizonS,
} from "./limits.ts";

/** What is at hand and in which steps the rest becomes sound. */
export interface Coming {
  /** Sound at hand without a hole. */
  readonly heldUs: number;
  /** Of the chunk behind it: bytes to come, and the sound in it before the last of them and with it. */
  readonly leftBytes: number;
  readonly trickleUs: number;
  readonly restUs: number;
  /** The same of each chunk behind that. */
  readonly chunkBytes: number;
  readonly chunkTrickleUs: number;
}

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
  /** As if bytes were sound in the order of their coming where it is absent. */
  readonly coming?: Coming | undefined;
}

/** Microseconds of sound without a hole, from `prerollUs` to `startBufferUsMax`. */
export function startNeedUs(question: StartQuestion): number {
  const { samples, bytesPerS, secondsLeft, rttUs, hole, again, coming } = question;
  const repairUs = hole ? 1.25 * rttUs + holeSlackUs : 0;
  const heldUs = coming?.heldUs ?? 0;
  let linkUs = again ? restartUs : rttUs <= lanRttUs ? prerollUs : farPrerollUs;
  if (samples.length >= samplesMin) {
    // A few samples are a guess, and one that is too good is heard.
    const sure = 1 / (1 + unevenness(samples) / Math.sqrt(samples.length));
    const playableUs = (bytes: number): number =>
      coming === undefined ? (sure * bytes * usPerS) / bytesPerS : playableOf(coming, sure * bytes);
    const endUs = Math.min(startHorizonS, secondsLeft) * usPerS;
    linkUs = heldUs + lackingUs(samples, playableUs, { endUs, oneIn: stallOneIn });
    // It needs what it has, as far as the link goes.
    if (linkUs === heldUs) linkUs = 0;
  }
  // Who has heard it run dry once is not to hear it again a moment later.
  const leastUs = again ? restartUs : prerollUs;
  return Math.min(startBufferUsMax, Math.max(leastUs, linkUs, repairUs));
}

function playableOf(coming: Coming, bytes: number): number {
  const { heldUs, leftBytes, trickleUs, restUs, chunkBytes, chunkTrickleUs } = coming;
  if (bytes < leftBytes) return heldUs + (trickleUs * bytes) / leftBytes;
  const chunks = (bytes - leftBytes) / chunkBytes;
  const whole = Math.floor(chunks);
  return heldUs + restUs + whole * usPerS + chunkTrickleUs * (chunks - whole);
}

/** Spread of the rates of the samples, as a share of their mean; 1 at most. Of an even link little is known soon. */
function unevenness(samples: readonly DeliverySample[]): number {
  let us = 0;
  let bytes = 0;
  for (const sample of samples) {
    us += sample.us;
    bytes += sample.bytes;
  }
  const mean = bytes / us;
  let squares = 0;
  for (const sample of samples) squares += sample.us * (sample.bytes / sample.us - mean) ** 2;
  return Math.min(1, Math.sqrt(squares / us) / mean);
}
