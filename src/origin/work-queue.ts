/**
 * Files that wait to be looked into, in order, and those being looked into.
 * Each file is in work once at most; what a new scan finds replaces what waits.
 */
import { deferred } from "../base/signal.ts";
import type { FoundFile } from "./file-records.ts";

export class WorkQueue {
  #waiting = new Map<string, FoundFile>();
  readonly #inWork = new Map<string, FoundFile>();
  #wake = deferred<void>();

  /** Files that wait or are in work. */
  get size(): number {
    return new Set([...this.#waiting.keys(), ...this.#inWork.keys()]).size;
  }
  get inWork(): readonly string[] {
    return [...this.#inWork.keys()];
  }

  /** What is in work, and has not changed since, does not wait again. */
  replace(files: readonly FoundFile[]): void {
    this.#waiting = new Map();
    for (const file of files) {
      const now = this.#inWork.get(file.path);
      const same = now?.sizeBytes === file.sizeBytes && now.modifiedMs === file.modifiedMs;
      if (!same) this.#waiting.set(file.path, file);
    }
    this.#wake.resolve();
    this.#wake = deferred<void>();
  }

  /** The next file; waits for one. Rejects with `signal.reason`. Give it back by `done`. */
  async take(signal: AbortSignal): Promise<FoundFile> {
    while (true) {
      signal.throwIfAborted();
      for (const file of this.#waiting.values()) {
        if (this.#inWork.has(file.path)) continue;
        this.#waiting.delete(file.path);
        this.#inWork.set(file.path, file);
        return file;
      }
      await this.#woken(signal);
    }
  }

  /** `again`: it was not its fault, and it waits once more. */
  done(file: FoundFile, again: boolean): void {
    this.#inWork.delete(file.path);
    if (again && !this.#waiting.has(file.path)) this.#waiting.set(file.path, file);
    this.#wake.resolve();
    this.#wake = deferred<void>();
  }

  async #woken(signal: AbortSignal): Promise<void> {
    const { promise, resolve } = this.#wake;
    const stop = (): void => resolve();
    signal.addEventListener("abort", stop, { once: true });
    await promise;
    signal.removeEventListener("abort", stop);
  }
}
