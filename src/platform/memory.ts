/**
 * Keeps a daemon small on a board with little memory. glibc gives each thread
 * that allocates an arena of its own, which keeps what was once used; one for all
 * costs a lock that nothing here waits for (mallopt(3), M_ARENA_MAX). And it keeps
 * large blocks that were freed, once it has seen one, instead of giving them back:
 * with its thresholds set by hand it does not (M_MMAP_THRESHOLD, M_TRIM_THRESHOLD).
 */
import { setFlagsFromString } from "node:v8";
import { kib } from "../base/units.ts";
import type { Native } from "./native.ts";

/** malloc.h of glibc. */
const arenaMax = -8;
const mmapThreshold = -3;
const trimThreshold = -1;
/** glibc's own first value of both. */
const thresholdBytes = 128 * kib;

/** To be called before threads are started. Does nothing where the C library is another. */
export function spareMemory(native: Native | undefined): void {
  // V8: smaller code and heap against a little speed, of which there is plenty.
  setFlagsFromString("--optimize-for-size");
  try {
    const set = native?.load(["libc.so.6"])?.func("int mallopt(int, int)");
    set?.(arenaMax, 1);
    set?.(mmapThreshold, thresholdBytes);
    set?.(trimThreshold, thresholdBytes);
  } catch {
    return; // A C library without mallopt: nothing is lost but some memory.
  }
}
