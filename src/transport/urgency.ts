/**
 * What an asker does for an urgent request beyond asking: how much parity it wishes for, and when it
 * says the request again before any answer can be there (PROTOCOL.md §5.5, §5.6).
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

/** Below this a path counts as clean: a repair now and then costs less than parity for everything. */
const cleanShare = 0.003;

/** Bad spells of Wi-Fi last 10 to 30 ms. */
const spreadMs = 25;

/** Chance that all copies of a request are lost: a start in ten thousand waits a probe timeout then. */
const allLostMax = 1e-4;
/** Even a path that never lost anything may now. */
const copiesMin = 2;
/** About a hundred bytes each, over half a second in which nothing was heard. */
const copiesMax = 20;
/** The pauses between copies grow by this, to that: bursts are short or long. */
const pauseStepUs = 5 * usPerMs;
const pausesGrowing = 8;

/** Undefined on a clean path. */
export function parityWish({ share, burstPackets }: PathLosses): ParityWish | undefined {
  if (share < cleanShare) return undefined;
  // As many as the symbols where bursts are long, half as many where losses come alone and are few.
  const wanted = Math.ceil(16 * Math.min(1, 4 * share * (1 + burstPackets)));
  return { sixteenths: Math.max(4, Math.min(16, wanted)), spreadMs };
}

/**
 * Copies of a request, itself among them, so that with losses in bursts (Gilbert's model: one more
 * is lost after a lost one with 1 − 1/burst) hardly ever all are lost.
 */
export function copiesOf({ share, burstPackets }: PathLosses): number {
  if (share < cleanShare) return copiesMin;
  const again = Math.max(share, 1 - 1 / burstPackets);
  const more = Math.ceil(Math.log(allLostMax / share) / Math.log(again));
  return Math.max(copiesMin, Math.min(copiesMax, 1 + more));
}

/** When the next copy goes after `copies` of them, from when the first went: 5, 15, 30, 50 … 180, 220 … ms. */
export function copyAfterUs(copies: number): number {
  const growing = Math.min(copies, pausesGrowing);
  const pauses = (growing * (growing + 1)) / 2 + (copies - growing) * pausesGrowing;
  return pauseStepUs * pauses;
}
