/**
 * Time from the machine: the monotonic clock, which all threads share, and the
 * wall clock, which may jump. Timers are Node's; a delay is never cut short.
 */
import type { Cancel, Clock } from "../ports/clock.ts";

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
      const delayMs = Math.min(timeoutMsMax, Math.max(0, Math.ceil(leftUs / 1_000)));
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
