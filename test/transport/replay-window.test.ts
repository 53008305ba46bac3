import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { windowPackets } from "../../src/transport/limits.ts";
import { ReplayWindow } from "../../src/transport/replay-window.ts";

/** The plain way: a set. */
class Model {
  readonly seen = new Set<number>();
  largest = -1;

  accepts(number: number): boolean {
    return number > this.largest - windowPackets && !this.seen.has(number);
  }
  mark(number: number): void {
    this.seen.add(number);
    this.largest = Math.max(this.largest, number);
  }
  runs(floor: number): number[] {
    const runs: number[] = [];
    const bottom = Math.max(0, floor, this.largest - windowPackets + 1);
    let value = true;
    let run = 0;
    for (let at = this.largest; at >= bottom; at--) {
      if (this.seen.has(at) === value) run += 1;
      else {
        runs.push(run);
        run = 1;
        value = !value;
      }
    }
    if (value) runs.push(run);
    return runs;
  }
}

describe("ReplayWindow", () => {
  it("accepts each number once and acknowledges exactly what came", () => {
    // Mostly ascending, with repeats, holes, lateness and now and then a leap.
    const step = fc.oneof(
      { weight: 10, arbitrary: fc.integer({ min: 1, max: 3 }) },
      { weight: 4, arbitrary: fc.integer({ min: -20, max: 0 }) },
      { weight: 1, arbitrary: fc.integer({ min: 3_000, max: 9_000 }) },
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), fc.nat(40), (steps, back) => {
        const window = new ReplayWindow();
        const model = new Model();
        for (const by of steps) {
          const number = Math.max(0, model.largest + by);
          const accepted = window.accepts(number);
          assert.equal(accepted, model.accepts(number), `${number} after ${model.largest}`);
          if (!accepted) continue;
          const inOrder = number === model.largest + 1;
          model.mark(number);
          assert.equal(window.mark(number), !inOrder);
          const floor = Math.max(0, model.largest - back);
          // A floor above the last solid run still reports that run.
          const runs = window.runs(floor, 1_000);
          assert.deepEqual([...runs], model.runs(floor));
        }
        assert.equal(window.received, model.seen.size);
      }),
      { numRuns: 300 },
    );
  });

  it("tells no more ranges than asked for", () => {
    const window = new ReplayWindow();
    for (let number = 0; number < 200; number += 2) window.mark(number);
    assert.deepEqual([...window.runs(0, 3)], [1, 1, 1, 1, 1]);
  });
});
