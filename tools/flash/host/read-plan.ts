/**
 * Reads an image through once before any card is touched: it is whole, it is
 * what its block map says, and each step's hash is known from then on.
 */
import { createHash } from "node:crypto";
import { FlashError } from "../errors.ts";
import { imageBytesMax, stepBytes } from "../limits.ts";
import type { BlockMap, MapRange } from "../model/block-map.ts";
import { extentsOf, hashOf, makePlan, type Plan, type Step } from "../model/plan.ts";
import type { ImageBytes } from "./image.ts";

/** Bytes done, of how many. */
export type OnProgress = (done: number, total: number) => void;

/** Throws FlashError. */
export async function readPlan(
  image: ImageBytes,
  map: BlockMap | undefined,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<Plan> {
  const reader = new PlanReader(image, onProgress, signal);
  if (map === undefined) return makePlan(await reader.all(), reader.steps);
  for (const range of map.ranges) await reader.range(range, map.checksumType);
  const length = await image.length();
  if (length !== map.imageBytes)
    throw bad(`it has ${length} bytes, its block map is for ${map.imageBytes}`);
  return makePlan(map.imageBytes, reader.steps);
}

class PlanReader {
  readonly steps: Step[] = [];
  readonly #image: ImageBytes;
  readonly #onProgress: OnProgress;
  readonly #signal: AbortSignal;
  readonly #buffer = new Uint8Array(stepBytes);

  constructor(image: ImageBytes, onProgress: OnProgress, signal: AbortSignal) {
    this.#image = image;
    this.#onProgress = onProgress;
    this.#signal = signal;
  }

  /** Steps of everything; returns the image's length. */
  async all(): Promise<number> {
    for (let at = 0; at < imageBytesMax; at += stepBytes) {
      const bytes = await this.#step(at, stepBytes);
      if (bytes.length === stepBytes) continue;
      if (at + bytes.length === 0) throw bad("it is empty");
      return at + bytes.length;
    }
    throw bad(`it has more than ${imageBytesMax} bytes`);
  }

  async range(range: MapRange, checksumType: string): Promise<void> {
    const sum = createHash(checksumType);
    for (const { at, length } of extentsOf(range)) {
      const bytes = await this.#step(at, length);
      if (bytes.length < length) throw bad("it ends before its block map does");
      sum.update(bytes);
    }
    if (range.checksum !== undefined && sum.digest("hex") !== range.checksum)
      throw bad(`its bytes from ${range.from} on are not those that its block map was made of`);
  }

  /** In a buffer that the next step uses again. */
  async #step(at: number, length: number): Promise<Uint8Array> {
    this.#signal.throwIfAborted();
    const got = await this.#image.read(this.#buffer.subarray(0, length), at);
    const bytes = this.#buffer.subarray(0, got);
    if (got > 0) this.steps.push({ at, length: got, hash: hashOf(bytes) });
    this.#onProgress(this.#image.fileRead, this.#image.fileBytes);
    return bytes;
  }
}

function bad(why: string): FlashError {
  return new FlashError("bad-image", `the image is not usable: ${why}`, {
    remedy: "get image and map again",
  });
}
