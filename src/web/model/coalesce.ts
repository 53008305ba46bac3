/**
 * A slider that is dragged: the latest value goes out, 20 times a second at
 * most, and the last one always. Pure: the caller passes the time in and asks
 * `dueMs` when to come again.
 */
import { gestureMs } from "../limits.ts";

export class Coalesce<T> {
  #waiting: { readonly value: T } | undefined;
  #nextMs = Number.NEGATIVE_INFINITY;

  push(value: T): void {
    this.#waiting = { value };
  }

  /** When `take` has something; undefined while nothing waits. */
  dueMs(nowMs: number): number | undefined {
    return this.#waiting === undefined ? undefined : Math.max(nowMs, this.#nextMs);
  }

  take(nowMs: number): { readonly value: T } | undefined {
    if (nowMs < this.#nextMs || this.#waiting === undefined) return undefined;
    const taken = this.#waiting;
    this.#waiting = undefined;
    this.#nextMs = nowMs + gestureMs;
    return taken;
  }
}
