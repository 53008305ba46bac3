/**
 * What of the written samples was heard, as far as is known: when a card is
 * unplugged, what it still held is played by the next one, and a card whose
 * count stands still has stopped although it says nothing.
 *
 * Invariants:
 *   I1  it keeps the periods that were written last, together no more than the card holds and one
 *   I2  what is heard only grows between two cards
 */
import { standstillUs } from "./limits.ts";

/** What was written to a card at once. */
export interface WrittenPeriod {
  /** Interleaved stereo. */
  readonly samples: Float32Array;
  /** Nothing was there to be heard: nobody misses it. Silence that is the music's own is not meant. */
  readonly empty: boolean;
}

export class Heard {
  readonly #rate: number;
  readonly #framesMax: number;
  /** The periods that were written last, the oldest first. */
  readonly #periods: WrittenPeriod[] = [];
  #held = 0;
  #written = 0;
  #heard = 0;
  /** When that was so. */
  #atUs: number;
  /** When it last grew, or did not have to. */
  #movedUs: number;

  /** Of a card that was just opened; `framesMax`: what it holds. */
  constructor(rate: number, framesMax: number, nowUs: number) {
    this.#rate = rate;
    this.#framesMax = framesMax;
    this.#atUs = nowUs;
    this.#movedUs = nowUs;
  }

  /** `queuedFrames`: what the card holds now. */
  note(queuedFrames: number, nowUs: number): void {
    const heard = Math.max(this.#heard, this.#written - queuedFrames);
    if (heard > this.#heard) this.#movedUs = nowUs;
    this.#heard = heard;
    this.#atUs = nowUs;
  }

  /** It has played something of what was written to it. */
  get moves(): boolean {
    return this.#heard > 0;
  }

  /** The card ran dry, or does not say what it holds: it has nothing to move. */
  rested(nowUs: number): void {
    this.#movedUs = nowUs;
  }

  /** Keeps `period`; the memory of the one that it no longer needs, to be used again. */
  wrote(period: WrittenPeriod): Float32Array | undefined {
    this.#written += framesOf(period);
    this.#held += framesOf(period);
    this.#periods.push(period);
    const [oldest] = this.#periods;
    if (oldest === undefined || this.#held - framesOf(oldest) < this.#framesMax) return undefined;
    this.#held -= framesOf(oldest);
    return this.#periods.shift()?.samples;
  }

  /** The last `frames` were taken back from the card. */
  rewound(frames: number): void {
    this.#written -= frames;
    this.#held -= frames;
    for (let left = frames; left > 0; ) {
      const last = this.#periods.pop();
      if (last === undefined) return;
      const kept = framesOf(last) - left;
      if (kept > 0) this.#periods.push({ ...last, samples: last.samples.subarray(0, 2 * kept) });
      left -= framesOf(last);
    }
  }

  /** The card holds samples and has not moved for a while. */
  standsStill(nowUs: number): boolean {
    return this.#written > this.#heard && nowUs - this.#movedUs > standstillUs;
  }

  /** The periods that were not, or not whole, heard when the card went, the oldest first. */
  unheard(nowUs: number): readonly WrittenPeriod[] {
    const heard = this.#heard + ((nowUs - this.#atUs) * this.#rate) / 1e6;
    let left = this.#written - heard;
    let first = this.#periods.length;
    for (; first > 0 && left > 0; first--) {
      const period = this.#periods[first - 1];
      left -= period === undefined ? 0 : framesOf(period);
    }
    return this.#periods.slice(first);
  }
}

const framesOf = ({ samples }: WrittenPeriod): number => samples.length / 2;
