/** The background's window by itself: what makes it grow, shrink, rest and begin anew. */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { Background } from "../../src/transport/background.ts";
import { datagramBytesMax } from "../../src/wire/link-datagram.ts";

const leastBytes = 2 * datagramBytesMax;
const baseUs = 60_000;
/** What there is to send in a round trip. */
const packetsMax = 120;

/** A transfer that fills its window in each round trip, over a path whose queue the test sets. */
class Transfer {
  readonly background = new Background();
  nowUs = 1_000_000;
  queueUs = 0;
  readonly windows: number[] = [];

  rounds(count: number, after: () => void = () => undefined): void {
    for (let i = 0; i < count; i++) {
      const rttUs = baseUs + this.queueUs;
      const packets = Math.min(packetsMax, this.background.windowBytes / datagramBytesMax) | 0;
      const limited = packets < packetsMax;
      for (let packet = 0; packet < packets; packet++) {
        this.nowUs += rttUs / packets;
        this.background.sent(this.nowUs);
        this.background.sample(rttUs, this.nowUs);
        this.background.acked(datagramBytesMax, limited, rttUs, this.nowUs);
      }
      after();
      this.windows.push(this.background.windowBytes);
    }
  }
}

describe("Background", () => {
  it("begins with two datagrams and grows by its gain in each round trip", () => {
    const transfer = new Transfer();
    assert.equal(transfer.background.windowBytes, leastBytes);
    transfer.rounds(6);
    // ⌈120 / 60⌉ = 2: the gain is a half; whole datagrams only are counted here.
    const after = transfer.background.windowBytes / leastBytes;
    assert.ok(after > 1.35 ** 6 && after <= 1.5 ** 6, `${after}`);
  });

  it("is halved by a loss, once in a round trip", () => {
    const transfer = new Transfer();
    transfer.rounds(12);
    const before = transfer.background.windowBytes;
    transfer.background.lost(baseUs, transfer.nowUs);
    transfer.background.lost(baseUs, transfer.nowUs + baseUs / 2);
    assert.equal(transfer.background.windowBytes, before / 2);
    transfer.background.lost(baseUs, transfer.nowUs + baseUs);
    assert.equal(transfer.background.windowBytes, before / 4);
  });

  it("gives way to a queue of others within a few round trips, and comes back by itself", () => {
    const transfer = new Transfer();
    transfer.rounds(12);
    transfer.queueUs = 200_000;
    transfer.rounds(6);
    assert.equal(transfer.background.windowBytes, leastBytes);
    transfer.queueUs = 0;
    // A second without a queue; then slow start.
    transfer.rounds(29);
    assert.ok(transfer.background.windowBytes > 10 * leastBytes);
  });

  it("rests at two datagrams now and then, in a tenth of the time, where there was a queue", () => {
    const transfer = new Transfer();
    // Its own bytes queue: what is beyond 40 datagrams waits.
    const own = (): void => {
      const beyond = transfer.background.windowBytes - 40 * datagramBytesMax;
      transfer.queueUs = Math.max(0, (beyond / (40 * datagramBytesMax)) * baseUs);
    };
    transfer.rounds(400, own);
    const later = transfer.windows.slice(60);
    const low = later.filter((bytes) => bytes < 40 * datagramBytesMax).length;
    assert.ok(later.some((bytes) => bytes === leastBytes));
    assert.ok(low > 4 && low < 0.2 * later.length, `${low} of ${later.length} rounds`);
    assert.ok(Math.max(...later) < 100 * datagramBytesMax);
  });

  it("takes no rest where it never waited in a queue", () => {
    const transfer = new Transfer();
    transfer.rounds(12);
    transfer.queueUs = 12_000;
    // A loss by chance ends slow start.
    transfer.background.lost(baseUs, transfer.nowUs);
    transfer.rounds(60);
    assert.ok(Math.min(...transfer.windows.slice(12)) > 10 * leastBytes);
  });

  it("aims lower where packets are lost before the target is reached", () => {
    const transfer = new Transfer();
    transfer.rounds(12);
    transfer.queueUs = 28_000;
    transfer.rounds(2);
    const before = transfer.background.windowBytes;
    transfer.background.lost(baseUs, transfer.nowUs);
    // 28 ms are twice the new target of 14 ms, and a quarter of the old one.
    transfer.rounds(1);
    assert.ok(transfer.background.windowBytes < 0.35 * before);
  });

  it("begins anew on another path, and after a pause", () => {
    const transfer = new Transfer();
    transfer.rounds(12);
    transfer.nowUs += 1_100_000;
    transfer.background.sent(transfer.nowUs);
    assert.equal(transfer.background.windowBytes, leastBytes);
    transfer.rounds(12);
    transfer.background.restart();
    assert.equal(transfer.background.windowBytes, leastBytes);
    assert.equal(transfer.background.queueUs, 0);
  });
});
