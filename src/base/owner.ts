/**
 * Owns what a program has acquired and releases it in reverse order
 * (AsyncDisposableStack, which Node 20 lacks).
 */

export class Owner implements AsyncDisposable {
  #owned: (AsyncDisposable | Disposable)[] = [];

  /** Takes the resource over and hands it back for use. */
  own<T extends AsyncDisposable | Disposable>(resource: T): T {
    this.#owned.push(resource);
    return resource;
  }

  /** Calls `release` when its turn comes. */
  defer(release: () => void | Promise<void>): void {
    this.#owned.push({ [Symbol.asyncDispose]: async () => await release() });
  }

  /** Releases everything, whatever fails on the way; then throws the first failure. Safe to call twice. */
  async [Symbol.asyncDispose](): Promise<void> {
    const failures: unknown[] = [];
    for (let resource = this.#owned.pop(); resource !== undefined; resource = this.#owned.pop()) {
      try {
        if (Symbol.asyncDispose in resource) await resource[Symbol.asyncDispose]();
        else resource[Symbol.dispose]();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  }
}
