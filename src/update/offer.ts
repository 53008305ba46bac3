/**
 * A bundle that was fetched and waits to be installed: a file of the data partition (docs/UPDATES.md §5).
 *
 * Its head comes last, so that a file of which a part is missing is none. What lies there with the right hash
 * is not fetched again. Bound: as long as the bundle; reserved before anything is fetched.
 */
import type { Disk } from "../ports/disk.ts";
import { type Bundle, bundleHead, chunkLength, hashAt } from "./bundle.ts";
import { payloadBytes } from "./manifest.ts";

/** Durable when it resolves to how much was fetched. Throws SpeakerError; the same call goes on where it was. */
export async function keepOffer(
  disk: Disk,
  path: string,
  bundle: Bundle,
  signal: AbortSignal,
): Promise<number> {
  await using file = await disk.open(path, "create");
  const { bytes: signed, manifest } = bundle.signed;
  const bytes = bundle.partsAt + payloadBytes(manifest);
  if ((await file.sizeBytes()) > bytes) await file.truncate(bytes);
  await file.allocate(bytes);
  const head = bundleHead(signed);
  // What lies there may be another one: it is none from here on.
  await file.write(new Uint8Array(head.length), 0);
  await file.sync();
  let fetchedBytes = 0;
  for (const part of manifest.parts)
    for (const [index, hash] of part.chunks.entries()) {
      signal.throwIfAborted();
      const at = bundle.chunkAt(part, index);
      const length = chunkLength(part, index);
      if ((await hashAt(file, at, length)) === hash) continue;
      await file.write(await bundle.chunk(part, index, signal), at);
      fetchedBytes += length;
    }
  await file.sync();
  await file.write(signed, head.length);
  await file.write(head, 0);
  await file.sync();
  return fetchedBytes;
}
