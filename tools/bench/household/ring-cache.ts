/**
 * The chunk cache (src/storage/chunk-cache.ts) as a model that knows chunks by number and keeps no bytes: the
 * same segments, the same moving on of what was used, the very code of its admission. A week of a house takes
 * it a second, the real one minutes of encryption; `test/tools/household/ring-cache.test.ts` holds one beside the other.
 *
 * Bounds: five bytes a chunk of the library.
 */
import type { Rng } from "../../../src/base/rng.ts";
import { gib } from "../../../src/base/units.ts";
import { CacheAdmission, type CacheIntent } from "../../../src/storage/cache-admission.ts";
import type { Fingerprint } from "../../../src/storage/chunk-key.ts";
import {
  budgetLowShare,
  heatMax,
  pageBytes,
  reinsertBytesMax,
  segmentBytes,
} from "../../../src/storage/limits.ts";

/** A second of 160 kbit/s. */
export const chunkBytes = 20_000;
/** Of a record beside its bytes, and of a segment beside its records. */
const tagBytes = 16;
const frameBytes = pageBytes + 2 * pageBytes;
export const chunksPerSegment = Math.floor((segmentBytes - frameBytes) / (chunkBytes + tagBytes));
const movedMax = Math.floor(reinsertBytesMax / chunkBytes);

const nowhere = -1;

export interface RingOptions {
  /** Chunks of the whole library, numbered from 0. */
  readonly chunks: number;
  readonly sizeBytes: number;
  readonly rng: Rng;
  /** How many caches of the house hold each chunk; counted here. */
  readonly copies: Uint8Array;
  /** Whether a chunk of the segment that makes room is worth keeping. Default: it was used since it was written. */
  readonly movesOn?: (chunk: number, heat: number) => boolean;
}

export class RingCache {
  writtenChunks = 0;
  readonly #copies: Uint8Array;
  readonly #at: Int32Array;
  readonly #heat: Uint8Array;
  readonly #segments: number[][];
  readonly #admission: CacheAdmission;
  readonly #movesOn: (chunk: number, heat: number) => boolean;
  #open = 0;

  constructor({ chunks, sizeBytes, rng, copies, movesOn }: RingOptions) {
    this.#copies = copies;
    this.#at = new Int32Array(chunks).fill(nowhere);
    this.#heat = new Uint8Array(chunks);
    this.#segments = Array.from({ length: Math.floor(sizeBytes / segmentBytes) }, () => []);
    this.#admission = new CacheAdmission(rng, { sizeBytes }, 0);
    this.#movesOn = movesOn ?? ((_, heat) => heat > 0);
  }

  has(chunk: number): boolean {
    return (this.#at[chunk] ?? nowhere) !== nowhere;
  }

  /** A hit warms it. */
  use(chunk: number): boolean {
    if (!this.has(chunk)) return false;
    this.#heat[chunk] = Math.min(heatMax, (this.#heat[chunk] ?? 0) + 1);
    return true;
  }

  put(chunk: number, intent: CacheIntent, nowUs: number): void {
    if (this.has(chunk)) return;
    if (this.#admission.ask(printOf(chunk), intent, nowUs) === "admitted")
      this.#append(chunk, 0, nowUs);
  }

  isBudgetLow(nowUs: number): boolean {
    return this.#admission.budgetBytes(nowUs) < budgetLowShare * gib;
  }

  #append(chunk: number, heat: number, nowUs: number): void {
    if ((this.#segments[this.#open]?.length ?? 0) >= chunksPerSegment) this.#reclaim(nowUs);
    this.#segments[this.#open]?.push(chunk);
    this.#at[chunk] = this.#open;
    this.#copies[chunk] = (this.#copies[chunk] ?? 0) + 1;
    this.#heat[chunk] = heat;
    this.writtenChunks += 1;
    this.#admission.wrote(chunkBytes, nowUs);
  }

  #reclaim(nowUs: number): void {
    this.#open = (this.#open + 1) % this.#segments.length;
    const old = this.#segments[this.#open]?.splice(0) ?? [];
    const moving: number[] = [];
    for (const chunk of old) {
      if (this.#at[chunk] !== this.#open) continue;
      const heat = this.#heat[chunk] ?? 0;
      // It counts as gone while it is asked about: who asks must not find the copy that is going.
      this.#at[chunk] = nowhere;
      this.#copies[chunk] = (this.#copies[chunk] ?? 1) - 1;
      if (moving.length < movedMax && this.#movesOn(chunk, heat)) moving.push(chunk);
    }
    for (const chunk of moving)
      this.#append(chunk, Math.max(0, (this.#heat[chunk] ?? 0) - 1), nowUs);
  }
}

/** Numbers are not random; the ghost list wants bits that are. */
function printOf(chunk: number): Fingerprint {
  return { high: mix(chunk + 0x9e3779b9), low: mix(chunk ^ 0x85ebca6b) };
}

function mix(value: number): number {
  let z = value | 0;
  z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
  return (z ^ (z >>> 15)) >>> 0;
}
