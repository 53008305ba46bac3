/**
 * What an asker does for an urgent request beyond asking: how much parity it wishes for, and when it
 * says the request again before any answer can be there (PROTOCOL.md §5.4, §5.5).
 *
 * Pure functions of what the path was seen to lose.
 */
import { usPerMs } from "../base/units.ts";
import type { ParityWish } from "../wire/link-frames.ts";

export interface PathLosses {
  /** 0 … 1 */
  readonly share: number;
  /** Packets lost in a row, on average. */
  readonly burstPackets: number;
}

/** The same as it is now. */
export interface LossesSoFar extends PathLosses {
  /** Packets that never came, so far. */
  readonly missing: number;
}

/** Below this a path counts as clean: a repair now and then costs less than parity for everything. */
const cleanShare = 0.003;

/** Parity for each sixteen symbols, at least and at most. */
const sixteenthsMin = 2;
const sixteenthsMax = 16;
/** Packets of an answer's beginning: where they take longer than a round trip, asking again is as quick as parity. */
const beginningPackets = 24;
/** Bad spells of Wi-Fi last 10 to 30 ms; on a slow link a burst is longer. The field has one byte. */
const spreadMsMin = 25;
const spreadMsMax = 255;

/** Chance that all copies of a request are lost: a start in ten thousand waits a probe timeout then. */
const allLostMax = 1e-4;
/** Even a path that never lost anything may now. */
const copiesMin = 2;
/** About a hundred bytes each, over half a second in which nothing was heard. */
const copiesMax = 20;
/** The pauses between copies grow by this, to that: bursts are short or long. */
const pauseStepUs = 5 * usPerMs;
const pausesGrowing = 8;

/** As long as the rate is not known: parity may be what a narrow link, or a first window, has no room for. */
const sixteenthsBlind = 2;

/**
 * Undefined on a clean path. `packetUs`: how far apart the packets of an urgent answer come, undefined while
 * that is not known; `rttUs`: a round trip.
 */
export function parityWish(
  { share, burstPackets }: PathLosses,
  packetUs: number | undefined,
  rttUs: number,
): ParityWish | undefined {
  if (share < cleanShare) return undefined;
  // Four times what is lost where losses come alone; as many as the symbols where they come in threes and more.
  const byLoss = Math.min(1, 2 * share * (1 + burstPackets) ** 2);
  const byRate = packetUs === undefined ? 1 : Math.min(1, rttUs / (beginningPackets * packetUs));
  const sixteenths = Math.ceil(sixteenthsMax * byLoss * byRate);
  const most = packetUs === undefined ? sixteenthsBlind : sixteenthsMax;
  const spreadMs = Math.ceil((burstPackets * (packetUs ?? 0)) / usPerMs);
  return {
    sixteenths: clamp(sixteenths, sixteenthsMin, most),
    spreadMs: clamp(spreadMs, spreadMsMin, spreadMsMax),
  };
}

/**
 * Copies of a request, itself among them, so that with losses in bursts (Gilbert's model: one more
 * is lost after a lost one with 1 − 1/burst) hardly ever all are lost.
 */
export function copiesOf({ share, burstPackets }: PathLosses): number {
  if (share < cleanShare) return copiesMin;
  const again = Math.max(share, 1 - 1 / burstPackets);
  const more = Math.ceil(Math.log(allLostMax / share) / Math.log(again));
  return clamp(1 + more, copiesMin, copiesMax);
}

/** When the next copy goes after `copies` of them, from when the first went: 5, 15, 30, 50 … 180, 220 … ms. */
export function copyAfterUs(copies: number): number {
  const growing = Math.min(copies, pausesGrowing);
  const pauses = (growing * (growing + 1)) / 2 + (copies - growing) * pausesGrowing;
  return pauseStepUs * pauses;
}

function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(most, value));
}
