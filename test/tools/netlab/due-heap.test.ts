import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { DueHeap } from "../../../tools/netlab/model/due-heap.ts";

describe("DueHeap", () => {
  it("gives things back by time, and those of one time in the order they came", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20), { maxLength: 60 }), (times) => {
        const heap = new DueHeap<number>();
        for (const [order, dueUs] of times.entries()) heap.put(order, dueUs);
        const expected = [...times.entries()]
          .sort(([a, timeA], [b, timeB]) => timeA - timeB || a - b)
          .map(([order]) => order);
        const taken: (number | undefined)[] = [];
        while (heap.size > 0) {
          assert.equal(heap.nextUs, times[expected[taken.length] ?? -1]);
          taken.push(heap.take());
        }
        assert.deepEqual(taken, expected);
        assert.equal(heap.nextUs, Number.POSITIVE_INFINITY);
        assert.equal(heap.take(), undefined);
      }),
    );
  });

  it("stays in order while things come and go", () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.nat(1_000)), { maxLength: 200 }), (steps) => {
        const heap = new DueHeap<number>();
        const held: number[] = [];
        for (const dueUs of steps) {
          if (dueUs === null) {
            held.sort((a, b) => a - b);
            assert.equal(heap.take(), held.shift());
          } else {
            heap.put(dueUs, dueUs);
            held.push(dueUs);
          }
        }
      }),
    );
  });
});
