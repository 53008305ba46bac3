/**
 * How many pages of what it holds a neighbour may send: a whole list at once,
 * then as many as a house needs. More are not read: a member that sends them
 * without end costs nothing but the link's own work. Pure.
 *
 * Bound: one entry for each neighbour that there is a session to; the caller `keep`s it so.
 */
import { usPerS } from "../base/units.ts";
import { pagesAtOnce, pagesPerS } from "./limits.ts";

export class PageBudget {
  /** When each would have sent all it may, had it sent at the pace from the start. */
  readonly #paceUs = new Map<string, number>();

  /** Whether one more is read. */
  takes(peer: string, nowUs: number): boolean {
    const paceUs = Math.max(this.#paceUs.get(peer) ?? 0, nowUs - pagesAtOnce * pageUs);
    if (paceUs + pageUs > nowUs) return false;
    this.#paceUs.set(peer, paceUs + pageUs);
    return true;
  }

  /** Forgets all others. */
  keep(peers: { has(peer: string): boolean }): void {
    for (const peer of this.#paceUs.keys()) if (!peers.has(peer)) this.#paceUs.delete(peer);
  }
}

const pageUs = usPerS / pagesPerS;
