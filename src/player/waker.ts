/** A pause that can be ended early: for loops that look from time to time, and at once when something is new. */
import { deferred } from "../base/signal.ts";
import { type Clock, sleep } from "../ports/clock.ts";

export class Waker {
  #woken = deferred<void>();
  #awake = false;

  /** The pause that is going on ends now; else the next one does as it begins. */
  wake(): void {
    this.#awake = true;
    this.#woken.resolve();
  }

  /** Rejects with `signal.reason` when aborted. */
  async pause(clock: Clock, us: number, signal: AbortSignal): Promise<void> {
    if (!this.#awake) {
      const waiting = new AbortController();
      const stop = (): void => waiting.abort(signal.reason);
      signal.addEventListener("abort", stop, { once: true });
      await Promise.race([this.#woken.promise, sleep(clock, us, waiting.signal).catch(ended)]);
      signal.removeEventListener("abort", stop);
      waiting.abort(new Error("the pause is over"));
    }
    signal.throwIfAborted();
    this.#awake = false;
    this.#woken = deferred<void>();
  }
}

/** The pause was ended on purpose: by a wake or by the caller's signal, which is looked at next. */
function ended(): void {
  return;
}
