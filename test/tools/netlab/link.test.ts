import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { Rng } from "../../../src/base/rng.ts";
import { Link } from "../../../tools/netlab/model/link.ts";
import type { Packet } from "../../../tools/netlab/model/packet.ts";
import { cleanLink, type SettingsChange } from "../../../tools/netlab/model/settings.ts";

interface Numbered extends Packet {
  readonly number: number;
}

/** A link with everything that came out of it. */
class Bench {
  readonly arrived: { number: number; atUs: number }[] = [];
  readonly lost: { number: number; fate: string }[] = [];
  readonly link: Link<Numbered>;
  #sent = 0;

  constructor(change: SettingsChange, seed = 1) {
    this.link = new Link<Numbered>({ ...cleanLink, ...change }, new Rng(seed), {
      out: ({ number }, atUs) => this.arrived.push({ number, atUs }),
      lost: ({ number }, fate) => this.lost.push({ number, fate }),
    });
  }

  send(nowUs: number, sizeBytes = 100): void {
    this.run(nowUs);
    this.link.push({ number: this.#sent++, sizeBytes, from: 0, to: 1, holders: 1 }, nowUs);
  }

  run(untilUs: number): void {
    while (this.link.nextUs <= untilUs) this.link.step();
  }

  finish(): void {
    while (this.link.nextUs < Number.POSITIVE_INFINITY) this.link.step();
  }
}

const settingsOf = fc.record({
  delayUs: fc.constantFrom(0, 5_000, 50_000),
  jitterUs: fc.constantFrom(0, 1_000, 20_000),
  lossShare: fc.constantFrom(0, 0.1),
  rateBitsPerS: fc.constantFrom(Number.POSITIVE_INFINITY, 1e6, 1e8),
  queueBytes: fc.constantFrom(3_000, 100_000),
  duplicateShare: fc.constantFrom(0, 0.1),
});
/** Bursts and pauses, as real senders make them. */
const trafficOf = fc.array(
  fc.record({
    gapUs: fc.constantFrom(0, 0, 100, 3_000, 200_000),
    size: fc.constantFrom(60, 1_500),
  }),
  { minLength: 1, maxLength: 120 },
);

describe("a link", () => {
  it("does nothing to packets when nothing is asked", () => {
    const bench = new Bench({});
    for (const atUs of [0, 10, 10, 500]) bench.send(atUs);
    assert.deepEqual(
      bench.arrived.map(({ atUs }) => atUs),
      [0, 10, 10, 500],
    );
    assert.equal(bench.link.nextUs, Number.POSITIVE_INFINITY);
  });

  it("delays each packet by exactly the delay", () => {
    const bench = new Bench({ delayUs: 50_000 });
    for (const atUs of [0, 10, 70_000]) bench.send(atUs);
    bench.finish();
    assert.deepEqual(
      bench.arrived.map(({ atUs }) => atUs),
      [50_000, 50_010, 120_000],
    );
  });

  it("keeps the order, whatever delay, jitter, rate and copies do, and accounts for each packet", () => {
    fc.assert(
      fc.property(settingsOf, trafficOf, fc.integer(), (settings, traffic, seed) => {
        const bench = new Bench(settings, seed);
        let nowUs = 0;
        for (const { gapUs, size } of traffic) {
          nowUs += gapUs;
          bench.send(nowUs, size);
        }
        bench.finish();
        const numbers = bench.arrived.map(({ number }) => number);
        assert.deepEqual(
          numbers,
          [...numbers].sort((a, b) => a - b),
        );
        const times = bench.arrived.map(({ atUs }) => atUs);
        assert.deepEqual(
          times,
          [...times].sort((a, b) => a - b),
        );
        const { counts } = bench.link;
        assert.equal(counts.packetsIn, traffic.length);
        assert.equal(numbers.length + bench.lost.length, traffic.length + counts.duplicated);
        assert.equal(counts.packetsOut, numbers.length);
        assert.equal(counts.lost + counts.queueFull, bench.lost.length);
        assert.ok(counts.queueBytesMax <= Math.max(settings.queueBytes, 1_500));
      }),
    );
  });

  it("is the same twice from one seed", () => {
    fc.assert(
      fc.property(settingsOf, trafficOf, fc.integer(), (settings, traffic, seed) => {
        const runs = [1, 2].map(() => {
          const bench = new Bench(settings, seed);
          let nowUs = 0;
          for (const { gapUs, size } of traffic) {
            nowUs += gapUs;
            bench.send(nowUs, size);
          }
          bench.finish();
          return { arrived: bench.arrived, lost: bench.lost };
        });
        assert.deepEqual(runs[0], runs[1]);
      }),
      { numRuns: 20 },
    );
  });

  it("loses the same packets with jitter and copies as without", () => {
    const lostWith = (change: SettingsChange) => {
      const bench = new Bench({ lossShare: 0.2, ...change });
      for (let i = 0; i < 500; i++) bench.send(i * 1_000);
      bench.finish();
      return bench.lost.map(({ number }) => number);
    };
    assert.deepEqual(
      lostWith({ jitterUs: 5_000, reorderShare: 0.1, reorderByUs: 9_000 }),
      lostWith({}),
    );
  });

  it("spreads arrivals by the jitter's mean, for slow and fast streams alike", () => {
    const meanUs = (gapUs: number) => {
      const bench = new Bench({ jitterUs: 4_000 });
      const packets = 20e6 / gapUs;
      for (let i = 0; i < packets; i++) bench.send(i * gapUs);
      bench.finish();
      return (
        bench.arrived.reduce((sum, { number, atUs }) => sum + atUs - number * gapUs, 0) / packets
      );
    };
    // Packets that wait for the one before add up to 40 % to the mean.
    for (const gapUs of [100, 1_000, 20_000]) {
      assert.ok(meanUs(gapUs) > 3_300 && meanUs(gapUs) < 6_500, `${meanUs(gapUs)} at ${gapUs}`);
    }
  });

  it("lets others past the share of packets that is picked for it", () => {
    const bench = new Bench({ delayUs: 10_000, reorderShare: 0.1, reorderByUs: 5_000 });
    for (let i = 0; i < 5_000; i++) bench.send(i * 1_000);
    bench.finish();
    const late = bench.arrived.filter(({ number, atUs }) => atUs - number * 1_000 === 15_000);
    const rest = bench.arrived.filter(({ number, atUs }) => atUs - number * 1_000 === 10_000);
    assert.equal(late.length + rest.length, 5_000);
    assert.equal(late.length, bench.link.counts.reordered);
    assert.ok(late.length > 400 && late.length < 600, `${late.length}`);
    const place = new Map(bench.arrived.map(({ number }, i) => [number, i]));
    const passed = late.filter(
      ({ number }) => (place.get(number + 1) ?? 0) < (place.get(number) ?? 0),
    );
    assert.ok(passed.length > 350, `${passed.length}`);
  });

  it("doubles the share of packets that is asked for", () => {
    const bench = new Bench({ duplicateShare: 0.05 });
    for (let i = 0; i < 10_000; i++) bench.send(i * 1_000);
    assert.ok(Math.abs(bench.link.counts.duplicated - 500) < 90, `${bench.link.counts.duplicated}`);
    assert.equal(bench.arrived.length, 10_000 + bench.link.counts.duplicated);
  });

  it("swallows packets larger than its MTU", () => {
    const bench = new Bench({ sizeMaxBytes: 1_280 });
    for (const size of [1_280, 1_281, 40]) bench.send(0, size);
    assert.deepEqual(bench.lost, [{ number: 1, fate: "too-large" }]);
  });

  it("spends its rate on what it then loses, as radio does", () => {
    const bench = new Bench({ rateBitsPerS: 8e6, lossShare: 1 });
    bench.send(0, 1_000);
    bench.link.set({ ...cleanLink, rateBitsPerS: 8e6 }, 500);
    bench.send(500, 1_000);
    bench.finish();
    // The first was on the wire when the outage ended: what counts is the moment it is out.
    assert.deepEqual(
      bench.arrived.map(({ atUs }) => atUs),
      [1_000, 2_000],
    );
    const outage = new Bench({ rateBitsPerS: 8e6, lossShare: 1 });
    outage.send(0, 1_000);
    outage.run(1_000);
    outage.link.set({ ...cleanLink, rateBitsPerS: 8e6 }, 1_000);
    outage.send(1_000, 1_000);
    outage.finish();
    assert.deepEqual(outage.arrived, [{ number: 1, atUs: 2_000 }]);
  });

  it("delivers what is under way when the settings change, and nothing overtakes it", () => {
    const bench = new Bench({ delayUs: 100_000 });
    bench.send(0);
    bench.link.set(cleanLink, 1_000);
    bench.send(2_000);
    bench.finish();
    assert.deepEqual(bench.arrived, [
      { number: 0, atUs: 100_000 },
      { number: 1, atUs: 100_000 },
    ]);
  });

  it("hands over what is due now before what comes now", () => {
    const bench = new Bench({ delayUs: 10_000 });
    bench.send(0);
    bench.link.set(cleanLink, 5_000);
    const late = { number: 1, sizeBytes: 100, from: 0, to: 1, holders: 1 };
    bench.link.push(late, 10_000);
    bench.finish();
    assert.deepEqual(
      bench.arrived.map(({ number }) => number),
      [0, 1],
    );
  });
});
