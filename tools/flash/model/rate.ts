/** How fast it goes and how long it will take, from what was done lately. Pure: the caller brings the time. */
import { bar, bytesText, spanText } from "../../../src/cli/format.ts";
import { rateSpanUs, slowBytesPerS } from "../limits.ts";

interface Sample {
  readonly nowUs: number;
  readonly bytes: number;
}

export class RateMeter {
  readonly #totalBytes: number;
  #samples: Sample[] = [];

  constructor(totalBytes: number) {
    this.#totalBytes = totalBytes;
  }

  /** `bytes` done so far. */
  add(bytes: number, nowUs: number): void {
    this.#samples.push({ nowUs, bytes });
    const old = this.#samples.findIndex((sample) => nowUs - sample.nowUs <= rateSpanUs);
    // One sample from before the span: else the mean of a stall would be that of its end.
    this.#samples = this.#samples.slice(Math.max(0, old - 1));
  }

  /** Of the latest fifteen seconds; undefined before a second has passed. */
  get bytesPerS(): number | undefined {
    const [first, last] = [this.#samples[0], this.#samples.at(-1)];
    if (first === undefined || last === undefined || last.nowUs - first.nowUs < 1e6)
      return undefined;
    return ((last.bytes - first.bytes) * 1e6) / (last.nowUs - first.nowUs);
  }

  get secondsLeft(): number | undefined {
    const rate = this.bytesPerS;
    const done = this.#samples.at(-1)?.bytes ?? 0;
    return rate === undefined || rate <= 0 ? undefined : (this.#totalBytes - done) / rate;
  }

  /** A whole span was slower than any card that is sold. */
  get isSlow(): boolean {
    const [first, last] = [this.#samples[0], this.#samples.at(-1)];
    if (first === undefined || last === undefined) return false;
    const rate = this.bytesPerS;
    return last.nowUs - first.nowUs >= rateSpanUs && rate !== undefined && rate < slowBytesPerS;
  }

  get text(): string {
    const done = this.#samples.at(-1)?.bytes ?? 0;
    const rate = this.bytesPerS;
    const left = this.secondsLeft;
    const parts = [`${bytesText(done)} of ${bytesText(this.#totalBytes)}`];
    if (rate !== undefined) parts.push(`${bytesText(rate)}/s`);
    if (left !== undefined) parts.push(`${spanText(left)} left`);
    if (this.isSlow) parts.push("a slow card");
    return parts.join(", ");
  }

  bar(columns: number): string {
    return bar((this.#samples.at(-1)?.bytes ?? 0) / Math.max(1, this.#totalBytes), columns);
  }
}
