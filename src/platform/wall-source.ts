/**
 * Who vouches for this machine's wall clock. The kernel says whether a time
 * server steers it (adjtimex(2), read only: any process may, unless its unit refuses all
 * calls for clocks, as ours do; then systemd-timesyncd's mark of this boot says it). Where none
 * does, a clock with a battery, if there is one, agrees with it or does not.
 *
 * A PC always has such a clock, and a virtual one its host's; a Raspberry Pi before
 * the fifth has none, and that one's has often no battery and starts in 1970.
 */
import { readFile } from "node:fs/promises";
import type { WallSource, WallTrust } from "../ports/wall-source.ts";
import { openNative } from "./native.ts";

/** Return value of adjtimex for a clock that nobody steers (TIME_ERROR). */
const unsteered = 5;
/** struct timex has 208 bytes where long has 64 bits. Zeros ask and set nothing. */
const timexBytes = 256;
/** The two drift apart by seconds a day while the machine is up. */
const rtcErrorSMax = 600;
const bootIdDigits = 16;

/** Made when it set the clock by a server; /run is empty after a boot (systemd-timesyncd.service(8)). */
const timesyncMark = "/run/systemd/timesync/synchronized";

type Adjtimex = (timex: Uint8Array) => number;

export class NodeWallSource implements WallSource {
  readonly #load: () => Promise<Adjtimex | undefined>;
  readonly #mark: string;
  #adjtimex: Promise<Adjtimex | undefined> | undefined;

  constructor(load = loadAdjtimex, mark = timesyncMark) {
    this.#load = load;
    this.#mark = mark;
  }

  async trust(): Promise<WallTrust> {
    this.#adjtimex ??= this.#load();
    const state = (await this.#adjtimex)?.(new Uint8Array(timexBytes)) ?? -1;
    if (state >= 0 && state !== unsteered) return "synchronised";
    if (state < 0 && (await readText(this.#mark)) !== undefined) return "synchronised";
    const rtcS = await readText("/sys/class/rtc/rtc0/since_epoch");
    if (rtcS === undefined) return hasHiddenClock() ? "kept" : "none";
    return agrees(Number(rtcS), new Date()) ? "kept" : "none";
  }

  async bootId(): Promise<string | undefined> {
    const id = (await readText("/proc/sys/kernel/random/boot_id"))?.replaceAll("-", "");
    return id === undefined || !/^[0-9a-f]{32}$/.test(id) ? undefined : id.slice(0, bootIdDigits);
  }
}

/** It keeps UTC, or local time where another system of the machine wants that. */
function agrees(rtcS: number, wall: Date): boolean {
  const aheadS = rtcS - wall.getTime() / 1_000;
  const localS = -60 * wall.getTimezoneOffset();
  return Math.abs(aheadS) < rtcErrorSMax || Math.abs(aheadS - localS) < rtcErrorSMax;
}

/** Kernels for PCs read the board's clock, or the host's, also where they show no device for it. */
function hasHiddenClock(): boolean {
  return process.arch === "x64" || process.arch === "ia32";
}

async function loadAdjtimex(): Promise<Adjtimex | undefined> {
  try {
    const library = (await openNative())?.load(["libc.so.6", "libc.so"]);
    return library?.func("int adjtimex(_Inout_ uint8_t *timex)") as Adjtimex | undefined; // as in adjtimex(2)
  } catch {
    return undefined; // A C library without it: then the clocks with batteries decide.
  }
}

async function readText(path: string): Promise<string | undefined> {
  try {
    return (await readFile(path, "utf8")).trim();
  } catch {
    return undefined; // No such clock, or no such kernel.
  }
}
