/**
 * One file of the event spool: a ring of pages that are written in the order
 * of their sequence numbers, one page per commit.
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
import { pageBytes, spoolBytes } from "./limits.ts";
import { openPages, scanPages, writePage } from "./pages.ts";
import { decodeSpoolPage, encodeSpoolPage, type SpoolPage, spoolMagic } from "./spool-page.ts";

export const spoolPages = spoolBytes / pageBytes;

export class SpoolFile implements AsyncDisposable {
  readonly number: number;
  readonly path: string;
  readonly #file: DiskFile;
  /** Sequence number of each page, 0 where it is free. */
  readonly #seqs = new Float64Array(spoolPages);
  /** Of the newest page; before the first where there is none. */
  #newest = -1;
  #poisoned = false;
  #deviceBytesWritten = 0;

  /** Makes the file where it is missing. Throws DiskError. */
  static async open(disk: Disk, path: string, number: number): Promise<SpoolFile> {
    return new SpoolFile(await openPages(disk, path, spoolBytes), path, number);
  }

  private constructor(file: DiskFile, path: string, number: number) {
    this.#file = file;
    this.path = path;
    this.number = number;
  }

  get poisoned(): boolean {
    return this.#poisoned;
  }
  get deviceBytesWritten(): number {
    return this.#deviceBytesWritten;
  }

  /** The good pages, in no order. */
  async load(): Promise<SpoolPage[]> {
    const found: SpoolPage[] = [];
    await scanPages(this.#file, { magic: spoolMagic, sizeBytes: spoolBytes }, (body, at) => {
      const page = decodeSpoolPage(body);
      if (page === undefined) return;
      found.push(page);
      this.#seqs[at] = page.seq;
      // A page that only records an acknowledgement has the seq of the event before it, and follows it.
      const newest = this.#newest < 0 ? -1 : (this.#seqs[this.#newest] ?? 0);
      if (page.seq > newest || (page.seq === newest && page.bytes.length === 0)) this.#newest = at;
    });
    return found;
  }

  /** Whether a page is free for the next event, when all up to `acked` are acknowledged. */
  hasRoom(acked: number): boolean {
    return (this.#seqs[this.#next] ?? 0) <= acked;
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

  /** Makes durable what was found: a killed process may have left pages that only the kernel has. */
  async sync(): Promise<void> {
    await this.#guard(() => this.#file.sync());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#file[Symbol.asyncDispose]();
  }

  get #next(): number {
    return (this.#newest + 1) % spoolPages;
  }

  async #write(pages: readonly SpoolPage[]): Promise<void> {
    const from = this.#next;
    assert(from + pages.length <= spoolPages, "pages of one write lie side by side");
    const bytes = concatBytes(pages.map((page) => writePage(spoolMagic, encodeSpoolPage(page))));
    this.#deviceBytesWritten += bytes.length;
    await this.#guard(async () => {
      await this.#file.write(bytes, from * pageBytes);
      await this.#file.sync();
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
