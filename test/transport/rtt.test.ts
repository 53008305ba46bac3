/** What the round-trip estimate says of narrow links and of queues that froze; RFC 9002's part is tested by what uses it. */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { RttEstimate } from "../../src/transport/rtt.ts";

const ms = 1_000;

/** Samples a second apart. */
function afterRounds(...rttsMs: readonly number[]): RttEstimate {
  const rtt = new RttEstimate();
  for (const [i, rttMs] of rttsMs.entries()) rtt.sample(rttMs * ms, 0, i * 1_000 * ms);
  return rtt;
}

describe("RttEstimate", () => {
  it("knows what a full datagram takes beyond a small one, at the most", () => {
    const rtt = afterRounds(60);
    rtt.sized(200, 500 * ms);
    assert.equal(rtt.fullUs, 0, "a small one tells nothing");
    rtt.sized(1_500, 158 * ms);
    assert.equal(rtt.fullUs, (90 * ms * 1_200) / 1_500, "its ACK may have been held back for 8 ms");
    rtt.sized(1_200, 108 * ms);
    assert.equal(rtt.fullUs, 40 * ms);
    rtt.sized(1_200, 168 * ms);
    assert.equal(rtt.fullUs, 40 * ms, "what waited in a queue is no measure");
  });

  it("says what one takes now without the queue of before", () => {
    const rtt = new RttEstimate();
    assert.equal(rtt.presentUs, rtt.smoothedUs, "a guess");
    for (let i = 0; i < 20; i++) rtt.sample(150_000, 0, i * 100_000);
    // Another's download for three seconds, seen by one packet in each.
    for (let i = 2; i < 5; i++) rtt.sample(500_000, 0, i * 1_000_000);
    assert.equal(rtt.presentUs, 500_000);
    rtt.sample(155_000, 0, 9_000_000);
    assert.equal(rtt.presentUs, 155_000);
    assert.ok(rtt.smoothedUs > 230_000);
  });

  it("takes nothing longer than a tenth of a second for a link, and forgets it with the path", () => {
    const rtt = afterRounds(60);
    rtt.sized(1_200, 2_000 * ms);
    assert.equal(rtt.fullUs, 100 * ms);
    rtt.restart();
    assert.equal(rtt.fullUs, 0);
  });

  it("waits longer for an answer where a full datagram takes its time", () => {
    const rtt = afterRounds(60, 60, 60);
    const beforeUs = rtt.ptoUs;
    rtt.sized(1_200, 148 * ms);
    assert.equal(rtt.ptoUs, beforeUs + 80 * ms);
  });

  it("asks into a silence within 0.3 s once the last round trip was short, whatever froze before it", () => {
    assert.ok(afterRounds(5, 3_000, 6_000, 2).ptoUs <= 300 * ms);
    // What still takes seconds gets a second and a half, and no more.
    const { ptoUs } = afterRounds(5, 3_000, 6_000);
    assert.ok(ptoUs > 1_000 * ms && ptoUs < 1_500 * ms);
    assert.equal(afterRounds(6_000).ptoUs, 1_500 * ms);
  });

  it("does not hurry over an even path that is long", () => {
    const rtt = afterRounds(...new Array<number>(40).fill(700));
    assert.ok(rtt.ptoUs > 700 * ms);
  });

  it("believes that a frozen queue is gone by a few samples, and takes jitter for what it is", () => {
    assert.ok(afterRounds(2_000, 2_000, 2, 2, 2).smoothedUs < 300 * ms);
    assert.ok(afterRounds(100, 100, 2, 2, 2).smoothedUs > 60 * ms);
  });
});
