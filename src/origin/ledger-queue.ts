/**
 * Brings deliveries that come at about the same time into one commit of the
 * ledger: a disk that syncs a hundred times a second then still takes the events
 * of thousands of speakers. Each is acknowledged after that commit, not before.
 *
 * Bounds: `groupUs` of waiting, `groupDeliveriesMax` deliveries.
 */
import type { Cancel, Clock } from "../ports/clock.ts";
import type { Delivery, Ledger } from "./ledger.ts";
import { groupDeliveriesMax, groupUs } from "./limits.ts";

interface Waiting extends Delivery {
  readonly resolve: (acknowledgement: Uint8Array | undefined) => void;
  readonly reject: (error: unknown) => void;
}

export class LedgerQueue implements AsyncDisposable {
  readonly #ledger: Ledger;
  readonly #clock: Clock;
  #waiting: Waiting[] = [];
  #timer: Cancel | undefined;

  constructor(ledger: Ledger, clock: Clock) {
    this.#ledger = ledger;
    this.#clock = clock;
  }

  /** As `Ledger.append`, up to `groupUs` later. Rejects with DiskError: nothing was taken then. */
  append(device: string, batch: Uint8Array): Promise<Uint8Array | undefined> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ device, batch, resolve, reject });
      if (this.#waiting.length >= groupDeliveriesMax) this.#commit();
      else this.#timer ??= this.#clock.after(groupUs, () => this.#commit());
    });
  }

  /** Commits what waits. Safe to call twice. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#commit();
  }

  #commit(): void {
    this.#timer?.();
    this.#timer = undefined;
    const together = this.#waiting;
    this.#waiting = [];
    if (together.length === 0) return;
    try {
      const answers = this.#ledger.appendAll(together);
      for (const [i, { resolve }] of together.entries()) resolve(answers[i]);
    } catch (error) {
      for (const { reject } of together) reject(error);
    }
  }
}
