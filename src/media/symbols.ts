/**
 * Objects that are not chunks (manifests, leaf lists, catalogue pages, covers)
 * as symbols: plain slices, so all of them are needed.
 */
import { assert } from "../base/assert.ts";
import { concatBytes } from "../base/bytes.ts";
import { symbolBytesMax, symbolsPerObjectMax } from "./limits.ts";

/** Views of `bytes`. An empty object is one empty symbol. */
export function splitSymbols(bytes: Uint8Array): readonly Uint8Array[] {
  const count = Math.max(1, Math.ceil(bytes.length / symbolBytesMax));
  assert(count <= symbolsPerObjectMax, "an object has a bounded size");
  return Array.from({ length: count }, (_, i) =>
    bytes.subarray(i * symbolBytesMax, (i + 1) * symbolBytesMax),
  );
}

export function joinSymbols(symbols: readonly Uint8Array[]): Uint8Array {
  const [only] = symbols;
  return symbols.length === 1 && only !== undefined ? only : concatBytes(symbols);
}
