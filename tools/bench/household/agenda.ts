/** What happens when, in the simulated house: a heap of times and things to do. */
interface Item {
  readonly atS: number;
  readonly order: number;
  readonly act: (nowS: number) => void;
}

export class Agenda {
  readonly #heap: Item[] = [];
  #count = 0;

  at(atS: number, act: (nowS: number) => void): void {
    this.#count += 1;
    const item = { atS, order: this.#count, act };
    const heap = this.#heap;
    let place = heap.push(item) - 1;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      const above = heap[parent];
      if (above === undefined || !before(item, above)) break;
      heap[place] = above;
      place = parent;
    }
    heap[place] = item;
  }

  /** Until nothing is left to happen. */
  run(): void {
    for (let item = this.#take(); item !== undefined; item = this.#take()) item.act(item.atS);
  }

  #take(): Item | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first;
    let place = 0;
    for (;;) {
      const left = 2 * place + 1;
      const [a, b] = [heap[left], heap[left + 1]];
      if (a === undefined) break;
      const [child, at] = b !== undefined && before(b, a) ? [b, left + 1] : [a, left];
      if (!before(child, last)) break;
      heap[place] = child;
      place = at;
    }
    heap[place] = last;
    return first;
  }
}

function before(a: Item, b: Item): boolean {
  return a.atS < b.atS || (a.atS === b.atS && a.order < b.order);
}
