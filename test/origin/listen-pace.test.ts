import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { ListenPace } from "../../src/origin/listen-pace.ts";

const s = 1_000_000;
const answer = (status: number, more: { remaining?: number; resetInS?: number } = {}) => ({
  status,
  remaining: more.remaining,
  resetInS: more.resetInS,
});

describe("the pace of submissions", () => {
  it("is a call a second at most, and none before the window ends when none is left", () => {
    const pace = new ListenPace();
    assert.equal(pace.waitUs(0), 0);
    assert.equal(pace.answered(answer(200, { remaining: 5, resetInS: 9 }), 1, 10 * s, 0), "sent");
    assert.equal(pace.waitUs(10 * s), s);
    assert.equal(pace.answered(answer(200, { remaining: 0, resetInS: 9 }), 1, 20 * s, 0), "sent");
    assert.equal(pace.waitUs(20 * s), 9 * s);
  });

  it("waits as long as a 429 says, by its own rule where it says nothing, never above an hour", () => {
    const pace = new ListenPace();
    assert.equal(pace.answered(answer(429, { resetInS: 42 }), 3, 0, 0), "again");
    assert.equal(pace.waitUs(0), 42 * s);
    pace.answered(answer(429, { resetInS: 1e9 }), 3, 0, 0);
    assert.equal(pace.waitUs(0), 3_600 * s);
    pace.answered(answer(429), 3, 0, 0);
    assert.ok(pace.waitUs(0) >= 2 * s);
  });

  it("waits ever longer for a server in trouble, with chance, up to an hour; a good answer ends it", () => {
    const pace = new ListenPace();
    const waits = Array.from({ length: 14 }, (_, n) => {
      assert.equal(pace.answered(answer(503), 3, 0, n === 3 ? 0.5 : 0), "again");
      return pace.waitUs(0) / s;
    });
    assert.deepEqual(waits.slice(0, 6), [1, 2, 4, 12, 16, 32]);
    assert.equal(waits.at(-1), 1_800);
    pace.answered(answer(200), 3, 0, 0);
    pace.failed(0, 0);
    assert.equal(pace.waitUs(0), s);
  });

  it("halves what is called bad until one is left, which is given up", () => {
    const pace = new ListenPace();
    const limits: number[] = [];
    for (let count = pace.limit; count > 1; count = pace.limit) {
      assert.equal(pace.answered(answer(400), count, 0, 0), "again");
      limits.push(pace.limit);
    }
    assert.deepEqual(limits, [500, 250, 125, 63, 32, 16, 8, 4, 2, 1]);
    assert.equal(pace.answered(answer(400), 1, 0, 0), "refused");
    assert.equal(pace.answered(answer(200), 2, 0, 0), "sent");
    assert.equal(pace.limit, 4);
  });

  it("stops at a token that is refused", () => {
    for (const status of [401, 403]) {
      const pace = new ListenPace();
      assert.equal(pace.answered(answer(status), 3, 0, 0), "stopped");
      assert.equal(pace.stopped, true);
    }
  });
});
