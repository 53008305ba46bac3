/**
 * Saves the player's state: at once where losing it would be noticed (pause, a
 * new track), a little later for a burst of small changes, and again, ever more
 * rarely, while the card takes nothing.
 */
import { describeError } from "../base/errors.ts";
import type { Cancel, Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import { saveDelayUs, saveRetryUsMax } from "./limits.ts";

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
  #closed = false;
  #retryUs = saveDelayUs;

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
      this.#retryUs = saveDelayUs;
    } catch (error) {
      if (!this.#failing) this.#log.error("state-not-saved", { why: describeError(error) });
      this.#failing = true;
      this.#tryAgain();
    }
  }

  close(): void {
    this.#closed = true;
    this.#timer?.();
  }

  /** The change that comes next would try, too; but a speaker may stand unchanged for days. */
  #tryAgain(): void {
    if (this.#closed) return;
    this.#timer ??= this.#clock.after(this.#retryUs, () => void this.flush());
    this.#retryUs = Math.min(2 * this.#retryUs, saveRetryUsMax);
  }
}
