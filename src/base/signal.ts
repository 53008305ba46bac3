/**
 * What AbortSignal leaves out: waiting on one, and a promise whose settling is
 * handed around.
 */

/** Rejects with `signal.reason` when it aborts; never resolves. The listener goes when `done` aborts. */
export function rejectOnAbort(signal: AbortSignal, done: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    else
      signal.addEventListener("abort", () => reject(signal.reason), { once: true, signal: done });
  });
}

/** The promise, or a rejection with `signal.reason` if that comes first. The promise itself goes on. */
export async function orAbort<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  const done = new AbortController();
  try {
    return await Promise.race([promise, rejectOnAbort(signal, done.signal)]);
  } finally {
    done.abort();
  }
}

/** A promise with its settling functions (Promise.withResolvers, which Node 20 lacks). */
export interface Deferred<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (reason: unknown) => void;
}

export function deferred<T>(): Deferred<T> {
  let resolve: (value: T) => void = () => undefined;
  let reject: (reason: unknown) => void = () => undefined;
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}
