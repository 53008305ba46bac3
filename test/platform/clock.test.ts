import assert from "node:assert/strict";
import { afterEach, describe, it, vi } from "vitest";
import { NodeClock } from "../../src/platform/clock.ts";

afterEach(() => vi.restoreAllMocks());

/** Timers of a thread that looked at the clock `staleNs` before they were asked for. */
function timersThatComeEarly(staleNs: number): { readonly nowNs: () => number; asked: number[] } {
  let nowNs = 5_000_000_000;
  const asked: number[] = [];
  vi.spyOn(process.hrtime, "bigint").mockImplementation(() => BigInt(nowNs));
  vi.spyOn(globalThis, "setTimeout").mockImplementation(((wake: () => void, ms: number) => {
    asked.push(ms);
    nowNs += Math.max(0, ms * 1_000_000 - staleNs);
    wake();
  }) as typeof setTimeout);
  return { nowNs: () => nowNs, asked };
}

describe("NodeClock.after", () => {
  it("wakes a thread once for a long delay, although Node's timers come up to a millisecond early", () => {
    for (const delayUs of [50_000, 499_001, 500_000, 3_600_000_000]) {
      const { nowNs, asked } = timersThatComeEarly(950_000);
      const fromNs = nowNs();
      let runNs = 0;
      new NodeClock().after(delayUs, () => {
        runNs = nowNs();
      });
      assert.equal(asked.length, 1, `${delayUs} µs: ${asked}`);
      assert.ok(runNs >= fromNs + 1_000 * delayUs && runNs < fromNs + 1_000 * delayUs + 2e6);
      vi.restoreAllMocks();
    }
  });

  it("is not a millisecond late for that where a millisecond matters", () => {
    const { nowNs } = timersThatComeEarly(0);
    const fromNs = nowNs();
    let runNs = 0;
    new NodeClock().after(3_000, () => {
      runNs = nowNs();
    });
    assert.equal(runNs, fromNs + 3_000_000);
  });
});
