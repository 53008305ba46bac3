/** Times are integers of microseconds unless a name says otherwise. */
export const usPerMs = 1_000;
export const usPerS = 1_000_000;

export const kib = 1024;
export const mib = 1024 * kib;
export const gib = 1024 * mib;
