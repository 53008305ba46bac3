/**
 * The library in order: all rows sorted, and their shelves, brought up to date in
 * slices after a change (docs/CONTROL.md §6). What was in order before costs one look.
 *
 * Invariants:
 *   I1  what is in order is all of the rows of one moment, never a mixture of two
 *   I2  `step` does a bounded amount of work, however large the library is
 */

import { compareRows, type Row } from "./library-row.ts";
import { inOrderAtOnceMax, sliceSteps } from "./limits.ts";
import { Shelves } from "./shelves.ts";
import { slicedSort } from "./sliced-sort.ts";

/** What is indexed. */
export interface IndexedRows {
  readonly rows: ReadonlyMap<string, Row>;
  /** Grows with every change of them. */
  readonly changes: number;
  /** The order in which they came is known. */
  readonly dated: boolean;
}

/** A mark costs a part of a comparison. */
const marksPerSlice = 4 * sliceSteps;

export class LibraryIndex {
  readonly #source: IndexedRows;
  #sorted: readonly Row[] = [];
  #shelves = new Shelves();
  /** What is in order. */
  #changes = -1;
  #work: Generator<void, void> | undefined;
  #builds = 0;

  constructor(source: IndexedRows) {
    this.#source = source;
  }

  get isInOrder(): boolean {
    return this.#changes === this.#source.changes;
  }

  /** In the order of their keys, as of the last time that they were put in order. */
  get sorted(): readonly Row[] {
    return this.#sorted;
  }
  get shelves(): Shelves {
    return this.#shelves;
  }

  /** A slice of the work. False when a build is over, or there is nothing to do; a small library is done at once. */
  step(): boolean {
    if (this.#work === undefined && this.isInOrder) return false;
    if (this.#source.rows.size <= inOrderAtOnceMax) {
      this.finish();
      return false;
    }
    this.#work ??= this.#build();
    if (this.#work.next().done !== true) return true;
    this.#work = undefined;
    return false;
  }

  /** The work, a slice each. */
  *steps(): Generator<void, void> {
    while (this.step()) yield;
  }

  /** All of the work at once. */
  finish(): void {
    while (!this.isInOrder) {
      this.#work ??= this.#build();
      while (this.#work.next().done !== true);
      this.#work = undefined;
    }
  }

  /** I1: works on what is there when it begins. */
  *#build(): Generator<void, void> {
    const { changes, dated } = this.#source;
    // A copy of the references alone, of one moment: a millisecond for a hundred thousand.
    const present = [...this.#source.rows.values()];
    yield;
    const build = ++this.#builds;
    for (const [at, row] of present.entries()) {
      row.build = build;
      if (at % marksPerSlice === 0) yield;
    }
    const [kept, come]: [Row[], Row[]] = [[], []];
    for (const [at, row] of this.#sorted.entries()) {
      if (row.build === build) kept.push(row);
      row.build = 0;
      if (at % marksPerSlice === 0) yield;
    }
    for (const [at, row] of present.entries()) {
      if (row.build === build) come.push(row);
      if (at % marksPerSlice === 0) yield;
    }
    const sorted = yield* slicedSort(kept, come, compareRows);
    yield;
    this.#shelves = yield* Shelves.build(sorted, dated);
    this.#sorted = sorted;
    this.#changes = changes;
  }
}
