/**
 * How late packets were handed over, against the time that the model gave them: what the machine
 * adds to the asked delay. A histogram with four steps to the octave: 19 % wide.
 */
const stepsPerOctave = 4;
const steps = 128;

export interface LatenessReport {
  readonly packets: number;
  readonly p50Us: number;
  readonly p99Us: number;
  readonly maxUs: number;
}

export class Lateness {
  readonly #counts = new Uint32Array(steps);
  #packets = 0;
  #maxUs = 0;

  add(lateUs: number): void {
    const us = Math.max(1, lateUs);
    const step = Math.min(steps - 1, Math.floor(Math.log2(us) * stepsPerOctave));
    this.#counts[step] = (this.#counts[step] ?? 0) + 1;
    this.#packets += 1;
    this.#maxUs = Math.max(this.#maxUs, lateUs);
  }

  report(): LatenessReport {
    return {
      packets: this.#packets,
      p50Us: this.#quantile(0.5),
      p99Us: this.#quantile(0.99),
      maxUs: Math.round(this.#maxUs),
    };
  }

  /** The upper edge of the step that it lies in. */
  #quantile(share: number): number {
    let seen = 0;
    for (const [step, count] of this.#counts.entries()) {
      seen += count;
      if (count > 0 && seen >= share * this.#packets) {
        return Math.round(Math.min(2 ** ((step + 1) / stepsPerOctave), this.#maxUs));
      }
    }
    return 0;
  }
}
