/** Delivery traces of links that are made up: what a DeliveryTrace would have noted. */
import type { DeliverySample } from "../../src/player/delivery-trace.ts";

/** Samples of 20 ms, at a rate of bytes per second that may change from sample to sample. */
export function traceOf(
  count: number,
  bytesPerS: (index: number) => number,
): readonly DeliverySample[] {
  return Array.from({ length: count }, (_, i) => ({
    us: 20_000,
    bytes: Math.round(bytesPerS(i) / 50),
    atUs: 20_000 * (i + 1),
  }));
}

/** Bytes of a second of the rungs, about those of their bitrate. */
export const kbps = (n: number): number => n * 125;
