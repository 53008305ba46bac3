/**
 * What is put in order before an origin starts: halves of a run that was killed,
 * data of files that left long ago, signatures of a key that was replaced.
 */
import { equalBytes } from "../base/bytes.ts";
import type { Ed25519KeyPair } from "../media/ed25519.ts";
import { signManifest, trackInfoOf, verifyManifest } from "../media/manifest.ts";
import type { Database } from "../ports/database.ts";
import type { Disk } from "../ports/disk.ts";
import type { Catalogue } from "./catalogue.ts";
import type { ChunkStore } from "./chunk-store.ts";
import type { CoverStore } from "./covers.ts";
import { keptAfterRemovalMs } from "./limits.ts";
import { MetaStore } from "./meta-store.ts";

const signerKey = "manifest-signer";

interface Parts {
  readonly disk: Disk;
  readonly database: Database;
  readonly catalogue: Catalogue;
  readonly chunks: ChunkStore;
  readonly covers: CoverStore;
}

/** No ingest may be running. Returns how many tracks' data were deleted. */
export async function putInOrder(
  parts: Parts,
  options: { readonly tempFolder: string; readonly signer: Ed25519KeyPair; readonly nowMs: number },
): Promise<number> {
  await parts.disk.remove(options.tempFolder);
  await parts.disk.makeFolder(options.tempFolder);
  signAnew(parts, options.signer);
  return purge(parts, options.nowMs - keptAfterRemovalMs);
}

async function purge(parts: Parts, beforeMs: number): Promise<number> {
  const expired = parts.catalogue.expired(beforeMs);
  for (const track of expired) {
    const artwork = parts.catalogue.artworkOf(track);
    // The catalogue first: a track that it calls stored must have its chunks.
    parts.catalogue.forget(track);
    await parts.chunks.remove(track);
    if (artwork !== undefined && !parts.catalogue.usesArtwork(artwork)) {
      await parts.covers.remove(artwork);
    }
  }
  return expired.length;
}

function signAnew({ database, catalogue }: Parts, signer: Ed25519KeyPair): void {
  const meta = new MetaStore(database);
  const before = meta.get(signerKey);
  if (before !== undefined && equalBytes(before, signer.publicKey)) return;
  database.transaction(() => {
    for (const track of catalogue.signed()) {
      const bytes = catalogue.manifest(track);
      const manifest = bytes && verifyManifest(bytes, () => true);
      if (manifest !== undefined && catalogue.track(track) !== undefined) {
        catalogue.put(trackInfoOf(manifest), signManifest(manifest, manifest, signer));
      }
    }
    meta.set(signerKey, signer.publicKey);
  });
}
