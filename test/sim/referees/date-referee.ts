/**
 * The dates of plays: whatever clocks jumped, were lost or came back, no event of
 * the ledger that has a date has a wrong one. Some may have none.
 */
import { placeInTime } from "../../../src/origin/events-in-time.ts";
import type { SimHouse } from "../sim-house.ts";
import type { Verdicts } from "./verdicts.ts";

/** Clocks that are off by some parts per million, and words for the time that took as long as a bad link lets them. */
const slackMs = 3_000;

export class DateReferee {
  readonly #house: SimHouse;
  readonly #verdicts: Verdicts;
  readonly #fromMs: number;

  constructor(house: SimHouse, verdicts: Verdicts) {
    this.#house = house;
    this.#verdicts = verdicts;
    this.#fromMs = house.clock.wallMs();
  }

  judge(): void {
    const toMs = this.#house.clock.wallMs();
    for (const { device, seq, kind, atMs } of placeInTime(this.#house.origin.ledger.events())) {
      if (atMs === null || (atMs >= this.#fromMs - slackMs && atMs <= toMs + slackMs)) continue;
      const offS = Math.round((atMs < this.#fromMs ? atMs - this.#fromMs : atMs - toMs) / 1_000);
      this.#verdicts.find("dates", `${device}: ${kind} ${seq} is dated ${offS} s off the story`);
    }
  }
}
