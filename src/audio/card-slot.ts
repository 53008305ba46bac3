/**
 * Where the card is plugged in: opens it, opens it again when it is lost or was
 * not there, more and more seldom, and says so once.
 *
 * While there is none, what the last one had not played is kept. A card that
 * stood still counts as away until it plays again: it can be opened all the while.
 */
import { describeError } from "../base/errors.ts";
import { PcmError } from "../ports/errors.ts";
import type { PcmDriver, PcmOut, PcmTarget } from "../ports/pcm.ts";
import { cardAtRate } from "./card-at-rate.ts";
import { Heard, type WrittenPeriod } from "./heard.ts";
import { reopenUsMax, reopenUsMin } from "./limits.ts";
import type { DeviceEvent } from "./model.ts";

export interface CardSlotParts {
  readonly pcm: PcmDriver;
  readonly target: PcmTarget;
  /** What is written to any card, in Hz. */
  readonly rate: number;
  /** Monotonic. */
  readonly nowUs: () => number;
  readonly tell: (event: DeviceEvent) => void;
}

/** A card with what was written to it. */
export interface PluggedCard {
  readonly pcm: PcmOut;
  readonly heard: Heard;
}

export class CardSlot implements Disposable {
  readonly #parts: CardSlotParts;
  #card: PluggedCard | undefined;
  /** The card's own, in Hz. */
  #deviceRate: number;
  #retryAtUs = Number.NEGATIVE_INFINITY;
  #retryUs = reopenUsMin;
  #trouble: string | undefined;
  #missingSinceUs: number | undefined;
  /** The last one stood still: opening alone proves nothing. */
  #doubtful = false;
  /** What kind of trouble was told last: while it stays the same there is nothing new to tell. */
  #told: string | undefined;

  constructor(parts: CardSlotParts) {
    this.#parts = parts;
    this.#deviceRate = parts.rate;
    this.#missingSinceUs = parts.nowUs();
  }

  /** The card; tries to open it when there is none and it is time to. */
  card(): PluggedCard | undefined {
    if (this.#card === undefined && this.#parts.nowUs() >= this.#retryAtUs) this.#open();
    if (this.#doubtful && this.#card?.heard.moves === true) this.#isBack();
    return this.#card;
  }

  /** There is a card, and nothing speaks against it. */
  get plays(): boolean {
    return this.#card !== undefined && !this.#doubtful;
  }

  /** Until it is tried again; only while there is no card. */
  get retryInUs(): number {
    return this.#retryAtUs - this.#parts.nowUs();
  }

  /** Tells what the card says is wrong although it goes on. */
  passOnTrouble(): void {
    const trouble = this.#card?.pcm.trouble;
    if (this.plays && trouble !== this.#trouble) this.#tell(trouble, undefined);
  }

  /** It stands still with samples in it. As `lose`. */
  loseStill(): readonly WrittenPeriod[] {
    const unheard = this.lose("has stopped; unplug it, and plug it in again");
    this.#doubtful = true;
    return unheard;
  }

  /** Closes it; the periods that it had not played, the oldest first. */
  lose(why: string): readonly WrittenPeriod[] {
    const card = this.#card;
    if (card === undefined) return [];
    const unheard = card.heard.unheard(this.#parts.nowUs());
    card.pcm[Symbol.dispose]();
    this.#card = undefined;
    this.#missingSinceUs ??= this.#parts.nowUs();
    this.#later();
    if (!this.#doubtful) this.#tell(`sound card "${card.pcm.device}" ${why}`, "no-device");
    return unheard;
  }

  [Symbol.dispose](): void {
    this.#card?.pcm[Symbol.dispose]();
    this.#card = undefined;
  }

  #open(): void {
    const { pcm, target, rate, nowUs } = this.#parts;
    try {
      const opened = pcm.open(target);
      this.#deviceRate = opened.format.rate;
      const card = cardAtRate(opened, rate);
      this.#card = { pcm: card, heard: new Heard(rate, card.bufferFrames, nowUs()) };
      if (!this.#doubtful) this.#isBack();
    } catch (error) {
      if (!(error instanceof PcmError)) throw error;
      this.#later();
      if (error.code !== this.#told) this.#tell(describeError(error), error.code);
    }
  }

  #isBack(): void {
    this.#doubtful = false;
    this.#retryUs = reopenUsMin;
    this.#missingSinceUs = undefined;
    this.#tell(undefined, undefined);
  }

  #later(): void {
    this.#retryAtUs = this.#parts.nowUs() + this.#retryUs;
    this.#retryUs = Math.min(reopenUsMax, 2 * this.#retryUs);
  }

  #tell(trouble: string | undefined, code: string | undefined): void {
    this.#trouble = trouble;
    this.#told = code;
    const { target, rate } = this.#parts;
    const named = target.name === "" ? target.kind : `${target.kind}:${target.name}`;
    this.#parts.tell({
      kind: "device",
      device: this.#card?.pcm.device ?? named,
      rate: this.#deviceRate,
      bufferUs: ((this.#card?.pcm.bufferFrames ?? 0) * 1e6) / rate,
      trouble,
      missingSinceUs: this.#missingSinceUs,
    });
  }
}
