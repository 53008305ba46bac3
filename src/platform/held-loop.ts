/**
 * Keeps a thread in its event loop while it waits for nothing that Node counts,
 * such as a module that is compiled.
 *
 * A loop that nothing holds open is left, and before Node looks whether there is
 * more to do it waits for V8's compile jobs. One of them may wait for a garbage
 * collection, which only this thread could begin: both wait for ever
 * (nodejs/node#54918). What such a job has ready comes through an open loop as well.
 */

/** The longest that a timer of Node's takes: 25 days. It does nothing then either. */
const longestMs = 2 ** 31 - 1;

/** Until it is disposed of, the calling thread does not leave its loop. */
export class HeldLoop implements Disposable {
  readonly #timer = setInterval(() => undefined, longestMs);

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }
}
