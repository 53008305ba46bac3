/**
 * A second thread: the audio thread is the only one. It shares memory with the
 * main thread through what `data` carries, and sends messages back.
 */
export interface Thread extends AsyncDisposable {
  /** Resolves when the thread has ended; rejects with its error when it died of one. */
  readonly ended: Promise<void>;
}

export interface ThreadDriver {
  /**
   * Starts the thread with `data` (structured clone; a SharedArrayBuffer is shared) and resolves
   * once its first message came, or after two seconds without one. `receive` is called for each
   * message, in order. Rejects when the thread dies before that.
   */
  start(data: unknown, receive: (message: unknown) => void, signal: AbortSignal): Promise<Thread>;
}
