/**
 * Tells the service manager that a daemon is ready, what it does, and that it is
 * alive: while its main loop turns (this is one of its timers) and every other
 * thread that must move has moved since the last beat. What hangs is not told to
 * be alive, and the manager starts the daemon anew.
 *
 * It does not watch the network, the card or the flash: a daemon without them is
 * as alive as it can be, and a restart would not bring them.
 *
 * Invariants:
 *   H1  between two signs of life each pulse has changed
 *   H2  that it is ready is said until it was taken, and before any sign of life
 *   H3  nothing but `stopping` is said once it stops
 */
import type { Cancel, Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { ServiceManager } from "../ports/service-manager.ts";
import { beatsPerWatchdog, beatUsMax } from "./limits.ts";

/** A thread beside the main one: a number that changes while it moves. To be asked makes a sleeper take a step. */
export interface Pulse {
  readonly thread: string;
  readonly count: () => number;
}

export interface Watched {
  readonly pulses: readonly Pulse[];
  /** For `systemctl status`. */
  readonly status: () => string;
}

export interface HeartbeatPorts {
  readonly clock: Clock;
  readonly log: Log;
  readonly manager: ServiceManager;
}

export class Heartbeat implements Disposable {
  readonly #ports: HeartbeatPorts;
  readonly #watched: Watched;
  readonly #beatUs: number;
  readonly #counts: number[];
  readonly #still = new Set<string>();
  #cancel: Cancel | undefined;
  #ready = true;
  #status: string | undefined;

  /** Says that it is ready. */
  constructor(ports: HeartbeatPorts, watched: Watched) {
    this.#ports = ports;
    this.#watched = watched;
    const { watchdogUs = Number.POSITIVE_INFINITY } = ports.manager;
    this.#beatUs = Math.min(beatUsMax, watchdogUs / beatsPerWatchdog);
    this.#counts = watched.pulses.map(({ count }) => count());
    this.#tell(false);
    this.#wait();
  }

  /** Says that it stops. May be called twice. */
  [Symbol.dispose](): void {
    if (this.#cancel === undefined) return;
    this.#cancel();
    this.#cancel = undefined;
    this.#ports.manager.tell({ stopping: true });
  }

  #wait(): void {
    this.#cancel = this.#ports.clock.after(this.#beatUs, () => {
      const moving = this.#allMove();
      this.#tell(moving && this.#ports.manager.watchdogUs !== undefined);
      this.#wait();
    });
  }

  #tell(alive: boolean): void {
    const status = this.#watched.status();
    const fresh = status === this.#status ? {} : { status };
    if (!this.#ports.manager.tell({ ready: this.#ready, alive, ...fresh })) return;
    this.#ready = false;
    this.#status = status;
  }

  #allMove(): boolean {
    const { log } = this.#ports;
    let moving = true;
    for (const [i, { thread, count }] of this.#watched.pulses.entries()) {
      const now = count();
      const stands = now === this.#counts[i];
      this.#counts[i] = now;
      if (stands) moving = false;
      if (stands && !this.#still.has(thread)) log.error("thread-stands-still", { thread });
      if (stands) this.#still.add(thread);
      else this.#still.delete(thread);
    }
    return moving;
  }
}
