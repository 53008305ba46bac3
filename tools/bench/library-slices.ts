/**
 * How long a large library holds up everything else in a speaker's main thread:
 * while it is read from the card, put in order and searched. Measured is the
 * longest stretch without a pause, in a heap with the settings of a speaker's.
 */

import type { TrackInfo } from "../../src/media/track.ts";
import { NodeClock } from "../../src/platform/clock.ts";
import { SparedMemory } from "../../src/platform/memory.ts";
import { type Native, openNative } from "../../src/platform/native.ts";
import {
  catalogueFilePages,
  decodingCatalogueFile,
  encodeCatalogueFile,
} from "../../src/player/catalogue-file.ts";
import { CatalogueMirror } from "../../src/player/catalogue-mirror.ts";
import { inSlices } from "../../src/player/slices.ts";
import type { Cancel, Clock } from "../../src/ports/clock.ts";

/** The longest stretch of it, in the main thread's time of the processor, so that what else the machine does is left out, and how long all of it took; ms. */
export interface HeldUp {
  readonly worstMs: number;
  readonly allMs: number;
}

export interface LibrarySlices {
  readonly loadMs: HeldUp;
  readonly orderMs: HeldUp;
  readonly searchMs: HeldUp;
}

const tag = "0123456789abcdef";

export async function measureSlices(tracks: readonly TrackInfo[]): Promise<LibrarySlices> {
  const native = await openNative();
  await new SparedMemory().begin(native);
  const heldUp = heldUpBy(threadClock(native));
  const about = { epoch: "00000000000000aa", version: 1, borrowed: false };
  const file = encodeCatalogueFile(tag, [...catalogueFilePages({ ...about, tracks })]);
  const mirror = new CatalogueMirror();
  const loadMs = await heldUp(async (clock) => {
    const whole = await inSlices(clock, decodingCatalogueFile(tag, file));
    if (whole !== undefined)
      await inSlices(
        clock,
        mirror.replacing(whole, () => true),
      );
  });
  const orderMs = await heldUp((clock) => inSlices(clock, mirror.index.steps()));
  const searchMs = await heldUp((clock) => inSlices(clock, mirror.searching("song river 7")));
  return { loadMs, orderMs, searchMs };
}

function heldUpBy(cpuUs: () => number) {
  return async (work: (clock: Clock) => Promise<unknown>): Promise<HeldUp> => {
    const clock = new PauseClock(cpuUs);
    const startUs = clock.nowUs();
    await work(clock);
    clock.pause();
    return { worstMs: clock.worstUs / 1000, allMs: (clock.nowUs() - startUs) / 1000 };
  };
}

/** The real clock; notes what the longest time costs between the end of a pause and the beginning of the next. */
class PauseClock implements Clock {
  readonly #clock = new NodeClock();
  readonly #cpuUs: () => number;
  #sinceUs: number;
  worstUs = 0;

  constructor(cpuUs: () => number) {
    this.#cpuUs = cpuUs;
    this.#sinceUs = cpuUs();
  }

  nowUs(): number {
    return this.#clock.nowUs();
  }

  wallMs(): number {
    return this.#clock.wallMs();
  }

  pause(): void {
    this.worstUs = Math.max(this.worstUs, this.#cpuUs() - this.#sinceUs);
  }

  after(delayUs: number, call: () => void): Cancel {
    this.pause();
    return this.#clock.after(delayUs, () => {
      this.#sinceUs = this.#cpuUs();
      call();
    });
  }
}

/** Without it the time of all threads, with what the collector of garbage does in others: more than the stretch itself. */
function threadClock(native: Native | undefined): () => number {
  const read = native?.load(["libc.so.6"])?.func("int clock_gettime(int, _Out_ int64_t *)");
  const time = new BigInt64Array(2);
  return () => {
    if (read?.(threadCpuClock, time) !== 0) {
      const { user, system } = process.cpuUsage();
      return user + system;
    }
    return Number(time[0]) * 1e6 + Number(time[1]) / 1000;
  };
}

/** CLOCK_THREAD_CPUTIME_ID of clock_gettime(2), the same number on all of Linux's machines. */
const threadCpuClock = 3;
