/**
 * `flash map IMAGE`: a block map of a sparse file. What is a hole in the file
 * was never written by whoever made it; zeros that were written are mapped.
 */
import { createHash } from "node:crypto";
import { type FileHandle, open, writeFile } from "node:fs/promises";
import { bytesText } from "../../src/cli/format.ts";
import { FlashError } from "./errors.ts";
import { openImage } from "./host/image.ts";
import { dataExtents } from "./host/libc.ts";
import type { OnProgress } from "./host/read-plan.ts";
import type { Screen } from "./host/screen.ts";
import { blockBytes, mapRangesMax, stepBytes } from "./limits.ts";
import { formatBlockMap, type MapRange } from "./model/block-map.ts";
import { extentsOf } from "./model/plan.ts";

export async function makeMap(
  screen: Screen,
  { image, to }: { readonly image: string; readonly to: string },
  signal: AbortSignal,
): Promise<void> {
  await demandRaw(image);
  const { mapped, bytes, ranges } = await screen.during("reading", (onProgress) =>
    writeMap({ image, to }, onProgress, signal),
  );
  screen.say(`${to}: ${bytesText(mapped)} of ${bytesText(bytes)} in ${ranges} ranges`);
}

/** Of a raw image. What came of it: bytes that are mapped, all bytes, ranges. */
export async function writeMap(
  { image, to }: { readonly image: string; readonly to: string },
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<{ readonly mapped: number; readonly bytes: number; readonly ranges: number }> {
  await using file = await open(image, "r");
  const { size } = await file.stat();
  const extents = wholeBlocks(
    (await dataExtents(file.fd, size)) ?? [{ from: 0, length: size }],
    size,
  );
  const ranges = await withSums(file, extents, onProgress, signal);
  await writeFile(to, formatBlockMap({ imageBytes: size, ranges }));
  const mapped = ranges.reduce((sum, { length }) => sum + length, 0);
  return { mapped, bytes: size, ranges: ranges.length };
}

/** A packed file has no holes to tell. */
async function demandRaw(image: string): Promise<void> {
  await using opened = await openImage(image);
  if (opened.isPacked) {
    throw new FlashError("bad-image", `${image} is packed, and a map is made of a file's holes`, {
      remedy: "make the map of the raw image, then pack it",
    });
  }
}

type Range = Pick<MapRange, "from" | "length">;

/** Extents of file systems with small blocks are widened to the map's, and joined where they meet. */
export function wholeBlocks(extents: readonly Range[], sizeBytes: number): Range[] {
  const ranges: { from: number; length: number }[] = [];
  for (const { from, length } of extents) {
    const first = Math.floor(from / blockBytes) * blockBytes;
    const end = Math.min(Math.ceil((from + length) / blockBytes) * blockBytes, sizeBytes);
    const last = ranges.at(-1);
    if (last !== undefined && first <= last.from + last.length) last.length = end - last.from;
    else ranges.push({ from: first, length: end - first });
  }
  if (ranges.length <= mapRangesMax) return ranges;
  throw new FlashError("bad-map", `the image has more than ${mapRangesMax} holes`, {
    remedy: "write it without a map",
  });
}

async function withSums(
  file: FileHandle,
  ranges: readonly Range[],
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<MapRange[]> {
  const total = ranges.reduce((sum, { length }) => sum + length, 0);
  const buffer = new Uint8Array(stepBytes);
  const summed: MapRange[] = [];
  let done = 0;
  for (const { from, length } of ranges) {
    const sum = createHash("sha256");
    for (const extent of extentsOf({ from, length })) {
      signal.throwIfAborted();
      const { bytesRead } = await file.read(buffer, 0, extent.length, extent.at);
      if (bytesRead !== extent.length) throw changed();
      sum.update(buffer.subarray(0, bytesRead));
      done += bytesRead;
      onProgress(done, total);
    }
    summed.push({ from, length, checksum: sum.digest("hex") });
  }
  return summed;
}

function changed(): FlashError {
  return new FlashError("bad-image", "the image became shorter while it was read", {
    remedy: "wait until it is complete",
  });
}
