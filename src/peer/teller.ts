/**
 * Tells the neighbours what this speaker holds: pages of changes, each
 * acknowledged before the next goes out (PROTOCOL.md §6.8). Pure: times come in,
 * pages go out.
 *
 * Invariants:
 *   I1  one page is under way to a neighbour
 *   I2  a neighbour that is up to date is told nothing until something changes
 *   I3  what changes all the time is told every `tellEveryUs` at most, to who waits for it every `tellKeenUs`;
 *       more seldom among many
 */
import {
  encodeHoldingsPage,
  type HeldRung,
  type HoldingsAnswer,
  heldRungBytes,
  pageRoomBytes,
} from "../wire/holdings.ts";
import {
  tellEveryUs,
  tellKeenSpacingUs,
  tellKeenUs,
  tellPatienceUs,
  tellSpacingUs,
} from "./limits.ts";

/** The list that is told of, with the version of each entry's last change, oldest change first. */
export interface ToldList {
  readonly version: number;
  since(version: number): Iterable<HeldRung & { readonly version: number }>;
}

interface Listener {
  /** It knows the list up to here. */
  known: number;
  /** Of the last answer: it is not told again before a pause after it. Undefined while a page is under way. */
  answeredUs: number | undefined;
  /** What the list was when it was last begun to tell it: up to there page follows page. */
  until: number;
  /** Clock time of the next page, at the earliest. */
  dueUs: number;
}

export class Teller {
  readonly #list: ToldList;
  readonly #epoch: number;
  readonly #isKeen: (peer: string) => boolean;
  readonly #listeners = new Map<string, Listener>();

  /** `epoch` is random: it names this life of the list. `isKeen`: it waits for what is new. */
  constructor(list: ToldList, epoch: number, isKeen: (peer: string) => boolean = () => false) {
    this.#list = list;
    this.#epoch = epoch;
    this.#isKeen = isKeen;
  }

  /** Whom there is to tell; who is new is told at once, who is gone is forgotten. */
  listeners(peers: ReadonlySet<string>): void {
    for (const id of this.#listeners.keys()) if (!peers.has(id)) this.#listeners.delete(id);
    for (const id of peers)
      if (!this.#listeners.has(id))
        this.#listeners.set(id, { known: 0, until: 0, dueUs: 0, answeredUs: undefined });
  }

  /** Pages that are due, each to be sent to its neighbour and answered by `told`. */
  due(nowUs: number): readonly { readonly peer: string; readonly page: Uint8Array }[] {
    const pages = [];
    for (const [peer, listener] of this.#listeners) {
      if (listener.known >= this.#list.version || nowUs < this.#dueUs(peer, listener)) continue;
      // I1: until it is answered, or its patience has passed.
      listener.dueUs = nowUs + tellPatienceUs;
      listener.answeredUs = undefined;
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
    if (moved) listener.answeredUs = nowUs;
  }

  /** Who has become keen since its last page does not wait for the whole pause. */
  #dueUs(peer: string, { dueUs, answeredUs }: Listener): number {
    if (answeredUs === undefined || !this.#isKeen(peer)) return dueUs;
    const pauseUs = Math.max(tellKeenUs, tellKeenSpacingUs * this.#listeners.size);
    return Math.min(dueUs, answeredUs + pauseUs);
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
