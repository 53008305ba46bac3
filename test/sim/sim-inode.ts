/**
 * The content of one simulated file: what programs see, what the medium surely
 * holds, and the writes in between, which a power cut may apply, drop, tear or
 * reorder (docs/STORAGE.md §7).
 *
 * Pages are shared between the two views until one of them is written, so an
 * unsynced 4 MiB segment costs its bytes once.
 */
import type { Rng } from "../../src/base/rng.ts";

const pageBytes = 4096;
/** What a card writes as one: inside it a cut leaves the old, the new, or garbage. */
const sectorBytes = 512;
/** Beyond this the oldest unsynced writes reach the medium by themselves, as the kernel's write-back does. */
const unsyncedBytesMax = 16 * 1024 * 1024;

/** What a cut leaves of what was not synced: drawn from the seed, or one of the two ends. */
export type CutOutcome = "drawn" | "nothing" | "everything";

interface Write {
  readonly at: number;
  readonly bytes: Uint8Array;
}

/** Bytes by page; what was never written reads as zero. Keeps what it is given to write. */
class Pages {
  readonly #pages = new Map<number, Uint8Array>();
  sizeBytes = 0;

  read(into: Uint8Array, at: number): number {
    const length = Math.max(0, Math.min(into.length, this.sizeBytes - at));
    for (let done = 0; done < length; ) {
      const inPage = (at + done) % pageBytes;
      const take = Math.min(pageBytes - inPage, length - done);
      const page = this.#pages.get(Math.floor((at + done) / pageBytes));
      if (page === undefined) into.fill(0, done, done + take);
      else into.set(page.subarray(inPage, inPage + take), done);
      done += take;
    }
    return length;
  }

  write({ at, bytes }: Write): void {
    for (let done = 0; done < bytes.length; ) {
      const number = Math.floor((at + done) / pageBytes);
      const inPage = (at + done) % pageBytes;
      const take = Math.min(pageBytes - inPage, bytes.length - done);
      const part = bytes.subarray(done, done + take);
      const page = take === pageBytes ? part : this.#patched(number, inPage, part);
      this.#pages.set(number, page); // A page is never changed in place: the other view may hold it.
      done += take;
    }
    this.sizeBytes = Math.max(this.sizeBytes, at + bytes.length);
  }

  #patched(number: number, at: number, part: Uint8Array): Uint8Array {
    const page = this.#pages.get(number)?.slice() ?? new Uint8Array(pageBytes);
    page.set(part, at);
    return page;
  }

  truncate(sizeBytes: number): void {
    for (const number of this.#pages.keys())
      if (number * pageBytes >= sizeBytes) this.#pages.delete(number);
    const tail = sizeBytes % pageBytes;
    const last = this.#pages.get(Math.floor(sizeBytes / pageBytes));
    if (last !== undefined && tail > 0) {
      const cut = last.slice();
      cut.fill(0, tail);
      this.#pages.set(Math.floor(sizeBytes / pageBytes), cut);
    }
    this.sizeBytes = sizeBytes;
  }

  copyFrom(other: Pages): void {
    this.#pages.clear();
    for (const [number, page] of other.#pages) this.#pages.set(number, page);
    this.sizeBytes = other.sizeBytes;
  }
}

export class SimInode {
  readonly inode: string;
  modifiedMs = 0;
  readonly #seen = new Pages();
  readonly #medium = new Pages();
  #unsynced: Write[] = [];
  #unsyncedBytes = 0;
  /** Writes that left the list, on the medium or lost: with it a mark stays right while the list shrinks. */
  #gone = 0;

  constructor(inode: string) {
    this.inode = inode;
  }

  get sizeBytes(): number {
    return this.#seen.sizeBytes;
  }

  read(into: Uint8Array, at: number): number {
    return this.#seen.read(into, at);
  }

  write(at: number, bytes: Uint8Array): void {
    const write = { at, bytes: bytes.slice() };
    this.#seen.write(write);
    this.#unsynced.push(write);
    this.#unsyncedBytes += bytes.length;
    while (this.#unsyncedBytes > unsyncedBytesMax) this.#writeBack();
  }

  /** Sizes are metadata; journaling file systems keep them in order, so a new size is durable at once. */
  resize(sizeBytes: number): void {
    if (sizeBytes < this.#seen.sizeBytes) this.syncUpTo(this.mark());
    this.#seen.truncate(sizeBytes);
    this.#medium.truncate(sizeBytes);
  }

  /** What a sync that starts now covers. */
  mark(): number {
    return this.#gone + this.#unsynced.length;
  }

  /** All writes before `mark` are on the medium now. */
  syncUpTo(mark: number): void {
    while (this.#gone < mark) this.#writeBack();
  }

  /** A failed sync: some of it arrived, and the kernel forgets the rest while programs still see it. */
  loseUnsynced(rng: Rng): void {
    for (const write of rng.shuffle([...this.#unsynced])) this.#tear(write, rng);
    this.#forget();
  }

  #forget(): void {
    this.#gone += this.#unsynced.length;
    this.#unsynced = [];
    this.#unsyncedBytes = 0;
  }

  /** Power is gone: of each unsynced write any sectors may have arrived, in any order, some garbled. */
  cut(rng: Rng, outcome: CutOutcome = "drawn"): void {
    if (outcome === "everything") this.syncUpTo(this.mark());
    if (outcome === "nothing") this.#forget();
    this.loseUnsynced(rng);
    this.#seen.copyFrom(this.#medium);
  }

  /** A bit of the medium has flipped. */
  flip(at: number, mask: number): void {
    for (const pages of [this.#seen, this.#medium]) {
      const byte = new Uint8Array(1);
      pages.read(byte, at);
      pages.write({ at, bytes: Uint8Array.of((byte[0] ?? 0) ^ mask) });
    }
  }

  #writeBack(): void {
    const write = this.#unsynced.shift();
    if (write === undefined) return;
    this.#gone += 1;
    this.#medium.write(write);
    this.#unsyncedBytes -= write.bytes.length;
  }

  #tear(write: Write, rng: Rng): void {
    const fate = rng.float();
    if (fate < 0.3) return;
    if (fate < 0.6) {
      this.#medium.write(write);
      return;
    }
    // Runs of sectors, as a card would leave them, rather than every second one.
    let here = rng.chance(0.5);
    for (let at = 0; at < write.bytes.length; at += sectorBytes) {
      if (rng.chance(0.2)) here = !here;
      const sector = write.bytes.slice(at, at + sectorBytes);
      if (rng.chance(0.05)) for (let i = 0; i < sector.length; i++) sector[i] = rng.below(256);
      else if (!here) continue;
      this.#medium.write({ at: write.at + at, bytes: sector });
    }
  }
}
