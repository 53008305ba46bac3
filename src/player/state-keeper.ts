/**
 * Saves the player's state: at once where losing it would be noticed (pause, a
 * new track), a little later for a burst of small changes.
 */
import { describeError } from "../base/errors.ts";
import type { Cancel, Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import { saveDelayUs } from "./limits.ts";

/** Where states go (storage/state-ring.ts). */
export interface StateStore {
  save(bytes: Uint8Array): Promise<void>;
}

export class StateKeeper {
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #store: StateStore;
  readonly #state: () => Uint8Array;
  #timer: Cancel | undefined;
  #failing = false;

  /** `state` gives the encoded state whenever it is to be saved. */
  constructor(
    ports: { readonly clock: Clock; readonly log: Log },
    store: StateStore,
    state: () => Uint8Array,
  ) {
    this.#clock = ports.clock;
    this.#log = ports.log;
    this.#store = store;
    this.#state = state;
  }

  save(when: "now" | "soon"): void {
    if (when === "now") void this.flush();
    else this.#timer ??= this.#clock.after(saveDelayUs, () => void this.flush());
  }

  /** Resolves when the state of this moment is durable, or cannot be: then it was logged. */
  async flush(): Promise<void> {
    this.#timer?.();
    this.#timer = undefined;
    try {
      await this.#store.save(this.#state());
      this.#failing = false;
    } catch (error) {
      if (!this.#failing) this.#log.error("state-not-saved", { why: describeError(error) });
      this.#failing = true;
    }
  }

  close(): void {
    this.#timer?.();
  }
}
