/**
 * Answers what can be asked for over the link about music: manifests, leaf
 * lists, chunks, pages of the catalogue, covers. Reads only; safe to ask twice.
 *
 * Joining and play events are not here: they change something, and who may do
 * that is decided above.
 */
import { encodeCatalogueChange } from "../media/catalogue-page.ts";
import { symbolsOf } from "../media/chunk.ts";
import { rungOfCode } from "../media/rung.ts";
import { splitSymbols } from "../media/symbols.ts";
import { changesPerPageMax, encodePage } from "../wire/catalogue.ts";
import type { ObjectName } from "../wire/objects.ts";
import type { Catalogue } from "./catalogue.ts";
import type { ChunkStore } from "./chunk-store.ts";
import type { CoverStore } from "./covers.ts";
import { cataloguePageBytesMax } from "./limits.ts";

interface Parts {
  readonly catalogue: Catalogue;
  readonly chunks: ChunkStore;
  readonly covers: CoverStore;
  /** From `catalogueEpoch`. */
  readonly epoch: string;
}

export class OriginObjects {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** The symbols of the object, shared: do not write to them. Undefined where there is no such object. */
  async answer(name: ObjectName): Promise<readonly Uint8Array[] | undefined> {
    const { catalogue, chunks, covers } = this.#parts;
    switch (name.kind) {
      case "manifest":
        return slices(catalogue.manifest(name.track));
      case "leaves": {
        const rung = rungOfCode(name.rung);
        return rung && slices(await chunks.readLeaves(name.track, rung));
      }
      case "chunk": {
        const rung = rungOfCode(name.rung);
        const chunk = rung && (await chunks.readChunk(name.track, rung, name.index));
        return chunk && symbolsOf(chunk);
      }
      case "catalogue":
        return slices(this.page(name.epoch, name.version));
      case "artwork":
        return slices(await covers.get(name.hash));
      default:
        return undefined;
    }
  }

  /** A page of the changes after `version`; from the start where the reader's epoch is not ours. */
  page(epoch: string, version: number): Uint8Array {
    const { catalogue } = this.#parts;
    const latest = catalogue.version;
    const from = epoch === this.#parts.epoch && version <= latest ? version : 0;
    const found = catalogue.changes(from, changesPerPageMax + 1);
    const encoded: Uint8Array[] = [];
    let bytes = 0;
    for (const { change } of found.slice(0, changesPerPageMax)) {
      const next = encodeCatalogueChange(change);
      bytes += next.length;
      if (encoded.length > 0 && bytes > cataloguePageBytesMax) break;
      encoded.push(next);
    }
    const more = encoded.length < found.length;
    const last = more ? (found[encoded.length - 1]?.version ?? latest) : latest;
    return encodePage({ epoch: this.#parts.epoch, version: last, more }, encoded);
  }
}

/** The symbols of an answer. */
export function slices(bytes: Uint8Array | undefined): readonly Uint8Array[] | undefined {
  return bytes && splitSymbols(bytes);
}
