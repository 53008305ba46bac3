/**
 * A remote's copy of the shared state, kept by snapshots and deltas
 * (docs/CONTROL.md §4). Pure.
 *
 * Invariant: `state` is the server's of `seq`, or undefined while that is not known.
 */
import { type Topic, topics } from "../player/model.ts";
import type { schema } from "../wire/control-frame.ts";
import { applyChanges, type SharedState } from "./state.ts";
import { changesFromWire, stateFromWire } from "./wire-state.ts";

/** What a frame did: which topics changed, or that a delta is missing and the client must ask again. */
export type Applied = readonly Topic[] | "gap" | "ignored";

export class Replica {
  #epoch = "";
  #seq = 0;
  #state: SharedState | undefined;

  get epoch(): string {
    return this.#epoch;
  }
  get seq(): number {
    return this.#seq;
  }
  get state(): SharedState | undefined {
    return this.#state;
  }

  /** `nonce` is that of the latest Subscribe: a snapshot with another answers an older one. */
  snapshot(message: schema.control.Snapshot.$Properties, nonce: number): Applied {
    if ((message.nonce ?? 0) !== nonce) return "ignored";
    this.#epoch = message.epoch ?? "";
    this.#seq = message.seq ?? 0;
    this.#state = stateFromWire(message.state);
    return topics;
  }

  delta(message: schema.control.Delta.$Properties): Applied {
    const seq = message.seq ?? 0;
    if (this.#state === undefined || seq <= this.#seq) return "ignored";
    if (seq !== this.#seq + 1) return "gap";
    const changes = changesFromWire(message.changes);
    this.#seq = seq;
    this.#state = applyChanges(this.#state, changes);
    return topics.filter((topic) => changes[topic] !== undefined);
  }
}
