/**
 * What is written where: steps of up to 4 MiB, cut where a card's allocation
 * units begin, each with the hash that it must have before it is written and
 * when it is read back. Pure.
 *
 * Invariants:
 *   I1  steps are in order, do not overlap, and lie within one allocation unit each
 *   I2  they cover the map's ranges and nothing else
 */
import { createHash } from "node:crypto";
import { stepBytes } from "../limits.ts";
import type { MapRange } from "./block-map.ts";

export interface Extent {
  readonly at: number;
  readonly length: number;
}

export interface Step extends Extent {
  /** SHA-256 of what the image has there, hexadecimal. */
  readonly hash: string;
}

export interface Plan {
  readonly imageBytes: number;
  readonly steps: readonly Step[];
  readonly writtenBytes: number;
  /** Of all steps: the same for the same contents, however the image is packed. */
  readonly id: string;
}

/** The steps of one range: short to the next allocation unit, then whole ones. */
export function* extentsOf({ from, length }: Pick<MapRange, "from" | "length">): Generator<Extent> {
  const end = from + length;
  for (let at = from; at < end; ) {
    const next = Math.min(end, (Math.floor(at / stepBytes) + 1) * stepBytes);
    yield { at, length: next - at };
    at = next;
  }
}

export function makePlan(imageBytes: number, steps: readonly Step[]): Plan {
  const id = createHash("sha256").update(String(imageBytes));
  for (const { at, length, hash } of steps) id.update(` ${at} ${length} ${hash}`);
  const writtenBytes = steps.reduce((sum, { length }) => sum + length, 0);
  return { imageBytes, steps, writtenBytes, id: id.digest("hex") };
}

export function hashOf(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

export function isZero(bytes: Uint8Array): boolean {
  for (let at = 0; at < bytes.length; at++) if (bytes[at] !== 0) return false;
  return true;
}
