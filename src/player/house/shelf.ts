/**
 * What was fetched on a guess and waits in memory (track-loader.ts): the other
 * speakers of the house are told of it and get it from here, so that a track that
 * all of them are about to play comes from the origin once.
 *
 * Holds the bytes that the loader holds, no copies. Bound: `shelfMax` objects; of
 * more nobody is told.
 */
import { type ChunkKey, keyText } from "../../storage/chunk-key.ts";
import { shelfMax } from "./limits.ts";

/** The list that neighbours are told (storage/holdings.ts). */
export interface ShelfList {
  add(track: string, rung: number, index: number): void;
  remove(track: string, rung: number, index: number): void;
}

export class Shelf {
  readonly #list: ShelfList;
  readonly #bytes = new Map<string, Uint8Array>();

  constructor(list: ShelfList) {
    this.#list = list;
  }

  get size(): number {
    return this.#bytes.size;
  }

  /** `bytes` must not be written to again. */
  put(key: ChunkKey, bytes: Uint8Array): void {
    if (this.#bytes.size >= shelfMax) return;
    this.#bytes.set(keyText(key), bytes);
    if (key.rung > 0) this.#list.add(key.track, key.rung, key.index);
  }

  get(key: ChunkKey): Uint8Array | undefined {
    return this.#bytes.get(keyText(key));
  }

  /** It is offered to the cache now; `isKept`: which took it. */
  take(key: ChunkKey, isKept: boolean): void {
    if (!this.#bytes.delete(keyText(key)) || isKept) return;
    this.#list.remove(key.track, key.rung, key.index);
  }
}
