/**
 * The air between the machines of a house: what every datagram passes through,
 * as a base that lasts and faults that come and go. Draws from its own seed.
 */
import type { Rng } from "../../../src/base/rng.ts";
import { burstLoss, delay, duplicate, type Filter, type Flight } from "../sim-network.ts";

/** Whether it keeps back what goes from one host to another. */
export type Cut = (from: string, to: string) => boolean;

export class Weather {
  readonly #rng: Rng;
  readonly #base: readonly Filter[];
  readonly #clean: Filter;
  readonly #filters = new Set<Filter>();
  readonly #cuts = new Set<Cut>();
  readonly #spoilt = new Set<string>();
  /** The base is on; off in the quiet phase. */
  wild = false;
  readonly #delayUs: number;

  constructor(rng: Rng) {
    this.#rng = rng;
    this.#delayUs = rng.below(rng.chance(0.2) ? 60_000 : 5_000);
    const share = rng.float() * (rng.chance(0.5) ? 0.1 : 0.01);
    this.#base = [
      burstLoss(rng.fork(), share, 1 + rng.below(4)),
      duplicate(rng.fork(), rng.float() * 0.02),
      delay(rng.fork(), this.#delayUs, rng.below(10_000)),
    ];
    this.#clean = delay(rng.fork(), 500, 0);
  }

  readonly filter: Filter = (flight, copies) => {
    if (this.#isCut(flight.from.host, flight.to.host)) return [];
    let delays = copies;
    if (!this.wild) return this.#clean(flight, delays);
    for (const filter of this.#base) delays = filter(flight, delays);
    for (const filter of this.#filters) delays = filter(flight, delays);
    return delays;
  };

  /** For SimNetwork.tamper: a few bits of what passes a spoilt host are others. */
  readonly tamper = (flight: Flight): Uint8Array | undefined => {
    const { from, to, bytes } = flight;
    if (!this.#spoilt.has(from.host) && !this.#spoilt.has(to.host)) return undefined;
    if (!this.#rng.chance(0.1) || bytes.length === 0) return undefined;
    return spoil(bytes, this.#rng);
  };

  /** For byte streams. */
  readonly reach = (from: string, to: string): number | undefined =>
    this.#isCut(from, to) || this.#isCut(to, from) ? undefined : 500 + this.#delayUs;

  /** Each gives back what ends it. */
  lose(host: string, degree: number): () => void {
    return this.#with(host, burstLoss(this.#rng.fork(), 0.05 + 0.5 * degree, 2 + 20 * degree));
  }
  jitter(host: string, degree: number): () => void {
    return this.#with(host, delay(this.#rng.fork(), 0, Math.round(5_000 + 150_000 * degree)));
  }
  duplicate(host: string, degree: number): () => void {
    return this.#with(host, duplicate(this.#rng.fork(), 0.05 + 0.5 * degree));
  }
  corrupt(host: string): () => void {
    this.#spoilt.add(host);
    return () => this.#spoilt.delete(host);
  }
  /** Nothing passes to or from the host; or in one direction only. */
  cut(host: string, way: "both" | "in" | "out"): () => void {
    const blocks: Cut = (from, to) =>
      (way !== "in" && from === host) || (way !== "out" && to === host);
    return this.block(blocks);
  }

  /** Nothing passes that `blocks`. */
  block(blocks: Cut): () => void {
    this.#cuts.add(blocks);
    return () => this.#cuts.delete(blocks);
  }

  #with(host: string, filter: Filter): () => void {
    const local: Filter = (flight, delays) =>
      flight.from.host === host || flight.to.host === host ? filter(flight, delays) : delays;
    this.#filters.add(local);
    return () => this.#filters.delete(local);
  }

  #isCut(from: string, to: string): boolean {
    for (const cut of this.#cuts) if (cut(from, to)) return true;
    return false;
  }
}

/** Flipped bits, a cut end, or bytes too many. */
export function spoil(bytes: Uint8Array, rng: Rng): Uint8Array {
  const draw = rng.float();
  if (draw < 0.2) return bytes.slice(0, rng.below(bytes.length));
  if (draw < 0.3) {
    const longer = new Uint8Array(Math.min(1500, bytes.length + 1 + rng.below(32)));
    longer.set(bytes.subarray(0, longer.length));
    return longer.length > bytes.length ? longer : bytes.slice(0, -1);
  }
  const changed = bytes.slice();
  for (let left = 1 + rng.below(4); left > 0; left--) {
    const at = rng.below(changed.length);
    changed[at] = (changed[at] ?? 0) ^ (1 << rng.below(8));
  }
  // An even number of flips of one bit is no change.
  if (changed.every((byte, i) => byte === bytes[i])) changed[0] = (changed[0] ?? 0) ^ 1;
  return changed;
}
