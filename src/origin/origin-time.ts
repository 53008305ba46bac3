/**
 * What time it is for an origin: its own clock's, as far as somebody vouches for
 * that. It asks nobody.
 *
 * Bounds: one look at who vouches for it in `timeLookUs`, when the time is asked for.
 */
import { describeError } from "../base/errors.ts";
import { HouseTime, type KnownTime } from "../household/house-time.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { WallSource } from "../ports/wall-source.ts";
import { encodeTimeWord } from "../wire/house-time.ts";
import { timeLookUs } from "./limits.ts";

export interface OriginTimePorts {
  readonly clock: Clock;
  readonly log: Log;
  /** A date that is not absurd is believed where it is absent. */
  readonly wallSource?: WallSource | undefined;
}

export class OriginTime {
  readonly #ports: OriginTimePorts;
  readonly #time = new HouseTime();
  #lookedUs = Number.NEGATIVE_INFINITY;

  constructor(ports: OriginTimePorts) {
    this.#ports = ports;
  }

  async look(): Promise<void> {
    const { clock, wallSource } = this.#ports;
    this.#lookedUs = clock.nowUs();
    const trust = (await wallSource?.trust()) ?? "kept";
    this.#time.own(trust, clock.wallMs(), clock.nowUs());
  }

  /** As of the last look; begins another one where that is long ago. */
  now(): KnownTime {
    const { clock, log } = this.#ports;
    if (clock.nowUs() - this.#lookedUs >= timeLookUs)
      this.look().catch((error: unknown) => {
        log.warn("time-not-known", { why: describeError(error) });
      });
    return this.#time.at(clock.nowUs(), clock.wallMs());
  }

  /** What a member that asks for the time is told. */
  async answer(): Promise<Uint8Array> {
    await this.look();
    const { clock } = this.#ports;
    return encodeTimeWord(this.#time.word(clock.nowUs(), clock.wallMs()));
  }
}
