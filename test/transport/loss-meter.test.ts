/** What gaps in packet numbers say of a path, and what they cost whoever looks at them. */
import assert from "node:assert/strict";
import { performance } from "node:perf_hooks";
import { describe, it } from "vitest";
import { windowPackets } from "../../src/transport/limits.ts";
import { LossMeter } from "../../src/transport/loss-meter.ts";
import { ReplayWindow } from "../../src/transport/replay-window.ts";

function metered() {
  const window = new ReplayWindow();
  const meter = new LossMeter(window);
  const take = (number: number): void => {
    window.mark(number);
    meter.took();
  };
  return { meter, take };
}

describe("the loss meter", () => {
  it("takes as long for a number two thousand millions ahead as for any other", () => {
    const { meter, take } = metered();
    take(0);
    const from = performance.now();
    // A number has 32 bits in a packet: an authentic one may be this far ahead.
    take(2 ** 31 - 1);
    assert.ok(performance.now() - from < 100, `${performance.now() - from} ms`);
    assert.ok(meter.share > 0.5);
    assert.ok(meter.burstPackets <= windowPackets);
  });

  it("counts what never came below a number, and how many went at once", () => {
    const { meter, take } = metered();
    for (let number = 0; number < 2_000; number++) if (number % 100 > 3) take(number);
    assert.ok(Math.abs(meter.share - 0.04) < 0.005, `${meter.share}`);
    assert.ok(Math.abs(meter.burstPackets - 4) < 0.5, `${meter.burstPackets}`);
  });
});
