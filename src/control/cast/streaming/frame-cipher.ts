/**
 * How the frames of a Cast stream are encrypted: AES-128 in counter mode, each
 * frame from a counter of its own, the stream's mask with the frame's number in
 * its bytes 8 to 11 (docs/TAB-AUDIO.md). It hides, and proves nothing.
 */
import { createDecipheriv } from "node:crypto";
import type { StreamKeys } from "./offer.ts";

/** `frame`: the whole number, of which the lower 32 bits count. */
export function decryptFrame(
  { aesKey, ivMask }: StreamKeys,
  frame: number,
  bytes: Uint8Array,
): Uint8Array {
  const counter = Uint8Array.from(ivMask);
  const view = new DataView(counter.buffer);
  view.setUint32(8, (view.getUint32(8) ^ frame) >>> 0);
  return new Uint8Array(createDecipheriv("aes-128-ctr", aesKey, counter).update(bytes));
}
