/** Time, and waiting for it. Only platform/ and the simulated world implement it. */
export interface Clock {
  /** Monotonic microseconds from an arbitrary start; the same for all threads of the machine. */
  nowUs(): number;
  /** Wall time in milliseconds since 1970. A board without an RTC may be wrong by years. */
  wallMs(): number;
  /** Calls `run` once, `delayUs` from now at the earliest. The result cancels it. */
  after(delayUs: number, run: () => void): Cancel;
}

export type Cancel = () => void;

/** Resolves after `delayUs`; rejects with `signal.reason` when aborted before. */
export function sleep(clock: Clock, delayUs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(signal.reason);
      return;
    }
    const onAbort = (): void => {
      cancel();
      reject(signal.reason);
    };
    const cancel = clock.after(delayUs, () => {
      signal.removeEventListener("abort", onAbort);
      resolve();
    });
    signal.addEventListener("abort", onAbort, { once: true });
  });
}
