/**
 * Which packets a link loses: each by itself, in runs counted in packets, or in bad spells of time
 * (docs/NETLAB.md, Loss).
 *
 * Runs are the Gilbert model: in the good state nothing is lost, in the bad one everything. With
 * loss share p and mean run B the chain leaves the bad state with 1/B and enters it with
 * p / (B (1 − p)) at each packet; by time, the spells are exponential with means B and B (1 − p) / p.
 * A chain in packets moves only when packets do: two copies sent half a second apart over an idle
 * link then share one burst, which on the air they would not. Bad spells of time tell them apart.
 */
import type { Rng } from "../../../src/base/rng.ts";
import { burstCyclesMax } from "../limits.ts";
import type { LinkSettings } from "./settings.ts";

type LossSettings = Pick<LinkSettings, "lossShare" | "burstPackets" | "burstUs">;

export class LossModel {
  readonly #rng: Rng;
  #bad: boolean | undefined;
  /** By time: when this spell ends, and for which settings that was drawn. */
  #untilUs = 0;
  #drawnFor = { lossShare: 0, burstUs: 0 };

  constructor(rng: Rng) {
    this.#rng = rng;
  }

  /** One packet at this time; times never go back. */
  isLost(settings: LossSettings, nowUs: number): boolean {
    const { lossShare, burstPackets, burstUs } = settings;
    if (lossShare <= 0) return false;
    if (lossShare >= 1) return true;
    if (burstUs > 0) return this.#inBadSpell(settings, nowUs);
    if (burstPackets > 0) return this.#inRun(lossShare, burstPackets);
    return this.#rng.chance(lossShare);
  }

  #inRun(share: number, meanPackets: number): boolean {
    // The first packet finds the chain as it is in the long run.
    if (this.#bad === undefined) this.#bad = this.#rng.chance(share);
    else if (this.#bad) this.#bad = !this.#rng.chance(1 / meanPackets);
    else this.#bad = this.#rng.chance(runEntry(share, meanPackets));
    return this.#bad;
  }

  #inBadSpell(settings: LossSettings, nowUs: number): boolean {
    const { lossShare, burstUs } = settings;
    const goodUs = (burstUs * (1 - lossShare)) / lossShare;
    const redraw = this.#drawnFor.lossShare !== lossShare || this.#drawnFor.burstUs !== burstUs;
    const stale = nowUs - this.#untilUs > burstCyclesMax * (burstUs + goodUs);
    if (redraw || stale) {
      this.#drawnFor = { lossShare, burstUs };
      if (this.#bad === undefined || stale) this.#bad = this.#rng.chance(lossShare);
      // Exponential spells have no memory: what is left of one is as long as a new one.
      this.#untilUs = nowUs + this.#rng.exponential(this.#bad ? burstUs : goodUs);
    }
    while (this.#untilUs <= nowUs) {
      this.#bad = !this.#bad;
      this.#untilUs += this.#rng.exponential(this.#bad ? burstUs : goodUs);
    }
    return this.#bad ?? false;
  }
}

/** Chance to enter a run at a packet; over 1 such a loss cannot come in runs that short. */
export function runEntry(share: number, meanPackets: number): number {
  return share / (meanPackets * (1 - share));
}
