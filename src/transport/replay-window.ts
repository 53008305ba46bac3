/**
 * Which packet numbers have come: refuses what came before or is too old, and
 * tells what to acknowledge (PROTOCOL.md §3, §5).
 *
 * Invariant: a number is accepted at most once. Memory: one bit for each of the
 * last `windowPackets` numbers.
 */
import { windowPackets } from "./limits.ts";

export class ReplayWindow {
  readonly #bits = new Uint8Array(windowPackets);
  readonly #runs: number[] = [];
  #largest = -1;
  /** Every number from here to the largest has come. */
  #solidFrom = 0;
  #received = 0;

  /** −1 before the first. */
  get largest(): number {
    return this.#largest;
  }
  /** Numbers marked so far. */
  get received(): number {
    return this.#received;
  }

  accepts(number: number): boolean {
    if (number > this.#largest) return true;
    if (number <= this.#largest - windowPackets) return false;
    return this.#bits[number & (windowPackets - 1)] === 0;
  }

  /** Whether it came; only of the last `windowPackets` numbers. */
  has(number: number): boolean {
    return this.#bits[number & (windowPackets - 1)] === 1;
  }

  /** Marks an accepted number. True where it left a hole or came out of order: acknowledge at once. */
  mark(number: number): boolean {
    const inOrder = number === this.#largest + 1;
    if (number > this.#largest) {
      const from = Math.max(this.#largest + 1, number - windowPackets + 1);
      for (let gone = from; gone < number; gone++) this.#bits[gone & (windowPackets - 1)] = 0;
      if (!inOrder) this.#solidFrom = number;
      this.#largest = number;
    }
    this.#bits[number & (windowPackets - 1)] = 1;
    this.#received += 1;
    return !inOrder;
  }

  /**
   * Received and missing runs by turns, from the largest down to `floor`, ending in a received one;
   * at most `rangesMax` received runs. The array is reused.
   */
  runs(floor: number, rangesMax: number): readonly number[] {
    const runs = this.#runs;
    runs.length = 0;
    const bottom = Math.max(0, floor, this.#largest - windowPackets + 1);
    let at = Math.max(this.#solidFrom, bottom);
    runs.push(this.#largest - at + 1);
    at -= 1;
    while (at >= bottom && runs.length < 2 * rangesMax - 1) {
      const missing = this.#runLength(at, bottom, 0);
      const received = this.#runLength(at - missing, bottom, 1);
      if (received === 0) break;
      if (missing > 0) runs.push(missing, received);
      else runs[runs.length - 1] = (runs[runs.length - 1] ?? 0) + received;
      at -= missing + received;
    }
    return runs;
  }

  #runLength(from: number, bottom: number, value: 0 | 1): number {
    let at = from;
    while (at >= bottom && this.#bits[at & (windowPackets - 1)] === value) at -= 1;
    return from - at;
  }
}
