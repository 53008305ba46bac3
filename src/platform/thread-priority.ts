/**
 * Puts the calling thread before others: real-time round robin where the system
 * allows it (root, or systemd's LimitRTPRIO=), else a lower nice value, else
 * nothing. Niceness alone does little: Linux weighs it within one session only.
 *
 * The thread must sleep of its own accord. Should it ever spin, the kernel's
 * real-time throttling leaves the rest 5 % of its core.
 */
import { setPriority } from "node:os";
import type { Native } from "./native.ts";

/** Constants of linux/sched.h. What the thread forks does not inherit its priority. */
const roundRobin = 2;
const resetOnFork = 0x4000_0000;
/** Above everything ordinary, below the kernel's own threads (50). */
const realTimePriority = 10;
const niceness = -11;

export type ThreadPriority = "real-time" | "nice" | "ordinary";

/** What was granted. */
export function raiseThreadPriority(native: Native | undefined): ThreadPriority {
  if (process.platform !== "linux") return "ordinary";
  const setScheduler = native
    ?.load(["libc.so.6"])
    ?.func("int sched_setscheduler(int thread, int policy, const int *priority)");
  const asked = new Int32Array([realTimePriority]);
  // Thread 0 is the calling one; so it is for setPriority on Linux.
  if (setScheduler?.(0, roundRobin | resetOnFork, asked) === 0) return "real-time";
  try {
    setPriority(0, niceness);
    return "nice";
  } catch {
    return "ordinary"; // Not allowed here: the buffer of the card has to do.
  }
}
