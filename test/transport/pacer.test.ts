import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { Pacer } from "../../src/transport/pacer.ts";

const rate = 0.08;
const datagram = 1_200;
const portion = 10 * datagram;
const secondUs = 1_000_000;

/** When datagrams leave within a second, whoever asks as often as he likes. */
function departures(pacer: Pacer, stepUs: number): number[] {
  const times: number[] = [];
  for (let nowUs = 0; nowUs < secondUs; nowUs += stepUs) {
    while (pacer.ready(rate, portion, nowUs)) {
      pacer.sent(datagram);
      times.push(nowUs);
    }
  }
  return times;
}

describe("a pacer", () => {
  it.each([100, 3_000])("keeps the rate, asked every %d µs", (stepUs) => {
    const bytes = departures(new Pacer(), stepUs).length * datagram;
    assert.ok(Math.abs(bytes - portion - rate * secondUs) <= 2 * datagram, `${bytes}`);
  });

  it("of portions keeps the rate too, and gives seldom", () => {
    const times = departures(new Pacer(portion), 100);
    assert.ok(times.length * datagram <= portion + rate * secondUs + datagram);
    assert.ok(times.length * datagram >= rate * secondUs);
    assert.ok(new Set(times).size <= 8, `${new Set(times).size} times`);
  });

  it("says when it will be ready, and is then", () => {
    for (const pacer of [new Pacer(), new Pacer(portion)]) {
      while (pacer.ready(rate, portion, 0)) pacer.sent(datagram);
      const dueUs = pacer.dueUs(rate, 0);
      assert.ok(!pacer.ready(rate, portion, dueUs - 20));
      assert.ok(pacer.ready(rate, portion, dueUs));
    }
  });
});
