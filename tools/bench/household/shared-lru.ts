/** The ideal that a house is held against: one cache of all its bytes, without latency, least recently used goes. */

const none = -1;

/** Chunks by number; a list in two arrays, so that millions of uses cost nothing. */
export class SharedLru {
  readonly #max: number;
  readonly #newer: Int32Array;
  readonly #older: Int32Array;
  readonly #held: Uint8Array;
  #size = 0;
  #newest = none;
  #oldest = none;

  constructor(chunks: number, heldMax: number) {
    this.#max = heldMax;
    this.#newer = new Int32Array(chunks).fill(none);
    this.#older = new Int32Array(chunks).fill(none);
    this.#held = new Uint8Array(chunks);
  }

  /** True for a hit; it is there afterwards in any case. */
  use(chunk: number): boolean {
    const hit = this.#held[chunk] === 1;
    if (hit) this.#unlink(chunk);
    else if (this.#size >= this.#max) this.#unlink(this.#oldest);
    this.#link(chunk);
    return hit;
  }

  #link(chunk: number): void {
    this.#older[chunk] = this.#newest;
    this.#newer[chunk] = none;
    if (this.#newest !== none) this.#newer[this.#newest] = chunk;
    else this.#oldest = chunk;
    this.#newest = chunk;
    this.#held[chunk] = 1;
    this.#size += 1;
  }

  #unlink(chunk: number): void {
    const newer = this.#newer[chunk] ?? none;
    const older = this.#older[chunk] ?? none;
    if (newer === none) this.#newest = older;
    else this.#older[newer] = older;
    if (older === none) this.#oldest = newer;
    else this.#newer[older] = newer;
    this.#held[chunk] = 0;
    this.#size -= 1;
  }
}
