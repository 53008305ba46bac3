/** Reads the C library's struct timespec, whose width depends on machine and distribution. Pure. */
import { assert } from "../../base/assert.ts";

/**
 * Microseconds. `bytes`: 16, filled with 0xff before the library wrote to them. Seconds are 64 bits
 * wide on 64-bit machines and, since Debian 13, on armhf; 32 on older armhf, where the second half
 * stays as it was.
 */
export function monotonicUs(bytes: Uint8Array): number {
  assert(bytes.length === 16, "a timespec has at most 16 bytes");
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const narrow = view.getInt32(8, true) === -1;
  const seconds = narrow ? view.getInt32(0, true) : Number(view.getBigInt64(0, true));
  const nanoseconds = view.getInt32(narrow ? 4 : 8, true);
  return seconds * 1e6 + nanoseconds / 1e3;
}
