import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { sleepFadeUs } from "../../../src/player/limits.ts";
import { SleepTimer } from "../../../src/player/sound/sleep-timer.ts";

const minute = 60_000_000;

describe("SleepTimer", () => {
  it("is silent about what is far off, then fades evenly to nothing", () => {
    const timer = new SleepTimer();
    timer.end = { endUs: 10 * minute };
    assert.equal(timer.fade(0), 1);
    assert.equal(timer.lookInUs(0), 10 * minute - sleepFadeUs);
    assert.equal(timer.fade(10 * minute - sleepFadeUs), 1);
    assert.equal(timer.fade(10 * minute - sleepFadeUs / 2), 0.5);
    assert.equal(timer.fade(10 * minute), 0);
    assert.ok(!timer.isOver(10 * minute - 1));
    assert.ok(timer.isOver(10 * minute));
    assert.equal(timer.leftUs(11 * minute), 0, "what is over is not less than over");
  });

  it("never fades the end of a track, and nothing while it is off", () => {
    const timer = new SleepTimer();
    for (const end of ["track-end", undefined] as const) {
      timer.end = end;
      assert.deepEqual(
        [timer.fade(0), timer.leftUs(0), timer.lookInUs(0), timer.isOver(0)],
        [1, undefined, undefined, false],
      );
    }
  });
});
