/**
 * Bytes that a decoder should survive: valid samples, spoilt a little, and pure noise. One seed gives
 * one sequence. Nothing is allocated but the view that is handed out.
 */
import { Rng } from "../../src/base/rng.ts";

/** Most inputs are cut here: a datagram, with room to be too long. */
const bytesMax = 2_048;
const noiseBytes = 1 << 16;
/** Values at which lengths and counts go wrong. */
const edges = [0, 1, 2, 0x7f, 0x80, 0xff, 0xfe, 0x40];

export class Mutator {
  readonly #rng: Rng;
  readonly #samples: readonly Uint8Array[];
  readonly #noise: Uint8Array;
  readonly #scratch: Uint8Array;

  constructor(seed: number, samples: readonly Uint8Array[]) {
    this.#rng = new Rng(seed);
    this.#samples = samples;
    this.#noise = Uint8Array.from({ length: noiseBytes }, () => this.#rng.below(256));
    const longest = Math.max(0, ...samples.map(({ length }) => length));
    this.#scratch = new Uint8Array(Math.max(bytesMax, longest + 64));
  }

  /** Valid until the next call. */
  next(): Uint8Array {
    const rng = this.#rng;
    const kind = rng.below(16);
    if (kind < 2 || this.#samples.length === 0) return this.#noisy(rng.below(bytesMax));
    // Short noise gets further: most decoders refuse what is long and wrong at its first byte.
    if (kind === 2) return this.#noisy(rng.below(40));
    let length = this.#copy();
    if (kind === 3) return this.#scratch.subarray(0, length);
    for (let left = 1 + rng.below(4); left > 0; left--) length = this.#spoil(length);
    return this.#scratch.subarray(0, length);
  }

  #noisy(length: number): Uint8Array {
    const from = this.#rng.below(noiseBytes - length);
    this.#scratch.set(this.#noise.subarray(from, from + length));
    return this.#scratch.subarray(0, length);
  }

  /** The length of the sample that now lies in the scratch. */
  #copy(): number {
    const sample = this.#samples[this.#rng.below(this.#samples.length)];
    if (sample === undefined) return 0;
    this.#scratch.set(sample);
    return sample.length;
  }

  /** One change; the new length. */
  #spoil(length: number): number {
    const rng = this.#rng;
    const scratch = this.#scratch;
    const at = rng.below(Math.max(1, length));
    switch (rng.below(8)) {
      case 0:
        scratch[at] = (scratch[at] ?? 0) ^ (1 << rng.below(8));
        return length;
      case 1:
        scratch[at] = edges[rng.below(edges.length)] ?? 0;
        return length;
      case 2:
        scratch[at] = rng.below(256);
        return length;
      case 3: // A field of several bytes gets its largest or smallest value.
        scratch.fill(rng.chance(0.5) ? 0xff : 0, at, Math.min(length, at + 1 + rng.below(8)));
        return length;
      case 4:
        return at;
      case 5: // A part is doubled or left out: what follows moves.
        scratch.copyWithin(at, rng.below(Math.max(1, length)), length);
        return length;
      case 6: {
        const more = Math.min(scratch.length - length, rng.below(64));
        scratch.set(this.#noise.subarray(at, at + more), length);
        return length + more;
      }
      default: // The tail of another sample.
        return this.#splice(at, length);
    }
  }

  #splice(at: number, length: number): number {
    const other = this.#samples[this.#rng.below(this.#samples.length)];
    if (other === undefined || other.length <= at) return length;
    this.#scratch.set(other.subarray(at), at);
    return other.length;
  }
}
