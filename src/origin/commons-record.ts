/**
 * What the household keeps together, in the origin's database: so it is in its
 * backups, too (docs/STORAGE.md §8).
 */
import type { CommonsStore } from "../household/commons-replica.ts";
import type { MetaStore } from "./meta-store.ts";

const key = "commons";

export class CommonsRecord implements CommonsStore {
  readonly #meta: Pick<MetaStore, "get" | "set" | "delete">;

  constructor(meta: Pick<MetaStore, "get" | "set" | "delete">) {
    this.#meta = meta;
  }

  async load(): Promise<Uint8Array | undefined> {
    return this.#meta.get(key);
  }

  async save(bytes: Uint8Array): Promise<void> {
    this.#meta.set(key, bytes);
  }

  async remove(): Promise<void> {
    this.#meta.delete(key);
  }
}
