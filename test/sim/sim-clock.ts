/**
 * Virtual time. Nothing moves until a test says so: `advance` runs the timers
 * that are due, in order of time and then of insertion, and lets all promise
 * jobs finish between two of them. So a run depends on nothing but its inputs.
 *
 * The queue is a binary heap in one array; a cancelled timer stays in it,
 * marked, until it comes up.
 */
import type { Cancel, Clock } from "../../src/ports/clock.ts";

interface Timer {
  readonly dueUs: number;
  readonly order: number;
  run: (() => void) | undefined;
}

export class SimClock implements Clock {
  readonly #heap: Timer[] = [];
  #nowUs: number;
  #wallOffsetMs: number;
  #orders = 0;

  constructor(options: { readonly startUs?: number; readonly wallMs?: number } = {}) {
    this.#nowUs = options.startUs ?? 1_000_000;
    this.#wallOffsetMs = (options.wallMs ?? 1_800_000_000_000) - Math.floor(this.#nowUs / 1_000);
  }

  nowUs(): number {
    return this.#nowUs;
  }
  wallMs(): number {
    return this.#wallOffsetMs + Math.floor(this.#nowUs / 1_000);
  }
  /** A wall clock that jumps, as one does when the network brings the time. */
  stepWall(byMs: number): void {
    this.#wallOffsetMs += byMs;
  }

  after(delayUs: number, run: () => void): Cancel {
    this.#orders += 1;
    const dueUs = this.#nowUs + Math.max(0, Math.ceil(delayUs));
    const timer: Timer = { dueUs, order: this.#orders, run };
    this.#push(timer);
    return () => {
      timer.run = undefined;
    };
  }

  /** When the next timer is due; undefined while there is none. */
  get nextDueUs(): number | undefined {
    while (this.#heap[0] !== undefined && this.#heap[0].run === undefined) this.#pop();
    return this.#heap[0]?.dueUs;
  }

  /** Runs all that is due within the next `us`, then stands at its end. */
  async advance(us: number): Promise<void> {
    const endUs = this.#nowUs + us;
    await drain();
    while (await this.#step(endUs));
    this.#nowUs = endUs;
  }

  /** Runs until `done`, or fails when that takes longer than `limitUs` or nothing is left to run. */
  async until(done: () => boolean, limitUs = 3_600_000_000): Promise<void> {
    const endUs = this.#nowUs + limitUs;
    await drain();
    while (!done()) {
      if (!(await this.#step(endUs))) throw new Error("virtual time ran out before the condition");
    }
  }

  /** Runs virtual time until the promise settles, and hands on its outcome. */
  async settle<T>(promise: Promise<T>, limitUs = 3_600_000_000): Promise<T> {
    let settled = false;
    const mark = (): void => {
      settled = true;
    };
    promise.then(mark, mark);
    await this.until(() => settled, limitUs);
    return promise;
  }

  async #step(endUs: number): Promise<boolean> {
    const dueUs = this.nextDueUs;
    if (dueUs === undefined || dueUs > endUs) return false;
    const timer = this.#pop();
    this.#nowUs = Math.max(this.#nowUs, dueUs);
    timer?.run?.();
    await drain();
    return true;
  }

  #push(timer: Timer): void {
    const heap = this.#heap;
    let at = heap.length;
    heap.push(timer);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = heap[parent] as Timer; // parent < at < heap.length
      if (before(above, timer)) break;
      heap[at] = above;
      at = parent;
    }
    heap[at] = timer;
  }

  #pop(): Timer | undefined {
    const heap = this.#heap;
    const top = heap[0];
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return top;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      // Both children are within the heap where they are looked at.
      if (child + 1 < heap.length && before(heap[child + 1] as Timer, heap[child] as Timer))
        child += 1;
      if (before(last, heap[child] as Timer)) break;
      heap[at] = heap[child] as Timer;
      at = child;
    }
    heap[at] = last;
    return top;
  }
}

function before(a: Timer, b: Timer): boolean {
  return a.dueUs < b.dueUs || (a.dueUs === b.dueUs && a.order < b.order);
}

/** All promise jobs run before the next macrotask: so waiting for one drains them, however long their chains. */
export function drain(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
