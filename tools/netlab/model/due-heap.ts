/**
 * Things by the time they are due, the earliest first; of those due together the one that came
 * first. A binary heap: put and take are O(log n). It sets no bound: who puts in does.
 */
interface Entry<T> {
  readonly dueUs: number;
  readonly order: number;
  readonly item: T;
}

export class DueHeap<T> {
  readonly #entries: Entry<T>[] = [];
  #order = 0;

  get size(): number {
    return this.#entries.length;
  }

  /** Infinity when there is nothing. */
  get nextUs(): number {
    return this.#entries[0]?.dueUs ?? Number.POSITIVE_INFINITY;
  }

  put(item: T, dueUs: number): void {
    const entry = { dueUs, order: this.#order++, item };
    let at = this.#entries.length;
    while (at > 0) {
      const up = (at - 1) >> 1;
      const parent = this.#entries[up];
      if (parent === undefined || !isBefore(entry, parent)) break;
      this.#entries[at] = parent;
      at = up;
    }
    this.#entries[at] = entry;
  }

  /** The earliest, whenever it is due. */
  take(): T | undefined {
    const first = this.#entries[0];
    const last = this.#entries.pop();
    if (first === undefined || last === undefined) return undefined;
    if (this.#entries.length > 0) this.#sink(last);
    return first.item;
  }

  /** Puts an entry where the first one was. */
  #sink(entry: Entry<T>): void {
    let at = 0;
    for (;;) {
      const [left, right] = [this.#entries[2 * at + 1], this.#entries[2 * at + 2]];
      if (left === undefined) break;
      const rightWins = right !== undefined && isBefore(right, left);
      const child = rightWins ? right : left;
      if (!isBefore(child, entry)) break;
      this.#entries[at] = child;
      at = 2 * at + (rightWins ? 2 : 1);
    }
    this.#entries[at] = entry;
  }
}

function isBefore<T>(a: Entry<T>, b: Entry<T>): boolean {
  return a.dueUs < b.dueUs || (a.dueUs === b.dueUs && a.order < b.order);
}
