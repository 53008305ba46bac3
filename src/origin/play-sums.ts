/**
 * Brings the events of each play together: its start, its checkpoint and its end,
 * of which some may be missing. Pure.
 *
 * Bounds: `playsHeldMax` plays of one device are held; when there are more, those
 * that began first are given out. Events of a play arrive with few others between them.
 */
import type { TrackId } from "../media/track-id.ts";
import type { PlayEvent } from "../wire/play-event.ts";
import { playsHeldMax } from "./limits.ts";

export interface Play {
  readonly playId: string;
  readonly track: TrackId;
  /** The most that any of its events says. */
  readonly playedMs: number;
}

export class PlaySums {
  readonly #visit: (play: Play) => void;
  readonly #held = new Map<string, Play>();

  /** `visit` sees each play once. */
  constructor(visit: (play: Play) => void) {
    this.#visit = visit;
  }

  /** Events of one device, in the order of arrival as far as it is known. */
  add({ playId, track, playedMs }: PlayEvent): void {
    const known = this.#held.get(playId);
    if (known !== undefined) {
      if (playedMs > known.playedMs) this.#held.set(playId, { ...known, playedMs });
      return;
    }
    this.#held.set(playId, { playId, track, playedMs });
    if (this.#held.size > playsHeldMax) this.#giveOut(this.#held.size / 2);
  }

  /** Nothing more comes. */
  end(): void {
    this.#giveOut(this.#held.size);
  }

  #giveOut(count: number): void {
    let left = count;
    for (const [playId, play] of this.#held) {
      if (left < 1) return;
      left -= 1;
      this.#held.delete(playId);
      this.#visit(play);
    }
  }
}
