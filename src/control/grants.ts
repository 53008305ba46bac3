/**
 * Visits: clients that are let in for a while (docs/CONTROL.md §3.4).
 *
 * Within the run of the speaker that granted it a visit is counted by the
 * monotonic clock, which nobody can set. Its end in wall time is written down
 * for the next run, once the time of day is known: then it is that, and while
 * that run does not know the time the visitor waits. So no wrong clock ends a
 * visit early, and none prolongs it; switching the speaker off does not either.
 *
 * Invariants:
 *   I1  a visit ends at its time, to within a timer; then its client is off the list
 *   I2  nothing is decided by a wall clock that nobody vouches for
 */

import { describeError } from "../base/errors.ts";
import { usPerMs } from "../base/units.ts";
import type { KnownTime } from "../household/house-time.ts";
import type { Cancel, Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { ClientRecord, ClientStore } from "./client-store.ts";
import { grantLookUs } from "./limits.ts";

/** `unknown`: it ends at a time of day, and that is not known now. */
export type Standing =
  | { readonly kind: "member" }
  | { readonly kind: "visit"; readonly leftUs: number }
  | { readonly kind: "over" }
  | { readonly kind: "unknown" };

interface Ports {
  readonly clock: Clock;
  readonly log: Log;
  readonly time: () => KnownTime;
  readonly clients: ClientStore;
  /** Called once a client is off the list. */
  readonly ended: (client: ClientRecord) => void;
}

export class Grants implements Disposable {
  readonly #ports: Ports;
  /** Monotonic ends, of those that this run knows. */
  readonly #endsUs = new Map<string, number>();
  #timer: Cancel | undefined;

  constructor(ports: Ports) {
    this.#ports = ports;
    this.#look();
  }

  /** The wall time to be written down for a visit that ends then; 0 while the time is not known. */
  wallMsAt(untilUs: number): number {
    const { clock, time } = this.#ports;
    const { wallMs, trusted } = time();
    return trusted ? Math.round(wallMs + (untilUs - clock.nowUs()) / usPerMs) : 0;
  }

  /** Counts from now on; `untilUs` undefined: without end. */
  began(id: string, untilUs: number | undefined): void {
    if (untilUs === undefined) this.#endsUs.delete(id);
    else this.#endsUs.set(id, untilUs);
    this.#look();
  }

  standing({ id, untilMs }: ClientRecord): Standing {
    if (untilMs === undefined) return { kind: "member" };
    const { clock, time } = this.#ports;
    let endUs = this.#endsUs.get(id);
    if (endUs === undefined) {
      // Of an earlier run, which did not know the time either: nobody can tell how long it was off.
      if (untilMs === 0) return { kind: "over" };
      const { wallMs, trusted } = time();
      if (!trusted) return { kind: "unknown" };
      endUs = clock.nowUs() + (untilMs - wallMs) * usPerMs;
      this.#endsUs.set(id, endUs);
    }
    const leftUs = endUs - clock.nowUs();
    return leftUs > 0 ? { kind: "visit", leftUs } : { kind: "over" };
  }

  [Symbol.dispose](): void {
    this.#timer?.();
  }

  /** Ends what is over, dates what can be dated now, and comes back in time for the next. */
  #look(): void {
    this.#timer?.();
    this.#timer = undefined;
    const visits = this.#ports.clients.list().filter(({ untilMs }) => untilMs !== undefined);
    if (visits.length === 0) return;
    let nextUs = grantLookUs;
    for (const client of visits) {
      const standing = this.standing(client);
      if (standing.kind === "over") void this.#end(client);
      else if (client.untilMs === 0) void this.#date(client);
      if (standing.kind === "visit") nextUs = Math.min(nextUs, standing.leftUs);
    }
    this.#timer = this.#ports.clock.after(nextUs, () => this.#look());
  }

  /** Never rejects: who cannot be taken off the list is refused all the same. */
  async #end(client: ClientRecord): Promise<void> {
    const { clients, log, ended } = this.#ports;
    try {
      ended(client);
      // Who was let in anew meanwhile stays.
      await clients.change(client.id, (now) => (now === client ? undefined : now));
    } catch (error) {
      log.warn("visit-not-ended-on-disk", { id: client.id, why: describeError(error) });
    }
  }

  async #date(client: ClientRecord): Promise<void> {
    const { clients, log } = this.#ports;
    const endUs = this.#endsUs.get(client.id);
    const untilMs = endUs === undefined ? 0 : this.wallMsAt(endUs);
    if (untilMs === 0) return;
    try {
      await clients.change(client.id, (now) => (now === client ? { ...now, untilMs } : now));
    } catch (error) {
      log.warn("visit-not-dated", { id: client.id, why: describeError(error) });
    }
  }
}
