/**
 * The speaker's clock as the browser reckons it, by Ping and Pong: the exchange
 * with the shortest way says it best. Pure; local times in milliseconds, the
 * speaker's in microseconds.
 */

/** Exchanges that are looked at: what is older may have drifted. */
const kept = 8;

export class ClockOffset {
  #samples: { readonly wayMs: number; readonly aheadMs: number }[] = [];

  /** A Ping left at `sentMs` and its Pong, which says `monoUs`, came at `cameMs`. */
  add(sentMs: number, cameMs: number, monoUs: number): void {
    const sample = { wayMs: cameMs - sentMs, aheadMs: monoUs / 1000 - (sentMs + cameMs) / 2 };
    this.#samples = [...this.#samples, sample].slice(-kept);
  }

  /** A speaker that was started again has another clock. */
  clear(): void {
    this.#samples = [];
  }

  /** What the speaker's clock says at `nowMs`, in milliseconds. */
  speakerMs(nowMs: number): number {
    const [first, ...others] = this.#samples;
    if (first === undefined) return nowMs;
    const best = others.reduce((a, b) => (b.wayMs < a.wayMs ? b : a), first);
    return nowMs + best.aheadMs;
  }

  /** Way there and back of the latest exchange; undefined before the first. */
  get wayMs(): number | undefined {
    return this.#samples.at(-1)?.wayMs;
  }
}
