/**
 * Keeps a daemon small on a board with little memory. glibc gives each thread
 * that allocates an arena of its own, which keeps what was once used; one for all
 * costs a lock that nothing here waits for (mallopt(3), M_ARENA_MAX).
 */
import { setFlagsFromString } from "node:v8";
import type { Native } from "./native.ts";

/** malloc.h of glibc. */
const arenaMax = -8;

/** To be called before threads are started. Does nothing where the C library is another. */
export function spareMemory(native: Native | undefined): void {
  // V8: smaller code and heap against a little speed, of which there is plenty.
  setFlagsFromString("--optimize-for-size");
  try {
    native?.load(["libc.so.6"])?.func("int mallopt(int, int)")(arenaMax, 1);
  } catch {
    return; // A C library without mallopt: nothing is lost but some memory.
  }
}
