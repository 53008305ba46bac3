/**
 * A long list of which only windows are here: rows by index, what is missing of
 * a window, and the change of a row's place before the speaker has confirmed it.
 * Pure. Rows of an older revision stay until their new ones come, so that
 * nothing flickers.
 *
 * Invariant: at most `rowsKeptMax` rows are kept, those nearest to the latest window.
 */
import { pageRows, rowsKeptMax } from "../limits.ts";

export interface Page<T> {
  readonly rev: number;
  readonly offset: number;
  readonly total: number;
  readonly rows: readonly T[];
}

export class PagedList<T> {
  #rows = new Map<number, { readonly row: T; readonly rev: number }>();
  #total: number | undefined;
  /** Of the latest page. */
  #rev = -1;
  /** Rows of before this are stale. */
  #stale = 0;
  #generation = 0;
  /** Of the latest page, likewise. */
  #pageAt = 0;

  /** Undefined until the first page came. */
  get total(): number | undefined {
    return this.#total;
  }

  at(index: number): T | undefined {
    return this.#rows.get(index)?.row;
  }

  /** What is here may have changed: everything is wanted anew, and shown until then. */
  invalidate(): void {
    this.#generation += 1;
    this.#stale = this.#generation;
  }

  /** Another list altogether. */
  clear(): void {
    this.#rows.clear();
    this.#total = undefined;
    this.#rev = -1;
    this.invalidate();
  }

  /** First row of the page that the window [first, last) lacks; undefined where it lacks none. */
  missing(
    first: number,
    last: number,
  ): { readonly offset: number; readonly limit: number } | undefined {
    // Of an empty list no row tells that it may have grown.
    const isStale = this.#total === 0 && this.#pageAt < this.#stale;
    if (this.#total === undefined || isStale) return { offset: first, limit: pageRows };
    for (let index = first; index < Math.min(last, this.#total); index++) {
      const held = this.#rows.get(index);
      if (held === undefined || held.rev < this.#stale) return { offset: index, limit: pageRows };
    }
    return undefined;
  }

  /** Takes a page in; pages of two revisions are not mixed. */
  add(page: Page<T>): void {
    if (page.rev !== this.#rev) {
      this.#rev = page.rev;
      this.invalidate();
    }
    this.#total = page.total;
    this.#pageAt = this.#generation;
    for (const [i, row] of page.rows.entries())
      this.#rows.set(page.offset + i, { row, rev: this.#generation });
    for (const index of this.#rows.keys()) if (index >= page.total) this.#rows.delete(index);
    this.#forget(page.offset + page.rows.length / 2);
  }

  /** Row `from` goes to `to`, its place when all is done. */
  move(from: number, to: number): void {
    const moved = this.#rows.get(from);
    if (moved === undefined || from === to) return;
    const step = from < to ? 1 : -1;
    for (let index = from; index !== to; index += step)
      this.#put(index, this.#rows.get(index + step));
    this.#rows.set(to, moved);
  }

  remove(index: number): void {
    if (this.#total === undefined || index >= this.#total) return;
    const last = Math.max(index, ...this.#rows.keys());
    for (let at = index; at < last; at++) this.#put(at, this.#rows.get(at + 1));
    this.#rows.delete(last);
    this.#total -= 1;
  }

  #put(index: number, row: { readonly row: T; readonly rev: number } | undefined): void {
    if (row === undefined) this.#rows.delete(index);
    else this.#rows.set(index, row);
  }

  #forget(centre: number): void {
    if (this.#rows.size <= rowsKeptMax) return;
    const near = [...this.#rows].sort(([a], [b]) => Math.abs(a - centre) - Math.abs(b - centre));
    this.#rows = new Map(near.slice(0, rowsKeptMax));
  }
}
