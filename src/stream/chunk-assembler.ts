/**
 * Puts one chunk together from its symbols, in whatever order they come, and
 * says which frames can be played already.
 *
 * Pure state. Symbols come from an authenticated origin, so frames may be played
 * before the chunk is whole and verified (DESIGN §5); only the whole, verified
 * chunk may be kept or passed on.
 */
import { GatheredFrames } from "../media/chunk.ts";
import { symbolsPerChunkMax } from "../media/limits.ts";

export class ChunkAssembler {
  readonly #frameCount: number;
  #symbols: (Uint8Array | undefined)[] = [];
  #held = 0;
  /** Came, and nobody has asked for frames since. */
  #fresh: Uint8Array[] = [];
  #gathered: GatheredFrames;

  /** `frameCount`: frames of this chunk, fewer than 50 only in the last of a track. */
  constructor(frameCount: number) {
    this.#frameCount = frameCount;
    this.#gathered = new GatheredFrames(frameCount);
  }

  /** Keeps `symbol`. A count that contradicts the first one starts over: the sender's object changed. */
  add(index: number, count: number, symbol: Uint8Array): void {
    if (count > symbolsPerChunkMax || index >= count) return;
    if (this.#symbols.length !== count) {
      this.#symbols = new Array<Uint8Array | undefined>(count).fill(undefined);
      this.#held = 0;
      this.#fresh = [];
      this.#gathered = new GatheredFrames(this.#frameCount);
    }
    if (this.#symbols[index] !== undefined) return;
    this.#held += 1;
    this.#symbols[index] = symbol;
    this.#fresh.push(symbol);
  }

  get complete(): boolean {
    return this.#held > 0 && this.#held === this.#symbols.length;
  }

  /** The frames so far; a hole is undefined. Whoever waits for one asks at each symbol: none is looked into twice. */
  get frames(): readonly (Uint8Array | undefined)[] {
    for (const symbol of this.#fresh) this.#gathered.add(symbol);
    this.#fresh = [];
    return this.#gathered.frames;
  }

  /** All symbols of a complete chunk. */
  get symbols(): readonly Uint8Array[] {
    return this.#symbols.filter((symbol) => symbol !== undefined);
  }
}
