/**
 * Remembers which chunks were seen a while ago without keeping them: 32 bits of
 * each fingerprint, the oldest of a bucket forgotten first. It may take one
 * chunk for another once in a billion times; then something is cached too soon.
 */
import { assert } from "../base/assert.ts";
import type { Fingerprint } from "./chunk-key.ts";

const ways = 4;

export class GhostList {
  readonly #slots: Uint32Array;
  readonly #buckets: number;

  /** About so many are remembered; a multiple of four. */
  constructor(entries: number) {
    assert(entries >= ways && entries % ways === 0, "a ghost list has whole buckets");
    this.#slots = new Uint32Array(entries);
    this.#buckets = entries / ways;
  }

  /** What it takes of RAM. */
  get tableBytes(): number {
    return this.#slots.byteLength;
  }

  /** True when it was there already, and then it is not any more: a third time begins anew. */
  takeOrAdd({ high, low }: Fingerprint): boolean {
    const from = (low % this.#buckets) * ways;
    const bucket = this.#slots.subarray(from, from + ways);
    const mark = high === 0 ? 1 : high; // 0 is a free slot.
    const at = bucket.indexOf(mark);
    if (at >= 0) {
      bucket.copyWithin(at, at + 1);
      bucket[ways - 1] = 0;
      return true;
    }
    bucket.copyWithin(1, 0);
    bucket[0] = mark;
    return false;
  }
}
