/**
 * Time from the machine: the monotonic clock, which all threads share, and the
 * wall clock, which may jump. Timers are Node's; a delay is never cut short.
 */
import type { Cancel, Clock } from "../ports/clock.ts";

/**
 * Node reckons from when its loop last looked at the clock, in whole milliseconds: a timer comes up to one too early,
 * and a thread that is woken for nothing has to wait, and be woken, once more. Where a millisecond is nothing
 * beside the delay it is asked for later.
 */
const longUs = 50_000;
const earlyMs = 1;

/** setTimeout takes at most 2^31 − 1 ms; a longer wait is made of several. */
const timeoutMsMax = 2_147_483_647;

export class NodeClock implements Clock {
  nowUs(): number {
    return Number(process.hrtime.bigint() / 1_000n);
  }

  wallMs(): number {
    return Date.now();
  }

  after(delayUs: number, run: () => void): Cancel {
    const dueUs = this.nowUs() + delayUs;
    let timer: NodeJS.Timeout;
    const arm = (leftUs: number): void => {
      const wantedMs = Math.max(0, Math.ceil(leftUs / 1_000)) + (leftUs >= longUs ? earlyMs : 0);
      const delayMs = Math.min(timeoutMsMax, wantedMs);
      timer = setTimeout(wake, delayMs);
    };
    const wake = (): void => {
      const leftUs = dueUs - this.nowUs();
      if (leftUs > 0) arm(leftUs);
      else run();
    };
    arm(delayUs);
    return () => clearTimeout(timer);
  }
}
