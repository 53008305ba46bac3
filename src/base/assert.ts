/**
 * Checks of our own reasoning. They stay on in production: a process whose
 * state is wrong must die and be restarted, not play on with it.
 */

/** Throws `Error("assertion failed: …")`, a bug and never an operating failure. */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(`assertion failed: ${message}`);
}

/** Marks a branch that the types say cannot be reached. */
export function unreachable(value: never): never {
  throw new Error(`assertion failed: unexpected ${String(value)}`);
}
