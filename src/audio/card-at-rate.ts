/**
 * A card that runs at another rate than the engine, as one that runs at the
 * engine's: what is written goes through a resampler.
 *
 * Here and not in libasound: its own converter interpolates linearly, with errors
 * 63 dB below a tone of 1 kHz and 22 dB below one of 10 kHz, measured from 48 to
 * 44.1 kHz; this one's are more than 90 dB below both.
 */
import type { PcmFormat, PcmOut, PcmTiming, PcmVolume, PcmWrite } from "../ports/pcm.ts";
import { blockFramesMax } from "./limits.ts";
import { Resampler } from "./resampler.ts";

/** The card itself where it runs at `rate` already. Takes the card over. */
export function cardAtRate(card: PcmOut, rate: number): PcmOut {
  return card.format.rate === rate ? card : new CardAtRate(card, rate);
}

class CardAtRate implements PcmOut {
  readonly format: PcmFormat;
  readonly periodFrames: number;
  readonly bufferFrames: number;
  readonly #card: PcmOut;
  readonly #resampler: Resampler;
  readonly #converted: Float32Array;
  /** Engine frames of one of the card's. */
  readonly #ratio: number;

  constructor(card: PcmOut, rate: number) {
    this.#card = card;
    this.#ratio = rate / card.format.rate;
    this.format = { ...card.format, rate };
    // A whole period converted is never more than the card's, and a whole buffer fits too.
    this.periodFrames = Math.max(1, Math.floor(card.periodFrames * this.#ratio));
    this.bufferFrames = this.#fits(card.bufferFrames);
    this.#resampler = new Resampler(rate, card.format.rate);
    this.#converted = new Float32Array(2 * this.#resampler.framesFor(this.bufferFrames));
  }

  get device(): string {
    return this.#card.device;
  }
  get trouble(): string | undefined {
    return this.#card.trouble;
  }
  get volume(): PcmVolume | undefined {
    return this.#card.volume;
  }

  write(samples: Float32Array): PcmWrite {
    let frames = 0;
    for (let at = 0; at < samples.length; at += 2 * blockFramesMax) {
      const block = samples.subarray(at, at + 2 * blockFramesMax);
      frames += this.#resampler.push(block, block.length >> 1, this.#converted, frames);
    }
    return this.#card.write(this.#converted.subarray(0, 2 * frames));
  }

  roomFrames(): number | undefined {
    const room = this.#card.roomFrames();
    return room === undefined ? undefined : Math.min(this.bufferFrames, this.#fits(room));
  }

  delayFrames(): number {
    return Math.round(this.#card.delayFrames() * this.#ratio);
  }

  timing(): PcmTiming | undefined {
    const timing = this.#card.timing();
    if (timing === undefined) return undefined;
    return { delayFrames: timing.delayFrames * this.#ratio, atUs: timing.atUs };
  }

  [Symbol.dispose](): void {
    this.#card[Symbol.dispose]();
  }

  /** Frames whose conversion fits that many of the card's: it may be one more than the ratio says. */
  #fits(cardFrames: number): number {
    return Math.max(0, Math.floor((cardFrames - 1) * this.#ratio));
  }
}
