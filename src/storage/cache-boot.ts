/**
 * Opens the cache's file and finds out from the segments' footers what is in
 * it. Nothing else is needed: no journal, no clean shutdown. What lies in the
 * file is cut only where a smaller size is asked for, never because the disk
 * has filled up.
 */
import type { Disk } from "../ports/disk.ts";
import { DiskError } from "../ports/errors.ts";
import type { Log } from "../ports/log.ts";
import type { ChunkIndex } from "./chunk-index.ts";
import { fingerprintOf } from "./chunk-key.ts";
import { bootReadsAtOnce, segmentBytes, segmentsMax, segmentsMin } from "./limits.ts";
import type { SegmentTable } from "./segment.ts";
import { SegmentFile, segmentsFor, wholeSegments } from "./segment-file.ts";

/** The segment that was written last. */
export interface Newest {
  readonly position: number;
  readonly generation: number;
}

export interface OpenedCache {
  readonly file: SegmentFile;
  /** Undefined while the file has no segment. */
  readonly newest: Newest | undefined;
  /** Why it can only be read; undefined where it can be written to. */
  readonly frozen: DiskError | undefined;
}

interface Boot {
  readonly file: SegmentFile;
  readonly index: ChunkIndex;
  /** Hears the name of each chunk that is there. */
  readonly found: (name: Uint8Array) => void;
}

/** Fills `index`. Throws DiskError, or `signal.reason`. */
export async function openCacheFile(
  disk: Disk,
  options: { readonly path: string; readonly sizeBytes: number; readonly key: Uint8Array },
  { index, found, log }: Pick<Boot, "index" | "found"> & { readonly log: Log },
  signal: AbortSignal,
): Promise<OpenedCache> {
  const { path, key: deviceKey } = options;
  const fileBytes = (await disk.stat(path))?.sizeBytes ?? 0;
  const segments = await sizeInSegments(disk, options, fileBytes);
  const { file, frozen } = await openFile(disk, { path, segments, deviceKey, fileBytes });
  if (frozen === undefined && segments < wholeSegments(fileBytes))
    log.warn("cache-cut", { fromBytes: fileBytes, toBytes: segments * segmentBytes });
  try {
    return { file, frozen, newest: await loadAll({ file, index, found }, signal) };
  } catch (error) {
    await file[Symbol.asyncDispose]();
    throw error;
  }
}

interface Opening {
  readonly path: string;
  readonly segments: number;
  readonly deviceKey: Uint8Array;
  readonly fileBytes: number;
}

/** What lies on a card that has become read-only is as good as before: all of it, whatever was asked for. */
async function openFile(
  disk: Disk,
  options: Opening,
): Promise<Pick<OpenedCache, "file" | "frozen">> {
  try {
    return { file: await SegmentFile.open(disk, options), frozen: undefined };
  } catch (error) {
    if (!(error instanceof DiskError) || error.code !== "read-only") throw error;
    if ((await disk.stat(options.path)) === undefined) throw error;
    const segments = withinBounds(wholeSegments(options.fileBytes));
    return { file: await SegmentFile.open(disk, { ...options, segments }, true), frozen: error };
  }
}

async function sizeInSegments(
  disk: Disk,
  { path, sizeBytes }: { readonly path: string; readonly sizeBytes: number },
  fileBytes: number,
): Promise<number> {
  const freeBytes = await disk.freeBytes(disk.join(path, ".."));
  const segments = segmentsFor({ requestBytes: sizeBytes, freeBytes, fileBytes });
  if (segments < segmentsMin)
    throw new DiskError("no-space", `a cache needs ${(segmentsMin * segmentBytes) >> 20} MiB`, {
      remedy: "free some space on the disk, or give it a larger --cache-size",
    });
  return withinBounds(segments);
}

function withinBounds(segments: number): number {
  return Math.min(Math.max(segments, segmentsMin), segmentsMax);
}

async function loadAll(boot: Boot, signal: AbortSignal): Promise<Newest | undefined> {
  const { file } = boot;
  let newest: Newest | undefined;
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < file.reserved) {
      signal.throwIfAborted();
      const position = next;
      next += 1;
      const table = await loadOne(file, position);
      if (table === undefined) continue;
      const { generation } = table.id;
      if (newest === undefined || generation > newest.generation) newest = { position, generation };
      remember(boot, { table, position });
    }
  };
  await Promise.all(Array.from({ length: bootReadsAtOnce }, worker));
  return newest;
}

/** A footer on a bad block costs its segment; a disk that fails as a whole shows in the first write. */
async function loadOne(file: SegmentFile, position: number): Promise<SegmentTable | undefined> {
  try {
    return await file.load(position);
  } catch (error) {
    if (error instanceof DiskError && error.code === "io-error") return undefined;
    throw error;
  }
}

/** A chunk that was written more than once counts where it was written last. */
function remember(
  { file, index, found }: Boot,
  { table, position }: { readonly table: SegmentTable; readonly position: number },
): void {
  for (const { name, offset, length, heat } of table.entries) {
    const print = fingerprintOf(name);
    const known = index.find(print);
    if (known !== undefined && known.segment !== position) {
      const other = file.idOf(known.segment)?.generation ?? 0;
      if (other > table.id.generation) continue;
    }
    index.set(print, { segment: position, offset, length }, heat);
    found(name);
  }
}
