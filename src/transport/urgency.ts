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

/** Chance that all copies of a request are lost: a start in two hundred waits a probe timeout then. */
const allLostMax = 0.005;
export const copiesMax = 8;
/** The n-th copy goes n (n + 1) / 2 times this after the first: 5, 15, 30, 50 … ms. */
const copyStepUs = 5 * usPerMs;

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
  if (share < cleanShare) return 1;
  const again = Math.max(share, 1 - 1 / burstPackets);
  const more = Math.ceil(Math.log(allLostMax / share) / Math.log(again));
  return Math.max(2, Math.min(copiesMax, 1 + more));
}

/** When the copy after `copies` of them goes, from when the first went. */
export function copyAfterUs(copies: number): number {
  return (copyStepUs * copies * (copies + 1)) / 2;
}
