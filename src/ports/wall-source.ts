/**
 * What a machine knows of its own clocks beside what they show (ports/clock.ts).
 * Many boards have no battery-backed clock: after a boot theirs shows the past
 * until somebody brings the time.
 */

/**
 * `none`: nobody vouches for the wall clock. `kept`: a clock that runs on without power set it at boot.
 * `synchronised`: it follows a time server now.
 */
export type WallTrust = "none" | "kept" | "synchronised";

export interface WallSource {
  /** Looks anew at each call. Never rejects. */
  trust(): Promise<WallTrust>;
  /** Names this boot, with which the monotonic clock began: 16 hexadecimal digits; undefined where nobody knows. */
  bootId(): Promise<string | undefined>;
}
