/** Entropy that is the same twice: for the simulated world only. */
import type { Rng } from "../../src/base/rng.ts";
import type { Entropy } from "../../src/ports/entropy.ts";

export class SimEntropy implements Entropy {
  readonly #rng: Rng;

  constructor(rng: Rng) {
    this.#rng = rng;
  }

  bytes(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => this.#rng.below(256));
  }
}
