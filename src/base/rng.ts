/**
 * A small seeded generator (xoshiro128**, Blackman & Vigna 2018; seeded by
 * splitmix32) for decisions that must be the same twice: shuffle, jitter,
 * simulated faults. Never for keys: those come from the Entropy port.
 */

export class Rng {
  #a: number;
  #b: number;
  #c: number;
  #d: number;

  /** `seed` is any integer; only its low 32 bits count. */
  constructor(seed: number) {
    let state = seed | 0;
    const next = (): number => {
      state = (state + 0x9e3779b9) | 0;
      let z = state;
      z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
      z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
      return z ^ (z >>> 15);
    };
    this.#a = next();
    this.#b = next();
    this.#c = next();
    this.#d = next() | 1;
  }

  /** Uniform in [0, 2^32). */
  u32(): number {
    const product = Math.imul(this.#b, 5);
    const result = Math.imul((product << 7) | (product >>> 25), 9) >>> 0;
    const t = this.#b << 9;
    this.#c ^= this.#a;
    this.#d ^= this.#b;
    this.#b ^= this.#c;
    this.#a ^= this.#d;
    this.#c ^= t;
    this.#d = (this.#d << 11) | (this.#d >>> 21);
    return result;
  }

  /** Uniform in [0, 1). */
  float(): number {
    return this.u32() / 0x1_0000_0000;
  }

  /** Uniform in [0, bound), for a bound up to 2^32. */
  below(bound: number): number {
    return Math.floor(this.float() * bound);
  }

  /** True with this probability. */
  chance(probability: number): boolean {
    return this.float() < probability;
  }

  /** Exponentially distributed with this mean. */
  exponential(mean: number): number {
    return -mean * Math.log(1 - this.float());
  }

  /** Shuffles in place (Fisher–Yates) and returns the same array. */
  shuffle<T>(items: T[]): T[] {
    for (let i = items.length - 1; i > 0; i--) {
      const j = this.below(i + 1);
      const held = items[i] as T; // i and j are below the length
      items[i] = items[j] as T;
      items[j] = held;
    }
    return items;
  }

  /** A generator of its own, so that one part's draws do not move another's. */
  fork(): Rng {
    return new Rng(this.u32());
  }
}
