/**
 * Tells the neighbours what this speaker holds: pages of changes, each
 * acknowledged before the next goes out (PROTOCOL.md §6.8). Pure: times come in,
 * pages go out.
 *
 * Invariants:
 *   I1  one page is under way to a neighbour
 *   I2  a neighbour that is up to date is told nothing until something changes
 *   I3  what changes all the time is told every `tellEveryUs` at most, more seldom among many
 */
import {
  encodeHoldingsPage,
  type HeldRung,
  type HoldingsAnswer,
  heldRungBytes,
  pageRoomBytes,
} from "../wire/holdings.ts";
import { tellEveryUs, tellPatienceUs, tellSpacingUs } from "./limits.ts";

/** The list that is told of, with the version of each entry's last change, oldest change first. */
export interface ToldList {
  readonly version: number;
  since(version: number): Iterable<HeldRung & { readonly version: number }>;
}

interface Listener {
  /** It knows the list up to here. */
  known: number;
  /** What the list was when it was last begun to tell it: up to there page follows page. */
  until: number;
  /** Clock time of the next page, at the earliest. */
  dueUs: number;
}

export class Teller {
  readonly #list: ToldList;
  readonly #epoch: number;
  readonly #listeners = new Map<string, Listener>();

  /** `epoch` is random: it names this life of the list. */
  constructor(list: ToldList, epoch: number) {
    this.#list = list;
    this.#epoch = epoch;
  }

  /** Whom there is to tell; who is new is told at once, who is gone is forgotten. */
  listeners(peers: ReadonlySet<string>): void {
    for (const id of this.#listeners.keys()) if (!peers.has(id)) this.#listeners.delete(id);
    for (const id of peers)
      if (!this.#listeners.has(id)) this.#listeners.set(id, { known: 0, until: 0, dueUs: 0 });
  }

  /** Pages that are due, each to be sent to its neighbour and answered by `told`. */
  due(nowUs: number): readonly { readonly peer: string; readonly page: Uint8Array }[] {
    const pages = [];
    for (const [peer, listener] of this.#listeners) {
      if (listener.known >= this.#list.version || nowUs < listener.dueUs) continue;
      // I1: until it is answered, or its patience has passed.
      listener.dueUs = nowUs + tellPatienceUs;
      if (listener.known >= listener.until) listener.until = this.#list.version;
      pages.push({ peer, page: this.#page(listener.known) });
    }
    return pages;
  }

  /** The answer to a page, or undefined where none came. */
  told(peer: string, answer: HoldingsAnswer | undefined, nowUs: number): void {
    const listener = this.#listeners.get(peer);
    if (listener === undefined) return;
    const pauseUs = Math.max(tellEveryUs, tellSpacingUs * this.#listeners.size);
    if (answer === undefined || answer.epoch !== this.#epoch) {
      listener.dueUs = nowUs + pauseUs;
      return;
    }
    const moved = answer.version !== listener.known;
    listener.known = Math.min(answer.version, this.#list.version);
    // An answer that leads nowhere must not spin.
    const goesOn = moved && listener.known < listener.until;
    listener.dueUs = nowUs + (goesOn ? 0 : pauseUs);
  }

  #page(after: number): Uint8Array {
    const rungs: HeldRung[] = [];
    let bytes = 0;
    let version = after;
    for (const entry of this.#list.since(after)) {
      bytes += heldRungBytes(entry);
      if (bytes > pageRoomBytes) return this.#encoded(after, version, rungs);
      rungs.push(entry);
      ({ version } = entry);
    }
    // Also past what left the list for want of room.
    return this.#encoded(after, this.#list.version, rungs);
  }

  #encoded(after: number, version: number, rungs: readonly HeldRung[]): Uint8Array {
    return encodeHoldingsPage({ epoch: this.#epoch, after, version, rungs });
  }
}
