import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { type DeliverySample, DeliveryTrace } from "../../src/player/delivery-trace.ts";
import { lackingUs, shareInTime } from "../../src/player/forecast.ts";
import { kbps, traceOf } from "./link-traces.ts";

const ms = 1_000;

describe("DeliveryTrace", () => {
  it("counts the time somebody waits, without the round trip and without idle time", () => {
    const trace = new DeliveryTrace();
    trace.asked(100 * ms);
    trace.arrived(1_000, 110 * ms);
    trace.arrived(1_000, 130 * ms);
    trace.ended(130 * ms);
    trace.asked(900 * ms);
    trace.arrived(500, 925 * ms);
    trace.ended(925 * ms);
    assert.deepEqual(
      trace.samples(0).map(({ us, bytes }) => [us, bytes]),
      [
        [30 * ms, 2_000],
        [25 * ms, 500],
      ],
    );
  });

  it("counts an answer that comes sooner than it could, and what nobody waits for not at all", () => {
    const trace = new DeliveryTrace();
    trace.arrived(9_999, 1);
    trace.asked(100 * ms);
    trace.arrived(1_000, 50 * ms);
    trace.arrived(1_000, 75 * ms);
    assert.deepEqual(
      trace.samples(0).map(({ us, bytes }) => [us, bytes]),
      [[25 * ms, 2_000]],
    );
  });

  it("counts an outage once, however often it is asked into", () => {
    const trace = new DeliveryTrace();
    for (let at = 0; at < 60_000 * ms; at += 2_000 * ms) {
      trace.asked(at);
      trace.ended(at + 1_900 * ms);
    }
    trace.asked(60_000 * ms);
    trace.arrived(1_200, 60_010 * ms);
    assert.deepEqual(
      trace.samples(60_010 * ms).map(({ us }) => us),
      [500 * ms],
    );
  });

  it("forgets what is older than a quarter of an hour, and holds 500 samples", () => {
    const trace = new DeliveryTrace();
    trace.asked(0);
    for (let i = 1; i <= 700; i++) trace.arrived(1_000, i * 20 * ms);
    assert.equal(trace.samples(14_000 * ms).length, 500);
    const lateUs = 14_000 * ms + 900_000 * ms - 100 * ms;
    assert.equal(trace.samples(lateUs).length, 6);
    assert.equal(trace.samples(lateUs + 200 * ms).length, 0);
  });
});

/** Of music whose bytes are sound in the order of their coming. */
const bufferNeededUs = (
  samples: readonly DeliverySample[],
  { bytesPerS, seconds }: { bytesPerS: number; seconds: number },
): number =>
  lackingUs(samples, (bytes) => (bytes * 1e6) / bytesPerS, { endUs: seconds * 1e6, oneIn: 100 });

describe("lackingUs", () => {
  const stretch = { bytesPerS: kbps(160), seconds: 10 };

  it("is one sample's time on a link that is always fast, and nothing where nothing is known", () => {
    assert.equal(
      bufferNeededUs(
        traceOf(100, () => kbps(2_000)),
        stretch,
      ),
      20 * ms,
    );
    assert.equal(bufferNeededUs([], stretch), 0);
  });

  it("is what a link that is too slow falls behind in the whole stretch", () => {
    const needUs = bufferNeededUs(
      traceOf(100, () => kbps(80)),
      stretch,
    );
    assert.ok(Math.abs(needUs - 5_000 * ms) < 50 * ms, `${needUs}`);
  });

  it("bridges the silence of a trace that is fast but for it", () => {
    // 400 ms of nothing in four seconds.
    const samples = traceOf(200, (i) => (i >= 100 && i < 120 ? 0 : kbps(1_600)));
    const needUs = bufferNeededUs(samples, stretch);
    assert.ok(needUs >= 380 * ms && needUs <= 420 * ms, `${needUs}`);
  });

  it("never lets more than one run in a hundred run dry, and needs no more than it must", () => {
    const rate = fc.array(fc.integer({ min: 0, max: kbps(600) }), {
      minLength: 20,
      maxLength: 300,
    });
    fc.assert(
      fc.property(rate, fc.integer({ min: 1, max: 20 }), (rates, seconds) => {
        const samples = traceOf(rates.length, (i) => rates[i] ?? 0);
        const plan = { bytesPerS: kbps(160), seconds };
        const needUs = bufferNeededUs(samples, plan);
        const runs = Math.min(100, samples.length);
        const dry = (bufferUs: number): number => {
          let count = 0;
          for (let run = 0; run < runs; run++) {
            const from = Math.floor((run * samples.length) / runs);
            if (runsDry(rates, from, plan, bufferUs)) count += 1;
          }
          return count;
        };
        assert.ok(dry(needUs + 1) <= runs / 100);
        if (needUs > 0) assert.ok(dry(needUs - 1) > Math.floor(runs / 100) || needUs < 2);
      }),
    );
  });
});

/** A second model of the same: a player that takes a frame's bytes every 20 ms, and gets them at the end of each sample. */
function runsDry(
  rates: readonly number[],
  from: number,
  { bytesPerS, seconds }: { bytesPerS: number; seconds: number },
  bufferUs: number,
): boolean {
  let heldUs = bufferUs;
  let leftUs = seconds * 1e6 - 0;
  let fetchedUs = 0;
  for (let i = 0; leftUs > 0 && fetchedUs < seconds * 1e6; i++) {
    const playUs = Math.min(20_000, leftUs);
    heldUs -= playUs;
    leftUs -= playUs;
    if (heldUs < 0) return true;
    const gotUs = (Math.round((rates[(from + i) % rates.length] ?? 0) / 50) * 1e6) / bytesPerS;
    heldUs += gotUs;
    fetchedUs += gotUs;
  }
  return false;
}

describe("shareInTime", () => {
  const fast = traceOf(100, () => kbps(400));
  const stretch = { bytesPerS: kbps(320), seconds: 10 };
  const order = { bytesBefore: 0, withinUs: 1_000 * ms };

  it("is all on a link with room, none on one without, and all where nothing is known", () => {
    assert.equal(shareInTime(fast, stretch, order), 1);
    assert.equal(
      shareInTime(
        traceOf(100, () => kbps(240)),
        stretch,
        order,
      ),
      0,
    );
    assert.equal(shareInTime([], stretch, order), 1);
  });

  it("gives a slow link the time that lies ahead", () => {
    const slow = traceOf(100, () => kbps(240));
    // Ten seconds at 320 take 13.3 s: the last is needed 9 s after the first.
    assert.equal(shareInTime(slow, stretch, { ...order, withinUs: 4_500 * ms }), 1);
    assert.equal(shareInTime(slow, stretch, { ...order, withinUs: 4_200 * ms }), 0);
  });

  it("counts what must come before", () => {
    const before = { ...order, bytesBefore: kbps(400) };
    assert.equal(shareInTime(fast, stretch, before), 0);
    assert.equal(shareInTime(fast, stretch, { ...before, withinUs: 2_000 * ms }), 1);
  });

  it("is the share of moments from which it comes in time", () => {
    // Half a second of nothing in ten: who begins within the second before it is late.
    const samples = traceOf(500, (i) => (i >= 250 && i < 275 ? 0 : kbps(640)));
    const one = { bytesPerS: kbps(320), seconds: 1 };
    const share = shareInTime(samples, one, { bytesBefore: 0, withinUs: 600 * ms });
    assert.ok(share > 0.85 && share < 0.95, `${share}`);
  });

  it("never falls when the link gets faster or the time longer", () => {
    const rates = fc.array(fc.integer({ min: 0, max: kbps(600) }), {
      minLength: 10,
      maxLength: 200,
    });
    fc.assert(
      fc.property(
        rates,
        fc.integer({ min: 0, max: 20_000 }),
        fc.nat(50_000),
        (all, withinMs, more) => {
          const samples = traceOf(all.length, (i) => all[i] ?? 0);
          const faster = traceOf(all.length, (i) => (all[i] ?? 0) + more);
          const within = { bytesBefore: 0, withinUs: withinMs * ms };
          const share = shareInTime(samples, stretch, within);
          assert.ok(share >= 0 && share <= 1);
          assert.ok(shareInTime(faster, stretch, within) >= share);
          const later = { ...within, withinUs: within.withinUs + 1_000 * ms };
          assert.ok(shareInTime(samples, stretch, later) >= share);
        },
      ),
    );
  });
});
