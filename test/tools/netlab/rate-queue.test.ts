import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { RateQueue } from "../../../tools/netlab/model/rate-queue.ts";

const never = Number.POSITIVE_INFINITY;
/** A byte a microsecond: times can be read off. */
const byteAUs = { rateBitsPerS: 8e6, queueBytes: 10_000, queueUs: never };
const packet = (sizeBytes: number, name = "") => ({ sizeBytes, name });

/** When each packet is out, taking whatever comes. */
function drain(queue: RateQueue<{ sizeBytes: number; name: string }>): (number | string)[] {
  const out: (number | string)[] = [];
  while (queue.nextUs < never) {
    const atUs = queue.nextUs;
    out.push(queue.take()?.name ?? "", atUs);
  }
  return out;
}

describe("RateQueue", () => {
  it("takes n × 8 / rate for n bytes, one packet after the other, in order", () => {
    const queue = new RateQueue<ReturnType<typeof packet>>(byteAUs);
    for (const [i, size] of [100, 50, 200].entries()) queue.push(packet(size, `${i}`), 1_000);
    assert.deepEqual(drain(queue), ["0", 1_100, "1", 1_150, "2", 1_350]);
    queue.push(packet(10, "3"), 2_000);
    assert.deepEqual(drain(queue), ["3", 2_010]);
  });

  it("carries a full load at its exact rate, however the caller looks at it", () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 1_500 }), { minLength: 1, maxLength: 300 });
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1_000, max: 1e9 }), (bytes, rateBitsPerS) => {
        const queue = new RateQueue({ rateBitsPerS, queueBytes: 1e9, queueUs: never });
        for (const size of bytes) assert.ok(queue.push(packet(size), 0));
        let lastUs = 0;
        for (; queue.packets > 0; queue.take()) lastUs = queue.nextUs;
        const total = bytes.reduce((a, b) => a + b, 0);
        const exactUs = ((total * 8) / rateBitsPerS) * 1e6;
        assert.ok(Math.abs(lastUs - exactUs) <= exactUs * 1e-9, `${lastUs} for ${exactUs}`);
        assert.equal(queue.bytes, 0);
      }),
    );
  });

  it("drops what finds more bytes waiting than allowed, and takes anything when empty", () => {
    const queue = new RateQueue<ReturnType<typeof packet>>({ ...byteAUs, queueBytes: 250 });
    assert.deepEqual(
      [packet(300), packet(1), packet(10)].map((each) => queue.push(each, 0)),
      [true, false, false],
    );
    drain(queue);
    const taken = [100, 100, 51, 50, 1].map((size) => queue.push(packet(size), 500));
    assert.deepEqual(taken, [true, true, false, true, false]);
    assert.equal(queue.bytes, 250);
  });

  it("drops what would wait longer than allowed at the present rate", () => {
    const queue = new RateQueue<ReturnType<typeof packet>>({ ...byteAUs, queueUs: 200 });
    const taken = [100, 100, 100, 100].map((size) => queue.push(packet(size), 0));
    assert.deepEqual(taken, [true, true, true, false]);
  });

  it("counts a new rate from its moment on, for the packet that is half out too", () => {
    const queue = new RateQueue<ReturnType<typeof packet>>(byteAUs);
    queue.push(packet(100, "a"), 0);
    queue.push(packet(100, "b"), 0);
    queue.set({ ...byteAUs, rateBitsPerS: 0.8e6 }, 50);
    assert.deepEqual(drain(queue), ["a", 550, "b", 1_550]);
  });

  it("keeps everything at rate 0, bounded by the time of the rate before, and goes on where it was", () => {
    const queue = new RateQueue<ReturnType<typeof packet>>({ ...byteAUs, queueUs: 200 });
    queue.push(packet(100, "a"), 0);
    queue.set({ ...byteAUs, rateBitsPerS: 0, queueUs: 200 }, 60);
    assert.equal(queue.nextUs, never);
    assert.deepEqual(
      ["b", "c", "d"].map((name) => queue.push(packet(100, name), 70)),
      [true, true, false],
    );
    queue.set(byteAUs, 1_000);
    assert.deepEqual(drain(queue), ["a", 1_040, "b", 1_140, "c", 1_240]);
  });

  it("lets everything out at once without a limit", () => {
    const queue = new RateQueue<ReturnType<typeof packet>>({ ...byteAUs, rateBitsPerS: never });
    queue.push(packet(100, "a"), 5);
    queue.push(packet(100, "b"), 5);
    assert.deepEqual(drain(queue), ["a", 5, "b", 5]);
  });

  it("sends nothing before the gate opens, and earlier when it opens earlier", () => {
    const queue = new RateQueue<ReturnType<typeof packet>>(byteAUs);
    queue.holdUntil(1_000, 0);
    queue.push(packet(100, "a"), 10);
    assert.equal(queue.nextUs, 1_100);
    queue.holdUntil(400, 400);
    assert.deepEqual(drain(queue), ["a", 500]);
  });
});
