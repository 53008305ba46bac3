/** A key that is made on first use. */
import type { Entropy } from "../ports/entropy.ts";
import type { KeyStore } from "./key-store.ts";

const keyBytes = 32;

/** The stored key, or a new one of 32 bytes that is durable when this resolves. Throws StorageError, DiskError. */
export async function ensureKey(
  store: KeyStore,
  name: string,
  entropy: Entropy,
): Promise<Uint8Array> {
  const known = await store.get(name);
  if (known !== undefined) return known;
  const made = entropy.bytes(keyBytes);
  await store.create(name, made);
  return made;
}
