/**
 * A link at the level of chunks: a rate that all who use it share, served in the order in which they ask, what
 * somebody waits for before what is fetched ahead. No datagrams and no loss: what those cost is in the datagram-level
 * simulator, and `test/tools/household/calibration.long.test.ts` holds both beside each other.
 */
export interface LinkTraits {
  readonly rttS: number;
  readonly bytesPerS: number;
}

export class ChunkLink {
  readonly #traits: LinkTraits;
  #busyToS = 0;
  #backgroundToS = 0;

  constructor(traits: LinkTraits) {
    this.#traits = traits;
  }

  /** Until it is free for what somebody waits for, seconds. */
  waitS(nowS: number): number {
    return Math.max(0, this.#busyToS - nowS);
  }

  /** When the last of it is here. */
  transfer(bytes: number, nowS: number, background = false): number {
    const { rttS, bytesPerS } = this.#traits;
    const takesS = bytes / bytesPerS;
    if (background) {
      this.#backgroundToS = Math.max(nowS, this.#busyToS, this.#backgroundToS) + takesS;
      return this.#backgroundToS + rttS;
    }
    this.#busyToS = Math.max(nowS, this.#busyToS) + takesS;
    return this.#busyToS + rttS;
  }
}
