import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { SteeredResampler } from "../../src/audio/steered-resampler.ts";
import { largestKink } from "./rig.ts";
import { fitTone } from "./tone.ts";

const rateOut = 48_000;

type Wave = (n: number) => number;
const sine =
  (hz: number, rate: number): Wave =>
  (n) =>
    Math.sin((2 * Math.PI * hz * n) / rate);

/** Pushes blocks of 10 ms and pulls periods of 5 ms, as line-in does; `steer` gives the correction of each period. */
function convert(rate: number, wave: Wave, seconds: number, steer: (period: number) => number) {
  const resampler = new SteeredResampler({ rateIn: rate, rateOut, capacityFrames: rate });
  const block = new Float32Array(2 * Math.round(rate / 100));
  const period = new Float32Array(2 * 240);
  const out: number[] = [];
  let pushed = 0;
  for (let n = 0; out.length < seconds * rateOut; n++) {
    while (resampler.heldFrames < rate / 50 + 128) {
      for (let i = 0; i < block.length; i += 2, pushed++)
        block.fill(wave(pushed), i, i + 1).fill(-wave(pushed), i + 1, i + 2);
      assert.equal(resampler.push(block, 0, block.length / 2), block.length / 2);
    }
    resampler.correction = steer(n);
    assert.equal(resampler.pull(period, 0, 240), 240);
    for (let i = 0; i < 480; i += 2) {
      out.push(period[i] ?? 0);
      assert.equal(period[i + 1], -(period[i] ?? 0) + 0);
    }
  }
  return { out: out.slice(1_500), pushed, resampler };
}

describe("SteeredResampler", () => {
  const tones: readonly [number, number][] = [
    [48_000, 1_000],
    [48_000, 10_000],
    [44_100, 1_000],
    [44_100, 10_000],
    [44_100, 18_000],
    [96_000, 10_000],
    [192_000, 1_000],
    [22_050, 5_000],
    [8_000, 1_000],
    [11_025, 3_000],
  ];
  for (const [rate, hz] of tones) {
    it(`carries ${hz} Hz from ${rate} Hz and 137 ppm with at least 100 dB of signal to noise`, () => {
      const correction = 1 + 137e-6;
      const { out } = convert(rate, sine(hz, rate), 0.3, () => correction);
      const { snrDb, gainDb } = fitTone(out, hz * correction, rateOut);
      assert.ok(snrDb >= 100, `${snrDb.toFixed(1)} dB`);
      assert.ok(Math.abs(gainDb) < 0.01, `gain ${gainDb} dB`);
    });
  }

  it("keeps what cannot be heard at 48 kHz from folding back", () => {
    const { out } = convert(96_000, sine(30_000, 96_000), 0.2, () => 1);
    assert.ok(Math.max(...out.map(Math.abs)) < 1e-5);
  });

  it("carries a tone through a ramp of the ratio and a step of it without a kink", () => {
    const steady = largestKink(convert(48_000, sine(1_000, 48_000), 1, () => 1.001).out);
    const ramp = (n: number): number => 1 + Math.min(1, n / 100) * 1e-3;
    const step = (n: number): number => (n < 100 ? 1 : 1.001);
    for (const steer of [ramp, step]) {
      const kink = largestKink(convert(48_000, sine(1_000, 48_000), 1, steer).out);
      assert.ok(kink <= steady * 1.0001, `${kink} against ${steady}`);
    }
  });

  it("uses up exactly the input that its ratios say, over any pushes, pulls and skips", () => {
    const action = fc.oneof(
      fc.record({ kind: fc.constant("push" as const), n: fc.nat(700) }),
      fc.record({ kind: fc.constant("pull" as const), n: fc.nat(500) }),
      fc.record({
        kind: fc.constant("steer" as const),
        n: fc.integer({ min: -2_000, max: 2_000 }),
      }),
      fc.record({ kind: fc.constant("skip" as const), n: fc.nat(50) }),
    );
    fc.assert(
      fc.property(
        fc.array(action, { minLength: 20, maxLength: 120 }),
        fc.constantFrom(8_000, 44_100, 48_000, 96_000),
        (actions, rateIn) => {
          const resampler = new SteeredResampler({ rateIn, rateOut, capacityFrames: 3_000 });
          const samples = new Float32Array(2 * 1_000);
          let ratio = rateIn / rateOut;
          let held = 0;
          const act = {
            push: (n: number) => {
              held += resampler.push(samples, 0, n);
            },
            pull: (n: number) => {
              const written = resampler.pull(samples, 0, n);
              held -= written * ratio;
              if (written < n) assert.ok(resampler.heldFrames <= resampler.aheadFrames + 1e-6);
            },
            steer: (n: number) => {
              ratio = (rateIn / rateOut) * (1 + n / 1e6);
              resampler.correction = 1 + n / 1e6;
            },
            skip: (n: number) => {
              const before = resampler.heldFrames;
              resampler.skip(n / 7);
              held -= Math.min(n / 7, before);
            },
          };
          for (const { kind, n } of actions) {
            act[kind](n);
            assert.ok(Math.abs(resampler.heldFrames - Math.max(0, held)) < 1e-6);
            assert.ok(resampler.heldFrames <= 3_000);
          }
        },
      ),
    );
  });

  it("keeps its place when it is asked what comes next", () => {
    const { resampler } = convert(48_000, sine(440, 48_000), 0.1, () => 1.0003);
    const [seen, taken] = [new Float32Array(200), new Float32Array(200)];
    assert.equal(resampler.peek(seen, 100), 100);
    assert.equal(resampler.pull(taken, 0, 100), 100);
    assert.deepEqual(taken, seen);
  });

  it("forgets all when it is cleared, and starts with silence before the first frame", () => {
    const resampler = new SteeredResampler({ rateIn: rateOut, rateOut, capacityFrames: 500 });
    const ones = new Float32Array(2 * 200).fill(1);
    const out = new Float32Array(2 * 200);
    resampler.push(ones, 0, 200);
    resampler.pull(out, 0, 50);
    resampler.clear();
    assert.equal(resampler.heldFrames, 0);
    assert.equal(resampler.pull(out, 0, 200), 0);
    resampler.push(new Float32Array(2 * 200), 0, 200);
    assert.ok(resampler.pull(out, 0, 200) > 150);
    assert.ok(out.subarray(0, 300).every((sample) => sample === 0));
  });
});
