/**
 * A Wi-Fi station that saves power: without a packet for a while it sleeps, and what comes for it
 * waits at the access point until the station listens to a beacon and hears that something is there.
 * A packet of its own wakes it at once.
 *
 * Beacons lie at multiples of `dozeEveryUs`, the same for the whole run; each is missed with
 * `dozeMissShare`, so that a weak station answers after seconds.
 */
import type { Rng } from "../../../src/base/rng.ts";
import { missedMax } from "../limits.ts";
import type { LinkSettings } from "./settings.ts";

export type DozeSettings = Pick<LinkSettings, "dozeAfterUs" | "dozeEveryUs" | "dozeMissShare">;

export class Doze {
  readonly #rng: Rng;
  /** Awake from then on; in the past, or the beacon that it will hear. */
  #wakesUs = 0;
  #lastPacketUs = 0;

  constructor(rng: Rng) {
    this.#rng = rng;
  }

  /** A packet for the station: when it can be sent, `nowUs` when the station is awake. */
  packetForUs(settings: DozeSettings, nowUs: number): number {
    // While one waits for the beacon the last packet lies ahead: nothing is drawn again.
    if (nowUs - this.#lastPacketUs > settings.dozeAfterUs) {
      this.#wakesUs = this.#nextBeaconUs(settings, nowUs);
    }
    const sentUs = Math.max(nowUs, this.#wakesUs);
    this.#lastPacketUs = sentUs;
    return sentUs;
  }

  /** A packet by the station. */
  packetFrom(nowUs: number): void {
    this.#wakesUs = nowUs;
    this.#lastPacketUs = nowUs;
  }

  #nextBeaconUs({ dozeEveryUs, dozeMissShare }: DozeSettings, nowUs: number): number {
    let missed = 0;
    while (missed < missedMax && this.#rng.chance(dozeMissShare)) missed += 1;
    return (Math.floor(nowUs / dozeEveryUs) + 1 + missed) * dozeEveryUs;
  }
}
