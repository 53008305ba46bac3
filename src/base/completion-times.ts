/**
 * How long fetches from one source took lately, from asking to the last symbol.
 *
 * Pure state. Before there is enough to tell, it answers with the caller's guess. Bound: the last
 * `keptMax` times.
 */
const keptMax = 64;
/** Fewer say nothing of the slowest twentieth. */
const enough = 8;

export class CompletionTimes {
  readonly #times: number[] = [];
  #next = 0;

  took(us: number): void {
    this.#times[this.#next] = us;
    this.#next = (this.#next + 1) % keptMax;
  }

  /** Microseconds within which this share of fetches was complete; `guessUs` while too few are known. */
  within(share: number, guessUs: number): number {
    if (this.#times.length < enough) return guessUs;
    const sorted = [...this.#times].sort((a, b) => a - b);
    return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? guessUs;
  }
}
