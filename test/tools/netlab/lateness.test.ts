import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { Lateness } from "../../../tools/netlab/forwarder/lateness.ts";

describe("lateness", () => {
  it("tells median, p99 and the largest within a step of the histogram", () => {
    const late = new Lateness();
    for (let us = 1; us <= 10_000; us++) late.add(us);
    const { packets, p50Us, p99Us, maxUs } = late.report();
    assert.deepEqual([packets, maxUs], [10_000, 10_000]);
    assert.ok(p50Us >= 5_000 && p50Us <= 5_000 * 1.19, `${p50Us}`);
    assert.ok(p99Us >= 9_900 && p99Us <= 10_000, `${p99Us}`);
  });

  it("takes the first packet, one on time and one hours late", () => {
    const late = new Lateness();
    assert.deepEqual(late.report(), { packets: 0, p50Us: 0, p99Us: 0, maxUs: 0 });
    late.add(0);
    late.add(1e10);
    assert.equal(late.report().maxUs, 1e10);
  });
});
