/**
 * The suite has forty minutes on two cores (CONTRACT.md). Tests of whole devices take a
 * third of it, and are the last to begin (vitest.config.ts): where a slow machine has used
 * up the time by then, they are skipped by name.
 */

/** Why a test of a device is not begun any more; undefined while there is time. */
export function timeMissing(): string | undefined {
  const byMs = Number(process.env["NIGHTJAR_TESTS_BEGIN_BY_MS"] ?? Number.POSITIVE_INFINITY);
  return Date.now() < byMs ? undefined : "needs a faster machine, or to be run alone";
}
