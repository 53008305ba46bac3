/**
 * What the neighbours say that they hold (PROTOCOL.md §6.8). Pure state.
 *
 * Claims, not facts: what is fetched is verified, and a claim that proves empty
 * is withdrawn until it is told anew.
 *
 * Invariants:
 *   I1  claims of a neighbour are those of one epoch, complete up to one version
 *   I2  a page with a gap before it changes nothing: the answer asks for what lies between
 * Bounds: `neighboursMax` neighbours, `claimsMax` runs in all; who has most loses its oldest.
 */
import type { HeldRun, HoldingsAnswer, HoldingsPage } from "../wire/holdings.ts";
import { atItUs, begunChunksMax, behindChunksMax, claimsMax, neighboursMax } from "./limits.ts";

export interface ChunkPlace {
  /** 32 hexadecimal digits. */
  readonly track: string;
  /** Code of the rung. */
  readonly rung: number;
  /** Second of the track. */
  readonly index: number;
}

interface Claim {
  readonly runs: readonly HeldRun[];
  /** Clock time of when more was claimed than before; -Infinity where that is not known. */
  readonly grewUs: number;
}

interface Claims {
  epoch: number;
  version: number;
  /** Of the rung that grew last. */
  grewUs: number;
  readonly rungs: Map<string, Claim>;
}

export class PeerBook {
  readonly #peers = new Map<string, Claims>();
  #count = 0;

  get peers(): readonly { readonly id: string; readonly rungs: number }[] {
    return [...this.#peers].map(([id, { rungs }]) => ({ id, rungs: rungs.size }));
  }

  /** Takes a page of `peer`'s; the answer says how far its list is known now. */
  take(peer: string, page: HoldingsPage, nowUs: number): HoldingsAnswer {
    const { epoch, after, version } = page;
    let claims = this.#peers.get(peer);
    if (claims === undefined && this.#peers.size >= neighboursMax) return { epoch, version: 0 };
    if (claims?.epoch !== epoch) {
      this.forget(peer);
      claims = { epoch, version: 0, grewUs: Number.NEGATIVE_INFINITY, rungs: new Map() };
      this.#peers.set(peer, claims);
    }
    if (after > claims.version || version <= claims.version)
      return { epoch, version: claims.version };
    for (const { track, rung, runs } of page.rungs)
      this.#claim(claims, `${track}/${rung}`, { runs, grewUs: nowUs });
    claims.version = version;
    this.#shrink();
    return { epoch, version };
  }

  /** It gets something right now. */
  isActive(peer: string, nowUs: number): boolean {
    return nowUs - (this.#peers.get(peer)?.grewUs ?? Number.NEGATIVE_INFINITY) < atItUs;
  }

  forget(peer: string): void {
    for (const { runs } of this.#peers.get(peer)?.rungs.values() ?? []) this.#count -= sizeOf(runs);
    this.#peers.delete(peer);
  }

  /** Ids of those that say they have it. */
  holders({ track, rung, index }: ChunkPlace): readonly string[] {
    const name = `${track}/${rung}`;
    const found: string[] = [];
    for (const [id, { rungs }] of this.#peers)
      if (covers(rungs.get(name)?.runs, index)) found.push(id);
    return found;
  }

  /** Ids of those that get this rung right now, and are so little behind that it will be theirs soon. */
  atIt(place: ChunkPlace, nowUs: number): readonly string[] {
    return this.#getting(place, nowUs, (runs) => comesTo(runs, place.index));
  }

  /** Ids of those that get this rung right now, and have it or are as little behind. */
  along(place: ChunkPlace, nowUs: number): readonly string[] {
    const { index } = place;
    return this.#getting(place, nowUs, (runs) => covers(runs, index) || comesTo(runs, index));
  }

  #getting(
    { track, rung }: ChunkPlace,
    nowUs: number,
    isNear: (runs: readonly HeldRun[]) => boolean,
  ): readonly string[] {
    const name = `${track}/${rung}`;
    const found: string[] = [];
    for (const [id, { rungs }] of this.#peers) {
      const claim = rungs.get(name);
      if (claim !== undefined && nowUs - claim.grewUs < atItUs && isNear(claim.runs))
        found.push(id);
    }
    return found;
  }

  /** It says that it has something of this track. */
  knows(peer: string, track: string): boolean {
    for (const name of this.#peers.get(peer)?.rungs.keys() ?? [])
      if (name.startsWith(track)) return true;
    return false;
  }

  /** It says that it has it, and has not. */
  withdraw(peer: string, { track, rung }: ChunkPlace): void {
    const claims = this.#peers.get(peer);
    const name = `${track}/${rung}`;
    this.#count -= sizeOf(claims?.rungs.get(name)?.runs);
    claims?.rungs.delete(name);
  }

  #claim(claims: Claims, name: string, { runs, grewUs }: Claim): void {
    const { rungs } = claims;
    const before = rungs.get(name);
    this.#count -= sizeOf(before?.runs);
    rungs.delete(name);
    if (runs.length === 0) return;
    const isMore = grew(before?.runs, runs);
    if (isMore) claims.grewUs = grewUs;
    rungs.set(name, { runs, grewUs: isMore ? grewUs : Number.NEGATIVE_INFINITY });
    this.#count += sizeOf(runs);
  }

  #shrink(): void {
    while (this.#count > claimsMax) {
      const most = [...this.#peers.values()].reduce((a, b) =>
        a.rungs.size >= b.rungs.size ? a : b,
      );
      const [oldest] = most.rungs;
      if (oldest === undefined) return;
      most.rungs.delete(oldest[0]);
      this.#count -= sizeOf(oldest[1].runs);
    }
  }
}

/** What a claim counts: itself, and each run beyond the first. */
function sizeOf(runs: readonly HeldRun[] | undefined): number {
  return runs?.length ?? 0;
}

function covers(runs: readonly HeldRun[] | undefined, index: number): boolean {
  return runs?.some(({ from, count }) => index >= from && index < from + count) === true;
}

function chunksOf(runs: readonly HeldRun[]): number {
  return runs.reduce((sum, { count }) => sum + count, 0);
}

/** Of who was not heard of before little may be new; much it had for long. */
function grew(before: readonly HeldRun[] | undefined, runs: readonly HeldRun[]): boolean {
  if (before === undefined) return chunksOf(runs) <= begunChunksMax;
  return chunksOf(runs) > chunksOf(before);
}

function comesTo(runs: readonly HeldRun[], index: number): boolean {
  return runs.some(({ from, count }) => {
    const ahead = index - from - count;
    return ahead >= 0 && ahead < behindChunksMax;
  });
}
