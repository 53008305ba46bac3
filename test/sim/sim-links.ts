/**
 * Links of the shapes that netlab has profiles of (tools/netlab/profiles), as
 * filters of the simulated LAN: a rate with a queue, and what changes over time.
 * Time in a script counts from the filter's first datagram.
 */
import type { Rng } from "../../src/base/rng.ts";
import { burstLoss, delay, type Filter, loss } from "./sim-network.ts";

const ms = 1_000;
const s = 1_000_000;
/** UDP and IPv4 around each datagram. */
const headerBytes = 28;

/** Kilobits per second at that time since the start. */
export type RateAt = (atUs: number) => number;

/** A bottleneck for what goes to each host: a queue of `queueUs` before it, and what finds it full is lost. */
export function bottleneck(rateAt: RateAt, queueUs: number): Filter {
  const freeUs = new Map<string, number>();
  let startUs: number | undefined;
  return ({ to, bytes, nowUs }, delays) => {
    startUs ??= nowUs;
    const waitUs = Math.max(0, (freeUs.get(to.host) ?? 0) - nowUs);
    if (waitUs > queueUs) return [];
    const sendUs = (8 * (bytes.length + headerBytes) * ms) / Math.max(1, rateAt(nowUs - startUs));
    freeUs.set(to.host, nowUs + waitUs + sendUs);
    return delays.map((delayUs) => delayUs + waitUs + sendUs);
  };
}

/** Nothing passes while `isDeaf` says so; what comes then is lost. */
export function deaf(isDeaf: (atUs: number) => boolean): Filter {
  let startUs: number | undefined;
  return ({ nowUs }, delays) => {
    startUs ??= nowUs;
    return isDeaf(nowUs - startUs) ? [] : delays;
  };
}

/** What comes in a pause of the air waits for its end. */
function pauses(everyUs: number, fromUs: number, forUs: number): Filter {
  let startUs: number | undefined;
  return ({ nowUs }, delays) => {
    startUs ??= nowUs;
    const atUs = nowUs - startUs - fromUs;
    const inUs = atUs < 0 ? forUs : atUs % everyUs;
    return inUs < forUs ? delays.map((delayUs) => delayUs + forUs - inUs) : delays;
  };
}

export const simLinks: Readonly<Record<string, (rng: Rng) => readonly Filter[]>> = {
  "clean-lan": (rng) => [delay(rng.fork(), 0.2 * ms, 0)],
  dsl: (rng) => [
    loss(rng.fork(), 0.0005),
    bottleneck(() => 16_000, 200 * ms),
    delay(rng.fork(), 15 * ms, 1 * ms),
  ],
  lte: (rng) => [
    burstLoss(rng.fork(), 0.001, 4),
    bottleneck(
      (atUs) => (atUs % (20 * s) >= 10 * s && atUs % (20 * s) < 15 * s ? 1_500 : 12_000),
      s,
    ),
    pauses(45 * s, 30 * s, 300 * ms),
    delay(rng.fork(), 25 * ms, 6 * ms),
  ],
  "busy-wifi": (rng) => [
    burstLoss(rng.fork(), 0.01, 5),
    bottleneck(() => 20_000, 200 * ms),
    pauses(15 * s, 7 * s, 120 * ms),
    delay(rng.fork(), 1.5 * ms, 8 * ms),
  ],
  collapse: (rng) => [
    burstLoss(rng.fork(), 0.005, 4),
    bottleneck((atUs) => (atUs >= 20 * s && atUs < 28 * s ? 300 : 10_000), 200 * ms),
    deaf((atUs) => atUs >= 40 * s && atUs < 41.5 * s),
    delay(rng.fork(), 5 * ms, 2 * ms),
  ],
  /** 1.15 times the lowest rung. */
  "barely-wide": (rng) => [
    bottleneck(() => 1.15 * 96, 400 * ms),
    delay(rng.fork(), 20 * ms, 2 * ms),
  ],
  "mid-300": (rng) => [bottleneck(() => 300, 300 * ms), delay(rng.fork(), 20 * ms, 2 * ms)],
  "mid-450": (rng) => [bottleneck(() => 450, 300 * ms), delay(rng.fork(), 20 * ms, 2 * ms)],
};
