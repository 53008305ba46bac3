import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { TokenBucket } from "../../src/base/token-bucket.ts";

describe("a token bucket", () => {
  it("gives its burst at once, then its rate, and says how long to wait", () => {
    const bucket = new TokenBucket({ perS: 30, burst: 60 }, 0);
    for (let i = 0; i < 60; i++) assert.equal(bucket.take(1, 0), 0);
    assert.equal(bucket.take(1, 0), 33_334);
    assert.equal(bucket.take(1, 33_334), 0);
    assert.equal(bucket.takeUpTo(5, 133_334), 3.00002);
    assert.equal(bucket.take(1, 60_000_000), 0);
  });

  it("never gives more than its burst and its rate since the start", () => {
    const step = fc.record({ waitUs: fc.nat(2_000_000), cost: fc.integer({ min: 1, max: 20 }) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 100 }), (steps) => {
        const bucket = new TokenBucket({ perS: 5, burst: 20 }, 0);
        let nowUs = 0;
        let given = 0;
        for (const { waitUs, cost } of steps) {
          nowUs += waitUs;
          const retryUs = bucket.take(cost, nowUs);
          if (retryUs === 0) given += cost;
          else {
            nowUs += retryUs;
            assert.equal(bucket.take(cost, nowUs), 0, "it was there when it said so");
            given += cost;
          }
        }
        assert.ok(given <= 20 + (nowUs / 1_000_000) * 5 + 1e-6);
      }),
    );
  });
});
