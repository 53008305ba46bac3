/**
 * Lets no play begin that could not be counted: while the play log has no room,
 * commands that would begin one are refused, and what would follow by itself
 * waits. What plays is not cut, and music goes on by itself as soon as the origin
 * has taken some of what waits.
 */

import type { TrackId } from "../media/track-id.ts";
import { type Clock, sleep } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import { playGateUs } from "./limits.ts";

/** The event spool as the gate sees it (storage/event-spool.ts). */
export interface PlayRoom {
  stats(): {
    readonly full: boolean;
    readonly pending: number;
    readonly waiting: number;
    readonly trouble: string | null;
  };
}

export interface PlayGatePorts {
  readonly clock: Clock;
  readonly log: Log;
  readonly room: PlayRoom;
  /** The track of the play that sounds; undefined while none does. */
  readonly playing: () => TrackId | undefined;
  /** Another reason why no new play may begin, for people; undefined for none. */
  readonly held?: () => string | undefined;
}

export class PlayGate {
  readonly #ports: PlayGatePorts;
  #closed = false;

  constructor(ports: PlayGatePorts) {
    this.#ports = ports;
  }

  /** Why no new play may begin, for people; undefined while one may. */
  get refusal(): string | undefined {
    const held = this.#ports.held?.();
    if (held !== undefined) return held;
    const { full, pending, waiting, trouble } = this.#ports.room.stats();
    this.#note(full, pending + waiting);
    if (!full) return undefined;
    // The reason alone: what to do about the card is in its own line of the status.
    const why = trouble === null ? "" : ` (the card takes none: ${trouble.split("; ")[0]})`;
    return `no new play begins, because ${pending + waiting} play events wait to be counted${why}; connect this speaker to its origin`;
  }

  /**
   * Resolves when a play of `track` may begin; at once where it goes on with the one that sounds, as after a
   * seek. `guessed`: it would be the next one. Rejects with `signal.reason`.
   */
  async mayBegin(track: TrackId, guessed: boolean, signal: AbortSignal): Promise<void> {
    const { clock, playing } = this.#ports;
    while (this.refusal !== undefined && (guessed || playing() !== track))
      await sleep(clock, playGateUs, signal);
  }

  #note(full: boolean, events: number): void {
    if (full === this.#closed) return;
    this.#closed = full;
    if (full) this.#ports.log.error("plays-refused", { events });
    else this.#ports.log.info("plays-taken-again", { events });
  }
}
