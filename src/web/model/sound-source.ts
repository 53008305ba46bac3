/**
 * Where the music comes from, by what the speaker's counters of bytes grew by:
 * it fetches ahead, so what is told is what was fetched last. Pure.
 */
export type Source = "cache" | "peer" | "origin";

interface Totals {
  readonly cacheBytes: number;
  readonly peerBytes: number;
  readonly originBytes: number;
}

export class SoundSource {
  #before: Totals | undefined;
  /** Undefined until something came. */
  latest: Source | undefined;

  /** Takes the counters in; the source of most of what came since, else that of before. */
  add(totals: Totals): Source | undefined {
    const before = this.#before;
    this.#before = totals;
    // Counters that went back are those of another run of the speaker.
    const grew = {
      cache: totals.cacheBytes - (before?.cacheBytes ?? 0),
      peer: totals.peerBytes - (before?.peerBytes ?? 0),
      origin: totals.originBytes - (before?.originBytes ?? 0),
    };
    if (Object.values(grew).some((bytes) => bytes < 0)) this.latest = undefined;
    else if (before !== undefined) {
      const most = Math.max(grew.cache, grew.peer, grew.origin);
      const names = ["cache", "peer", "origin"] as const;
      if (most > 0) this.latest = names.find((name) => grew[name] === most);
    }
    return this.latest;
  }
}
