/**
 * Keeps a daemon small on a board with little memory (docs/decisions/0017).
 *
 * At the start: glibc gives each thread that allocates an arena of its own, which
 * keeps what was once used; one for all costs a lock that nothing here waits for
 * (mallopt(3), M_ARENA_MAX). And it keeps large blocks that were freed, once it has
 * seen one, instead of giving them back: with its thresholds set by hand it does
 * not (M_MMAP_THRESHOLD, M_TRIM_THRESHOLD).
 *
 * From time to time: what starting and compiling left behind goes back to the
 * kernel. Freed pages inside of arenas (malloc_trim(3)), and Node's own code and
 * tables, of which a speaker that plays uses a third; what is needed again is
 * found in the file (madvise(2), MADV_DONTNEED on clean pages).
 *
 * Where the C library is another, or there is no /proc, it does nothing.
 */
import { readFile } from "node:fs/promises";
import { setFlagsFromString } from "node:v8";
import { kib } from "../base/units.ts";
import type { Native } from "./native.ts";
import { programPages } from "./program-pages.ts";

/** malloc.h of glibc. */
const arenaMax = -8;
const mmapThreshold = -3;
const trimThreshold = -1;
/** glibc's own first value of both. */
const thresholdBytes = 128 * kib;

/** MADV_DONTNEED, the same number on all of Linux's machines that Node runs on. */
const dontNeed = 4;

/** After the program has come up: while a play that began with it is compiled, which reads most of Node again, and once it has been. */
const givingAfterMs = [2_000, 4_000, 7_000, 12_000, 20_000, 30_000, 45_000] as const;
/**
 * While the first play is compiled, and its buffers fill: Node's pages come back at 10 MB a second, beside the most of
 * its own memory that a speaker ever has. Once in a run; later plays find all of that done.
 */
const givingInFirstPlayMs = [
  ...[200, 350, 500, 650, 800, 1_000, 1_250, 1_500, 1_750, 2_000, 2_500, 3_000, 3_500, 4_000],
  ...[5_000, 6_000, 7_000, 8_000, 9_000, 10_000, 11_000, 12_000, 14_000, 16_000, 18_000, 20_000],
  ...[22_500, 25_000, 27_500, 30_000, 32_500, 35_000, 37_500, 40_000, 45_000, 50_000, 55_000],
] as const;
/** A giving back costs some milliseconds, and half a millisecond for what is needed again: a ten-thousandth of a core. */
const givingEveryMs = 60_000;

interface GivingBack {
  readonly trim: (keepBytes: number) => number;
  readonly advise: (start: number, bytes: number, advice: number) => number;
}

export class SparedMemory {
  #calls: GivingBack | undefined;
  #hasPlayed = false;

  /**
   * Before threads are started; a second time changes nothing. What loading the program has used goes back
   * here already: with an audio thread beside it, it is the most that the process ever has.
   */
  async begin(native: Native | undefined): Promise<void> {
    // V8: smaller code and heap against a little speed, of which there is plenty.
    setFlagsFromString("--optimize-for-size");
    if (this.#calls !== undefined) return;
    this.#calls = setMalloc(native);
    if (this.#calls !== undefined) await giveMemoryBack(this.#calls);
  }

  /** Now: once more while a start goes on. Nothing where it was not begun, as with all that follow. */
  async giveBack(): Promise<void> {
    if (this.#calls !== undefined) await giveMemoryBack(this.#calls);
  }

  /** Once, when the program has come up: now, and from time to time from now on. */
  async started(): Promise<void> {
    this.#giveAfter(givingAfterMs);
    // No timer keeps a program alive that is done.
    setInterval(() => void this.giveBack(), givingEveryMs).unref();
    await this.giveBack();
  }

  /** Once for each speaker; one of them is enough. */
  firstPlayBegins(): void {
    if (this.#hasPlayed) return;
    this.#hasPlayed = true;
    this.#giveAfter(givingInFirstPlayMs);
  }

  #giveAfter(allMs: readonly number[]): void {
    for (const afterMs of allMs) setTimeout(() => void this.giveBack(), afterMs).unref();
  }
}

/** Undefined where the C library does not have these calls: nothing is lost then but some memory. */
function setMalloc(native: Native | undefined): GivingBack | undefined {
  try {
    const libc = native?.load(["libc.so.6"]);
    if (libc === undefined) return undefined;
    const set = libc.func("int mallopt(int, int)");
    set(arenaMax, 1);
    set(mmapThreshold, thresholdBytes);
    set(trimThreshold, thresholdBytes);
    return {
      trim: libc.func("int malloc_trim(size_t)"),
      advise: libc.func("int madvise(uintptr_t, size_t, int)"),
    };
  } catch {
    return undefined;
  }
}

/** Asked for and not enforced: a kernel that refuses keeps things as they are. */
async function giveMemoryBack({ trim, advise }: GivingBack): Promise<void> {
  trim(0);
  const smaps = await readFile("/proc/self/smaps", "utf8").catch(() => "");
  for (const { start, bytes } of programPages(smaps)) advise(start, bytes, dontNeed);
}
