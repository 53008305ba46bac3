/** The browser's clock (link/ports.ts). */
import type { WebClock } from "../link/ports.ts";

export const browserClock: WebClock = {
  nowMs: () => performance.now(),
  after(ms, then) {
    const timer = setTimeout(then, ms);
    return () => clearTimeout(timer);
  },
};
