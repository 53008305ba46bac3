/**
 * The order to give the household's key away, as it lies in the database of the
 * origin that has it: to whom, and the key sealed for that one. It stays until
 * the other one has proven that it took the key.
 */
import { concatBytes, emptyBytes, equalBytes } from "../base/bytes.ts";
import { sealHouseholdKey } from "../household/sealed-key.ts";
import type { Database } from "../ports/database.ts";
import type { Entropy } from "../ports/entropy.ts";
import { MetaStore } from "./meta-store.ts";

const orderKey = "hand-over";
const keyBytes = 32;

export class HandOver {
  readonly #meta: MetaStore;

  constructor(database: Database) {
    this.#meta = new MetaStore(database);
  }

  /** A later order takes the place of an earlier one. False where `to` is no key to seal for. */
  order(seed: Uint8Array, to: Uint8Array, entropy: Entropy): boolean {
    const sealed = sealHouseholdKey(seed, to, entropy.bytes(keyBytes));
    if (sealed !== undefined) this.#meta.set(orderKey, concatBytes([to, sealed]));
    return sealed !== undefined;
  }

  /** What was sealed for it; undefined for everybody else. */
  sealedFor(linkKey: Uint8Array): Uint8Array | undefined {
    const order = this.#meta.get(orderKey) ?? emptyBytes;
    const isFor = equalBytes(order.subarray(0, keyBytes), linkKey);
    return isFor && order.length > keyBytes ? order.slice(keyBytes) : undefined;
  }

  done(): void {
    this.#meta.set(orderKey, emptyBytes);
  }
}
