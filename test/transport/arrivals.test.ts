/** When a gap in packet numbers counts as a loss. */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { Arrivals } from "../../src/transport/arrivals.ts";

/** Takes `[from, to)`; what the last of them gave. */
function takeAll(arrivals: Arrivals, from: number, to: number): number {
  let lost = -1;
  for (let number = from; number < to; number++) lost = arrivals.take(number, number);
  return lost;
}

describe("a gap in packet numbers", () => {
  it("counts as a loss behind three later packets where little is known of the path", () => {
    const arrivals = new Arrivals();
    takeAll(arrivals, 0, 10);
    assert.equal(arrivals.take(12, 12), -1);
    assert.equal(arrivals.take(13, 13), -1);
    assert.equal(arrivals.take(14, 14), 10);
  });

  it("counts as one behind the first later packet where none was overtaken for long", () => {
    const arrivals = new Arrivals();
    takeAll(arrivals, 0, 100);
    assert.equal(arrivals.take(103, 103), 100);
    assert.equal(arrivals.take(104, 104), -1, "said once");
    assert.equal(arrivals.take(106, 106), 105);
  });

  it("needs three again once a packet was overtaken", () => {
    const arrivals = new Arrivals();
    takeAll(arrivals, 0, 100);
    assert.equal(arrivals.take(101, 101), 100);
    assert.equal(arrivals.take(100, 102), -1);
    assert.equal(arrivals.take(103, 103), -1);
    assert.equal(arrivals.take(104, 104), -1);
    assert.equal(arrivals.take(105, 105), 102);
  });
});
