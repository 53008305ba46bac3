/**
 * One file of the event spool: a ring of pages that are written in the order
 * of their sequence numbers, one page per commit. With a mirror there are two
 * copies of each page, in two files; one good copy of a page is enough.
 *
 * The copies are written one after the other, so that a power cut which spoils
 * what the card is programming never meets both.
 *
 * Invariants:
 *   I1  a page whose event is not acknowledged is never written to
 *   I2  nor is the newest page: it knows what comes next
 *   I3  after an error the file is never written to again: the kernel may have
 *       dropped what it could not write, and says so only once
 */
import { assert } from "../base/assert.ts";
import { concatBytes } from "../base/bytes.ts";
import type { Disk, DiskFile } from "../ports/disk.ts";
import { pageBytes, spoolCopiesMax, spoolPlayEvents, spoolReservedPages } from "./limits.ts";
import { openPages, scanPages, writePage } from "./pages.ts";
import { decodeSpoolPage, encodeSpoolPage, type SpoolPage, spoolMagic } from "./spool-page.ts";

/** Of one spool file and its mirror. */
export interface SpoolShape {
  readonly folder: string;
  /** Of 4 KiB each; the same in every life of a spool. */
  readonly pages: number;
  readonly mirrored: boolean;
}

/** `spool-N`, and the mirror's `spool-N.2`. */
export function spoolNames(number: number): readonly [string, string] {
  return [`spool-${number}`, `spool-${number}.2`];
}

export class SpoolFile implements AsyncDisposable {
  readonly number: number;
  readonly #copies: readonly DiskFile[];
  readonly #pages: number;
  /** Sequence number of each page, 0 where it is free. */
  readonly #seqs: Float64Array;
  /** Of the newest page; before the first where there is none. */
  #newest = -1;
  #copiesOfNewest = 0;
  #poisoned = false;
  #uneven: boolean;
  #deviceBytesWritten = 0;

  /** Makes what is missing, and reads a mirror that is there even if none is wanted. Throws DiskError. */
  static async open(disk: Disk, shape: SpoolShape, number: number): Promise<SpoolFile> {
    const [first, second] = spoolNames(number).map((name) => disk.join(shape.folder, name));
    assert(first !== undefined && second !== undefined, "a spool file has two names");
    const stale = !shape.mirrored && (await disk.stat(second)) !== undefined;
    const copies: DiskFile[] = [];
    try {
      for (const path of shape.mirrored || stale ? [first, second] : [first])
        copies.push(await openPages(disk, path, shape.pages * pageBytes));
      return new SpoolFile(copies, { number, pages: shape.pages, uneven: stale });
    } catch (error) {
      for (const copy of copies) await copy[Symbol.asyncDispose]();
      throw error;
    }
  }

  private constructor(
    copies: readonly DiskFile[],
    about: { readonly number: number; readonly pages: number; readonly uneven: boolean },
  ) {
    this.#copies = copies;
    this.#pages = about.pages;
    this.#seqs = new Float64Array(about.pages);
    this.number = about.number;
    this.#uneven = about.uneven;
  }

  get poisoned(): boolean {
    return this.#poisoned;
  }
  /** The copies do not hold the same, or there is one that is not wanted: known after `load`. */
  get uneven(): boolean {
    return this.#uneven;
  }
  get deviceBytesWritten(): number {
    return this.#deviceBytesWritten;
  }

  /** The good pages in the order of the file, each from the copy that has the later one. */
  async load(): Promise<SpoolPage[]> {
    const found = await this.#merged();
    for (const [at, page] of found) this.#seqs[at] = page.seq;
    const last = Math.max(0, ...this.#seqs);
    if (last === 0) return [];
    // The newest event, its copies and the marks behind it share a number, and lie side by side.
    const ofLast = (at: number): boolean => this.#seqs[at % this.#pages] === last;
    this.#newest = this.#seqs.findIndex((_, at) => ofLast(at) && !ofLast(at + 1));
    this.#copiesOfNewest = this.#seqs.filter((seq) => seq === last).length;
    return found.map(([, page]) => page);
  }

  /** The newest event was written again and again without a new one behind it: a fresh file has more room. */
  get crowded(): boolean {
    return this.#copiesOfNewest >= spoolCopiesMax;
  }

  /**
   * Whether pages are free when all up to `acked` are acknowledged: one for what belongs to a play that
   * was begun, for a new play the reserve besides, for one that is only thought of some more.
   */
  hasRoom(acked: number, play: "begun" | "new" | "later" = "begun"): boolean {
    const reserved = Math.min(spoolReservedPages, this.#pages >> 2);
    const later = play === "later" ? spoolPlayEvents : 0;
    const wanted = play === "begun" ? 1 : Math.min(reserved + later + 1, this.#pages - 1);
    // Pages lie in the order of their numbers: where the last one is free, those before it are.
    return (this.#seqs[(this.#newest + wanted) % this.#pages] ?? 0) <= acked;
  }

  /** Resolves when the page is durable. After an error the file is poisoned. */
  async commit(page: SpoolPage): Promise<void> {
    await this.#write([page]);
  }

  /** The first pages of a fresh file, made durable together. */
  async fill(pages: readonly SpoolPage[]): Promise<void> {
    assert(this.#newest === -1, "only a fresh file is filled");
    if (pages.length > 0) await this.#write(pages);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const copy of this.#copies) await copy[Symbol.asyncDispose]();
  }

  async #merged(): Promise<[number, SpoolPage][]> {
    const found = new Map<number, SpoolPage>();
    const seen = new Map<number, number>();
    const about = { magic: spoolMagic, sizeBytes: this.#pages * pageBytes };
    for (const copy of this.#copies)
      await scanPages(copy, about, (body, at) => {
        const page = decodeSpoolPage(body);
        if (page === undefined) return;
        const other = found.get(at);
        if (other === undefined || page.seq > other.seq) found.set(at, page);
        if (other === undefined || page.seq === other.seq) seen.set(at, (seen.get(at) ?? 0) + 1);
      });
    for (const at of found.keys()) if (seen.get(at) !== this.#copies.length) this.#uneven = true;
    return [...found].sort(([a], [b]) => a - b);
  }

  async #write(pages: readonly SpoolPage[]): Promise<void> {
    const from = (this.#newest + 1) % this.#pages;
    assert(from + pages.length <= this.#pages, "pages of one write lie side by side");
    const bytes = concatBytes(pages.map((page) => writePage(spoolMagic, encodeSpoolPage(page))));
    await this.#guard(async () => {
      for (const copy of this.#copies) {
        this.#deviceBytesWritten += bytes.length;
        await copy.write(bytes, from * pageBytes);
        await copy.sync();
      }
    });
    for (const [i, page] of pages.entries()) this.#seqs[from + i] = page.seq;
    this.#newest = from + pages.length - 1;
  }

  async #guard(work: () => Promise<void>): Promise<void> {
    assert(!this.#poisoned, "I3: a poisoned file is left alone");
    try {
      await work();
    } catch (error) {
      this.#poisoned = true;
      throw error;
    }
  }
}
