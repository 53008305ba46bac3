import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { SoundRuns } from "../../../tools/bench/sound-runs.ts";

/** Frames of sound at this level, left only. */
function loud(frames: number, level = 1_000): Int16Array {
  return Int16Array.from({ length: 2 * frames }, (_, i) => (i % 2 === 0 ? level : 0));
}

describe("the runs of sound in a capture", () => {
  it("begin at the first sample that is no silence, in either channel", () => {
    const runs = new SoundRuns(10);
    runs.silence(100);
    runs.samples(Int16Array.of(0, 0, 2, -2, 0, -3));
    assert.deepEqual(runs.runs, [{ from: 102, to: 103 }]);
    assert.equal(runs.frames, 103);
    assert.equal(runs.firstFrom(0), 102);
    assert.equal(runs.firstFrom(102), 102);
    assert.equal(runs.firstFrom(103), undefined);
  });

  it("go on over silences up to the limit, and end at longer ones, however they come", () => {
    const runs = new SoundRuns(10);
    runs.samples(loud(50));
    runs.silence(10);
    runs.samples(loud(50));
    runs.samples(loud(4, 1));
    runs.silence(7);
    runs.samples(loud(50));
    assert.deepEqual(runs.runs, [
      { from: 0, to: 110 },
      { from: 121, to: 171 },
    ]);
  });

  it("tell the silences inside the sound between two places, and not those around it", () => {
    const runs = new SoundRuns(0);
    for (const frames of [100, 30, 100, 40, 100]) {
      runs.silence(frames);
      runs.samples(loud(100));
    }
    // Sound at 100–200, 230–330, 430–530, 570–670, 770–870.
    assert.deepEqual(runs.gapsBetween(0, 1_000), [
      { from: 200, to: 230 },
      { from: 330, to: 430 },
      { from: 530, to: 570 },
      { from: 670, to: 770 },
    ]);
    assert.deepEqual(runs.gapsBetween(250, 580), [
      { from: 330, to: 430 },
      { from: 530, to: 570 },
    ]);
    assert.deepEqual(runs.gapsBetween(600, 660), []);
    assert.equal(runs.firstFrom(210), 230);
    assert.equal(runs.firstFrom(300), 300);
  });
});
