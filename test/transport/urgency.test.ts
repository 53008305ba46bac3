/** What is done beyond asking, by what the path loses. */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { Rng } from "../../src/base/rng.ts";
import { ArrivalPace } from "../../src/transport/arrival-pace.ts";
import { LossMeter } from "../../src/transport/loss-meter.ts";
import { ReplayWindow } from "../../src/transport/replay-window.ts";
import { copiesOf, copyAfterUs, parityWish } from "../../src/transport/urgency.ts";
import { burstLoss } from "../sim/sim-network.ts";

const ms = 1_000;

describe("the wish for parity", () => {
  const far = { packetUs: 2 * ms, rttUs: 100 * ms };
  const wish = (share: number, burstPackets: number, { packetUs, rttUs } = far) =>
    parityWish({ share, burstPackets }, packetUs, rttUs);

  it("is none on a clean path", () => {
    assert.equal(wish(0, 1), undefined);
    assert.equal(wish(0.002, 3), undefined);
  });

  it("grows with loss and with the length of bursts, up to as many as the symbols", () => {
    assert.equal(wish(0.02, 1)?.sixteenths, 3);
    assert.equal(wish(0.02, 3)?.sixteenths, 11);
    assert.equal(wish(0.05, 3)?.sixteenths, 16);
    assert.equal(wish(0.5, 20)?.sixteenths, 16);
  });

  it("is small where a packet takes so long that asking again is as quick", () => {
    assert.equal(wish(0.08, 3, { packetUs: 27 * ms, rttUs: 150 * ms })?.sixteenths, 4);
  });

  it("is little while it is not known how long a packet takes", () => {
    const losses = { share: 0.08, burstPackets: 3 };
    assert.equal(parityWish(losses, undefined, 100 * ms)?.sixteenths, 2);
    const pace = new ArrivalPace();
    for (let i = 1; i <= 8; i++) pace.arrived(true, i * 20 * ms);
    assert.equal(pace.urgentPauseUs, 20 * ms);
    assert.equal(new ArrivalPace().urgentPauseUs, undefined);
  });

  it("is spread over a burst, and over a bad spell of Wi-Fi at least", () => {
    assert.equal(wish(0.05, 3)?.spreadMs, 25);
    assert.equal(wish(0.08, 3, { packetUs: 27 * ms, rttUs: 150 * ms })?.spreadMs, 81);
    assert.equal(wish(0.5, 1_000)?.spreadMs, 255);
  });
});

describe("copies of a request", () => {
  it("are two on a clean path, and so many that bursts hardly ever take them all", () => {
    assert.equal(copiesOf({ share: 0, burstPackets: 1 }), 2);
    for (const [share, burst] of [
      [0.02, 1],
      [0.05, 3],
      [0.03, 2],
    ] as const) {
      const copies = copiesOf({ share, burstPackets: burst });
      const again = Math.max(share, 1 - 1 / burst);
      assert.ok(share * again ** (copies - 1) <= 1e-4, `${share} ${burst}: ${copies}`);
    }
    assert.equal(copiesOf({ share: 0.5, burstPackets: 50 }), 20);
  });

  it("leave ever further apart, within 0.7 s", () => {
    const times = Array.from({ length: 20 }, (_, copies) => copyAfterUs(copies) / ms);
    assert.deepEqual(times.slice(0, 10), [0, 5, 15, 30, 50, 75, 105, 140, 180, 220]);
    assert.ok((times[19] ?? 0) < 700);
  });
});

describe("LossMeter", () => {
  function meterOf(count: number, isLost: (number: number) => boolean): LossMeter {
    const window = new ReplayWindow();
    const meter = new LossMeter(window);
    for (let number = 0; number < count; number++) {
      if (isLost(number)) continue;
      window.mark(number);
      meter.took();
    }
    return meter;
  }

  it("begins with a guess and comes to what it sees", () => {
    const fresh = meterOf(0, () => false);
    assert.deepEqual([fresh.share, fresh.burstPackets, fresh.missing], [0.02, 2, 0]);
    assert.ok(meterOf(1_500, () => false).share < 0.003);
    const each = new Rng(1);
    const alone = meterOf(4_000, () => each.chance(0.05));
    assert.ok(Math.abs(alone.share - 0.05) < 0.015, `${alone.share}`);
    assert.ok(alone.burstPackets < 1.3, `${alone.burstPackets}`);
    const filter = burstLoss(new Rng(2), 0.08, 4);
    const flight = { from: { host: "", port: 0 }, to: { host: "", port: 0 } };
    const bytes = new Uint8Array(0);
    const bursty = meterOf(4_000, () => filter({ ...flight, bytes, nowUs: 0 }, [0]).length === 0);
    assert.ok(Math.abs(bursty.share - 0.08) < 0.03, `${bursty.share}`);
    assert.ok(Math.abs(bursty.burstPackets - 4) < 1, `${bursty.burstPackets}`);
  });

  it("takes what was overtaken for no loss", () => {
    const window = new ReplayWindow();
    const meter = new LossMeter(window);
    for (let pair = 0; pair < 1_000; pair += 2) {
      for (const number of [pair + 1, pair]) {
        window.mark(number);
        meter.took();
      }
    }
    assert.ok(meter.share < 0.003);
    assert.equal(meter.missing, 0);
  });

  it("forgets: a path that has become clean counts as clean within minutes", () => {
    const meter = meterOf(12_000, (number) => number < 2_000 && number % 10 === 0);
    assert.ok(meter.share < 0.005, `${meter.share}`);
  });
});

describe("ArrivalPace", () => {
  it("calls a silence too long after some times the usual pause, three times at most", () => {
    const pace = new ArrivalPace();
    let nowUs = 1_000 * ms;
    for (let i = 0; i < 100; i++) {
      nowUs += 10 * ms;
      pace.arrived(true, nowUs);
    }
    const waits = [0, 1, 2, 3].map(() => {
      const silentUs = pace.silentUs(1 * ms);
      pace.asked();
      return silentUs - nowUs;
    });
    const [first = 0, second = 0, third = 0, last = 0] = waits;
    assert.ok(first >= 10 * ms && first < 13 * ms, `${first}`);
    assert.ok(Math.abs(second - 2 * first) <= 1 && Math.abs(third - 4 * first) <= 1);
    assert.equal(last, Number.POSITIVE_INFINITY);
    pace.arrived(true, nowUs + 500 * ms);
    assert.ok(
      pace.silentUs(1 * ms) < nowUs + 520 * ms,
      "an arrival ends it, and a long pause teaches nothing",
    );
    assert.equal(pace.silentUs(90 * ms), nowUs + 590 * ms, "never sooner than the caller says");
  });
});
