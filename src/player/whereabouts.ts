/**
 * Where a track can be had while no origin is there: in the cache, with the
 * help of the house, or not at all. For what people are shown, and so that
 * nobody waits for music that cannot come.
 *
 * Looks at samples of a track, not at all of it (`whereSecondsStep`); the pieces
 * of a second may come from any rung, the seconds from different speakers.
 */
import { type RungName, rungs } from "../media/rung.ts";
import type { TrackId } from "../media/track-id.ts";
import type { Clock } from "../ports/clock.ts";
import type { NearPlace } from "./house/house-chunks.ts";
import { houseMetUs, originAwayUs, whereSecondsStep } from "./limits.ts";
import type { Here } from "./model.ts";

export interface WhereaboutsPorts {
  readonly clock: Clock;
  readonly origin: { readonly ready: boolean };
  readonly cache: { has(place: NearPlace): boolean };
  /** Whether some neighbour says that it has it, and people want that rung from neighbours. */
  readonly isNear: (place: NearPlace, rung: RungName, has: readonly RungName[]) => boolean;
}

/** A track as far as it matters where it is. */
export interface SoughtTrack {
  readonly id: TrackId;
  /** 0 where it is not known: then its first second stands for all. */
  readonly durationMs: number;
  /** In which it may be played. */
  readonly rungs: readonly RungName[];
  /** All that it has. */
  readonly has: readonly RungName[];
}

export class Whereabouts {
  readonly #ports: WhereaboutsPorts;
  /** When an origin was there last, as far as anybody looked. */
  #readyUs: number;
  #wasReady = false;

  constructor(ports: WhereaboutsPorts) {
    this.#ports = ports;
    // Neighbours are met, and tell what they have, within some seconds of a start.
    this.#readyUs = ports.clock.nowUs() + houseMetUs;
  }

  /** To be called when a session to an origin comes or goes. */
  linkChanged(): void {
    this.#look();
  }

  /** No origin has been there for a while: what cannot be had without one is not waited for. */
  get isOriginAway(): boolean {
    return this.#look() && this.#ports.clock.nowUs() - this.#readyUs >= originAwayUs;
  }

  /** Undefined while an origin is there: then everything can be had. `fromMs`: what lies before it is not wanted. */
  of(track: SoughtTrack, fromMs = 0): Here | undefined {
    if (this.#ports.origin.ready) return undefined;
    let here: Here = "cache";
    let rung: RungName | undefined;
    for (const index of sampled(fromMs, track.durationMs)) {
      const place = (name: RungName): NearPlace => ({
        track: track.id,
        rung: rungs[name].code,
        index,
      });
      // The rung that had the last one mostly has this one, too.
      const names = rung === undefined ? track.rungs : [rung, ...track.rungs];
      rung = names.find((name) => this.#ports.cache.has(place(name)));
      if (rung !== undefined) continue;
      here = "house";
      const near = (name: RungName): boolean => this.#ports.isNear(place(name), name, track.has);
      if (!track.rungs.some(near)) return "no";
    }
    return here;
  }

  /** True while no origin is ready. */
  #look(): boolean {
    const { ready } = this.#ports.origin;
    if (ready || this.#wasReady) this.#readyUs = this.#ports.clock.nowUs();
    this.#wasReady = ready;
    return !ready;
  }
}

function* sampled(fromMs: number, durationMs: number): Generator<number> {
  const last = Math.max(0, Math.ceil(durationMs / 1_000) - 1);
  const first = Math.min(last, Math.floor(fromMs / 1_000));
  for (let index = first; index < last; index += whereSecondsStep) yield index;
  yield last;
}
