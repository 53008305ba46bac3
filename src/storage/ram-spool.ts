/**
 * Names for play events that no card takes, so that a ledger in reach can have
 * them all the same: an epoch of its own, seq from 1, a chain (PROTOCOL.md §6.2).
 *
 * Nothing of it outlives the program. What was handed out and is later written to
 * a card gets a second name there; the ledger may then have one event twice, and
 * counts its play once.
 */
import { toHex } from "../base/bytes.ts";
import type { Entropy } from "../ports/entropy.ts";
import {
  type EncodedEvent,
  encodePlayEvent,
  firstChain,
  nextChain,
  type PlayEvent,
} from "../wire/play-event.ts";

const epochBytes = 8;

export class RamSpool {
  readonly epoch: string;
  #last = 0;
  #chain = firstChain;

  constructor(entropy: Entropy) {
    this.epoch = toHex(entropy.bytes(epochBytes));
  }

  /** To be called for each event once, in order. */
  name(event: PlayEvent): EncodedEvent {
    this.#last += 1;
    const bytes = encodePlayEvent(event);
    const named = { epoch: this.epoch, seq: this.#last, chain: this.#chain, bytes };
    this.#chain = nextChain(this.#chain, bytes);
    return named;
  }
}
