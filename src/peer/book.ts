/**
 * What the neighbours say that they hold (PROTOCOL.md §6.8). Pure state.
 *
 * Claims, not facts: what is fetched is verified, and a claim that proves empty
 * is withdrawn until it is told anew.
 *
 * Invariants:
 *   I1  claims of a neighbour are those of one epoch, complete up to one version
 *   I2  a page with a gap before it changes nothing: the answer asks for what lies between
 * Bounds: `neighboursMax` neighbours, `claimsMax` rungs in all; who has most loses its oldest.
 */
import type { HeldRun, HoldingsAnswer, HoldingsPage } from "../wire/holdings.ts";
import { claimsMax, neighboursMax } from "./limits.ts";

export interface ChunkPlace {
  /** 32 hexadecimal digits. */
  readonly track: string;
  /** Code of the rung. */
  readonly rung: number;
  /** Second of the track. */
  readonly index: number;
}

interface Claims {
  epoch: number;
  version: number;
  readonly rungs: Map<string, readonly HeldRun[]>;
}

export class PeerBook {
  readonly #peers = new Map<string, Claims>();
  #count = 0;

  get peers(): readonly { readonly id: string; readonly rungs: number }[] {
    return [...this.#peers].map(([id, { rungs }]) => ({ id, rungs: rungs.size }));
  }

  /** Takes a page of `peer`'s; the answer says how far its list is known now. */
  take(peer: string, page: HoldingsPage): HoldingsAnswer {
    const { epoch, after, version } = page;
    let claims = this.#peers.get(peer);
    if (claims === undefined && this.#peers.size >= neighboursMax) return { epoch, version: 0 };
    if (claims?.epoch !== epoch) {
      this.forget(peer);
      claims = { epoch, version: 0, rungs: new Map() };
      this.#peers.set(peer, claims);
    }
    if (after > claims.version || version <= claims.version)
      return { epoch, version: claims.version };
    for (const { track, rung, runs } of page.rungs) this.#claim(claims, `${track}/${rung}`, runs);
    claims.version = version;
    this.#shrink();
    return { epoch, version };
  }

  forget(peer: string): void {
    this.#count -= this.#peers.get(peer)?.rungs.size ?? 0;
    this.#peers.delete(peer);
  }

  /** Ids of those that say they have it. */
  holders({ track, rung, index }: ChunkPlace): readonly string[] {
    const name = `${track}/${rung}`;
    const found: string[] = [];
    for (const [id, { rungs }] of this.#peers) if (covers(rungs.get(name), index)) found.push(id);
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
    if (claims?.rungs.delete(`${track}/${rung}`) === true) this.#count -= 1;
  }

  #claim({ rungs }: Claims, name: string, runs: readonly HeldRun[]): void {
    if (rungs.delete(name)) this.#count -= 1;
    if (runs.length === 0) return;
    rungs.set(name, runs);
    this.#count += 1;
  }

  #shrink(): void {
    while (this.#count > claimsMax) {
      const most = [...this.#peers.values()].reduce((a, b) =>
        a.rungs.size >= b.rungs.size ? a : b,
      );
      const [oldest] = most.rungs.keys();
      if (oldest === undefined) return;
      most.rungs.delete(oldest);
      this.#count -= 1;
    }
  }
}

function covers(runs: readonly HeldRun[] | undefined, index: number): boolean {
  return runs?.some(({ from, count }) => index >= from && index < from + count) === true;
}
