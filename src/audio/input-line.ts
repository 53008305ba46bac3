/**
 * Line-in as the playout has it: an input that is open while it is chosen, heard
 * through a monitor, with little in the output so that it is heard soon
 * (docs/LINE-IN.md).
 *
 * While music plays the input is closed: nothing of it costs or hurts the music.
 */
import type { PcmIn } from "../ports/pcm.ts";
import type { LiveSource } from "./engine.ts";
import { InputCapture } from "./input-capture.ts";
import { InputMonitor } from "./input-monitor.ts";
import { liveLowUs, liveMarginStepUs, liveMarginUsMax, liveStepUs } from "./limits.ts";
import type { InputNumbers, ToneSettings } from "./model.ts";
import type { CardShape, QueueBounds } from "./pacing.ts";

export interface LineInputOptions {
  /** Throws PcmError. */
  readonly open: () => PcmIn;
  /** Of the output, in Hz. */
  readonly rate: number;
  /** As it is to be now; flat where it is absent. */
  readonly tone?: (() => ToneSettings) | undefined;
  /** Told when `device`, `rate` or `trouble` may have changed. */
  readonly changed: () => void;
}

/** A card, and what it holds; undefined when it ran dry. */
export interface CardFill extends CardShape {
  readonly queuedFrames: number | undefined;
}

export class LineInput implements Disposable {
  readonly #rate: number;
  readonly #monitor: InputMonitor;
  readonly #capture: InputCapture;
  #chosen = false;
  /** More than liveLowUs in the output, since it ran dry. */
  #extraUs = 0;

  constructor({ open, rate, tone, changed }: LineInputOptions) {
    this.#rate = rate;
    this.#monitor = new InputMonitor(rate, tone);
    this.#capture = new InputCapture({ open, taker: this.#monitor, changed });
  }

  /** What the engine mixes in. */
  get source(): LiveSource {
    return this.#monitor;
  }
  /** Undefined while it is closed. */
  get device(): PcmIn | undefined {
    return this.#capture.device;
  }
  get trouble(): string | undefined {
    return this.#capture.trouble;
  }
  get numbers(): InputNumbers {
    const { wayUs, ppm, playedUs, dropouts } = this.#monitor;
    return { latencyUs: wayUs, ppm, playedUs, dropouts, overruns: this.#capture.overruns };
  }

  /** Before each rendering, while it is chosen; `card` is undefined while there is none. */
  follow(nowUs: number, card: CardFill | undefined): void {
    if (!this.#chosen) {
      this.#chosen = true;
      this.#extraUs = 0;
      this.#monitor.reset();
    }
    const dry = card !== undefined && card.queuedFrames === undefined;
    // It is to hold more from now on.
    if (dry && this.#monitor.sounding)
      this.#extraUs = Math.min(liveMarginUsMax, this.#extraUs + liveMarginStepUs);
    const usOf = (frames: number): number => (frames * 1e6) / this.#rate;
    this.#monitor.observe({
      nowUs,
      queuedUs: usOf(card?.queuedFrames ?? 0),
      highUs: card === undefined ? 0 : usOf(this.bounds(card).high),
      dry,
    });
    this.#capture.poll(nowUs);
  }

  /** After each rendering, while it is not. */
  leave(): void {
    if (this.#chosen) this.#capture.close();
    this.#chosen = false;
  }

  /** How much the card is to hold while it is chosen: little. */
  bounds({ rate, periodFrames, bufferFrames }: CardShape): QueueBounds {
    const framesOf = (us: number): number => Math.round((us * rate) / 1e6);
    const low = Math.max(periodFrames, framesOf(liveLowUs + this.#extraUs));
    const high = low + Math.max(periodFrames, framesOf(liveStepUs));
    return { low: Math.min(low, bufferFrames - periodFrames), high: Math.min(high, bufferFrames) };
  }

  [Symbol.dispose](): void {
    this.#capture[Symbol.dispose]();
  }
}
