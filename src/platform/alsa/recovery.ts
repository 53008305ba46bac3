/**
 * What to do about an error that a PCM call returned. Pure: the shell does it
 * and comes back with how that went.
 *
 *   ran dry, overran (EPIPE)   prepare, then it goes on: an "xrun"
 *   suspended (ESTRPIPE)       resume; while the card still wakes up, wait; prepare where it cannot resume
 *   full, empty (EAGAIN)       wait
 *   anything else              the device is lost: it is closed and opened anew
 */
import { errno } from "./constants.ts";

export type Step = "wait" | "prepare" | "resume" | "mended" | "lost";

/** After a call on the device returned `error`. */
export function stepAfter(error: number): Step {
  switch (error) {
    case errno.again:
    case errno.interrupted:
      return "wait";
    case errno.brokenPipe:
    // The device is not prepared: what an xrun leaves behind in some plugins.
    case errno.badState:
      return "prepare";
    case errno.suspended:
      return "resume";
    default:
      return "lost";
  }
}

/** After a resume returned `result`. */
export function stepAfterResume(result: number): Step {
  if (result >= 0) return "mended";
  if (result === errno.again || result === errno.interrupted) return "wait";
  return result === errno.noDevice ? "lost" : "prepare";
}

export function stepAfterPrepare(result: number): Step {
  return result >= 0 ? "mended" : "lost";
}
