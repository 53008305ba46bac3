import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { Extrapolator } from "../../src/audio/extrapolate.ts";
import { FadeGate, risingFade } from "../../src/audio/fade.ts";
import { peakWindows } from "../../src/audio/limits.ts";
import { queueBounds } from "../../src/audio/pacing.ts";
import { PeakMeter, peakAt } from "../../src/audio/peak-meter.ts";
import { Resampler } from "../../src/audio/resampler.ts";
import { SampleQueue } from "../../src/audio/sample-queue.ts";
import { gainOfLevel, VolumeRamp } from "../../src/audio/volume.ts";
import { fitTone } from "./tone.ts";

describe("the volume scale", () => {
  it("is silent at 0, unity at 100 and rises all the way", () => {
    assert.equal(gainOfLevel(0), 0);
    assert.equal(gainOfLevel(100), 1);
    for (let level = 0; level < 100; level++)
      assert.ok(gainOfLevel(level) < gainOfLevel(level + 1));
  });

  it("makes equal steps equally louder, over about 60 dB", () => {
    const db = (level: number): number => 20 * Math.log10(gainOfLevel(level));
    assert.ok(Math.abs(db(50) + 30) < 1e-9);
    assert.ok(Math.abs(db(90) - db(80) - 6) < 1e-9);
    assert.ok(db(1) < -75 && db(10) > -55);
  });

  it("is silent on a card whose own volume is at nothing, and comes back from there", () => {
    const ramp = new VolumeRamp(48_000, 0);
    const last = (): number | undefined => {
      const samples = new Float32Array(2_000).fill(0.5);
      ramp.apply(samples);
      return samples.at(-1);
    };
    ramp.cardGain = 0;
    assert.equal(last(), 0);
    ramp.level = 50;
    ramp.cardGain = gainOfLevel(50);
    assert.equal(last(), 0.5);
  });
});

describe("Resampler", () => {
  const cases: readonly [number, number][] = [
    [44_100, 1_000],
    [44_100, 10_000],
    [44_100, 18_000],
    [96_000, 1_000],
    [96_000, 18_000],
    [88_200, 10_000],
    [192_000, 1_000],
    [32_000, 10_000],
    [22_050, 5_000],
    [8_000, 1_000],
    [47_999, 10_000],
  ];
  for (const [rate, hz] of cases) {
    it(`carries ${hz} Hz from ${rate} to 48000 with at least 95 dB of signal to noise`, () => {
      const out = resample(rate, (n) => Math.sin((2 * Math.PI * hz * n) / rate), rate / 4);
      const { snrDb, gainDb } = fitTone(out.slice(500, -500), hz, 48_000);
      assert.ok(snrDb >= 95, `${snrDb.toFixed(1)} dB`);
      assert.ok(Math.abs(gainDb) < 0.01, `gain ${gainDb} dB`);
    });
  }

  it("is flat to 20 kHz from 44.1 kHz", () => {
    const out = resample(44_100, (n) => Math.sin((2 * Math.PI * 20_000 * n) / 44_100), 11_025);
    const { gainDb, snrDb } = fitTone(out.slice(500, -500), 20_000, 48_000);
    assert.ok(Math.abs(gainDb) < 0.3, `gain ${gainDb} dB`);
    assert.ok(snrDb > 60, `${snrDb} dB`);
  });

  it("keeps what cannot be heard at 48 kHz from folding back", () => {
    const out = resample(96_000, (n) => Math.sin((2 * Math.PI * 30_000 * n) / 96_000), 24_000);
    const loudest = Math.max(...out.slice(500, -500).map(Math.abs));
    assert.ok(loudest < 10 ** (-95 / 20), `${20 * Math.log10(loudest)} dB`);
  });

  it("gives as many frames as the time takes, in whatever pieces it is fed", () => {
    const rates = fc.constantFrom(8_000, 11_025, 22_050, 32_000, 44_100, 47_999, 88_200, 192_000);
    const pieces = fc.array(fc.integer({ min: 1, max: 2_000 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(rates, pieces, (rate, sizes) => {
        const wave = (n: number): number => Math.sin(n / 7);
        const total = sizes.reduce((sum, size) => sum + size, 0);
        const whole = resample(rate, wave, total);
        assert.equal(whole.length, Math.ceil((total * 48_000) / rate));
        assert.deepEqual(resample(rate, wave, total, sizes), whole);
      }),
      { numRuns: 40 },
    );
  });

  it("puts the first sample out at the time of the first sample in", () => {
    const out = resample(96_000, (n) => (n === 200 ? 1 : 0), 400);
    assert.equal(out.indexOf(Math.max(...out)), 100);
  });
});

describe("Extrapolator", () => {
  it("joins on to a chord without a step, and holds its level for 20 ms", () => {
    const chord = (n: number): number =>
      [220, 554, 1_318].reduce(
        (sum, hz) => sum + 0.2 * Math.sin((2 * Math.PI * hz * n) / 48_000),
        0,
      );
    const past = new Extrapolator();
    past.note(stereo(chord, 0, 3_000), 0, 3_000);
    const next = new Float32Array(2 * 960);
    past.extend(next, 0, 960);
    let worst = 0;
    for (let i = 0; i < 10; i++) {
      worst = Math.max(worst, Math.abs((next[2 * i] ?? 0) - chord(3_000 + i)));
    }
    assert.ok(worst < 0.01, `off by ${worst}`);
    const power = next.slice(2 * 480).reduce((sum, sample) => sum + sample * sample, 0) / 960;
    assert.ok(power > 0.02 && power < 0.09, `power ${power} for 0.06`);
  });

  it("has nothing to add to silence, and never runs away", () => {
    const past = new Extrapolator();
    const next = new Float32Array(2 * 4_800);
    past.extend(next, 0, 4_800);
    assert.ok(next.every((sample) => sample === 0));
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 1, maxLength: 300 }),
        (wild) => {
          past.note(
            stereo((n) => wild[n % wild.length] ?? 0, 0, 2_000),
            0,
            2_000,
          );
          past.extend(next, 0, 4_800);
          assert.ok(next.every((sample) => Math.abs(sample) < 4));
        },
      ),
      { numRuns: 50 },
    );
  });
});

describe("fades", () => {
  it("rise from nearly nothing to exactly one", () => {
    const fade = risingFade(384);
    assert.ok((fade[0] ?? 1) < 1e-3);
    assert.equal(fade[383], 1);
  });

  it("go on where they were over several calls", () => {
    const gate = new FadeGate(100);
    gate.close();
    const whole = new Float32Array(400).fill(1);
    gate.apply(whole, 0, 200);
    gate.close();
    const parts = new Float32Array(400).fill(1);
    gate.apply(parts, 0, 33);
    gate.apply(parts, 33, 167);
    assert.deepEqual(parts, whole);
    assert.equal(gate.gain, 1);
  });
});

describe("SampleQueue", () => {
  it("keeps order through growing and moving", () => {
    const queue = new SampleQueue();
    let put = 0;
    let got = 0;
    const into = new Float32Array(2 * 9_000);
    for (const size of [3_000, 9_000, 500, 7_000, 20_000, 1]) {
      const { samples, at } = queue.reserve(size);
      for (let i = 0; i < size; i++) samples.fill(put++, 2 * (at + i), 2 * (at + i) + 2);
      queue.commit(size);
      const taken = queue.take(into, 0, 6_000);
      for (let i = 0; i < taken; i++) assert.equal(into[2 * i], got++);
    }
    assert.equal(queue.frames, put - got);
  });

  it("gives once more what was put back, whatever came and moved in between", () => {
    const queue = new SampleQueue(1_000);
    let put = 0;
    let got = 0;
    const out = new Float32Array(2);
    for (let turn = 0; turn < 60; turn++) {
      const { samples, at } = queue.reserve(960);
      for (let i = 0; i < 960; i++) samples[2 * (at + i)] = put++;
      queue.commit(960);
      while (queue.frames > 0) {
        queue.take(out, 0, 1);
        assert.equal(out[0], got++);
      }
      const back = Math.min(queue.history, 100 * (turn % 11));
      queue.putBack(back);
      got -= back;
    }
    assert.equal(queue.history, 1_000 - 0);
    assert.equal(queue.lastTaken(3)[0], got - 3);
  });
});

function metered() {
  const peaks = new Float32Array(peakWindows);
  const meter = new PeakMeter(48_000, peaks);
  return { meter, peak: (frame: number) => peakAt(peaks, 48_000, frame) };
}

describe("PeakMeter", () => {
  it("shows the loudest of the last 100 ms and forgets it then", () => {
    const { meter, peak } = metered();
    meter.note(new Float32Array(480).fill(-0.5));
    assert.equal(peak(meter.frames), 0.5);
    for (let i = 0; i < 25; i++) meter.note(new Float32Array(480));
    assert.equal(peak(meter.frames), 0);
  });

  it("knows the level of what is heard now behind what is rendered already", () => {
    const { meter, peak } = metered();
    meter.note(new Float32Array(2 * 4_800).fill(0.25));
    meter.note(new Float32Array(2 * 19_200).fill(0.75));
    assert.equal(peak(4_800), 0.25);
    assert.equal(peak(12_000), 0.75);
  });

  it("forgets what is rendered anew", () => {
    const { meter, peak } = metered();
    meter.note(new Float32Array(2 * 4_800).fill(0.25));
    meter.note(new Float32Array(2 * 9_600).fill(0.75));
    meter.rewind(9_600);
    meter.note(new Float32Array(2 * 9_600).fill(0.1));
    assert.ok(Math.abs(peak(14_400) - 0.1) < 1e-6);
    assert.equal(meter.frames, 14_400);
  });
});

describe("the card's queue", () => {
  const card = { rate: 48_000, periodFrames: 240, bufferFrames: 4_800 };

  it("is short while nothing plays, and full while much is at hand", () => {
    assert.deepEqual(queueBounds(card, undefined), { low: 240, high: 1_200 });
    assert.equal(queueBounds(card, Number.POSITIVE_INFINITY).high, 4_800);
    assert.equal(queueBounds(card, 2_000_000).high, 4_800);
  });

  it("takes half of what little there is at a start", () => {
    assert.equal(queueBounds(card, 40_000).high, 1_200 + 960);
    assert.ok(queueBounds(card, 0).low >= 240);
  });

  it("never asks for more than the card holds, nor refills at less than a period", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 64, max: 4_096 }),
        fc.nat(3_000_000),
        (periodFrames, aheadUs) => {
          const bufferFrames = 3 * periodFrames;
          const { low, high } = queueBounds({ rate: 48_000, periodFrames, bufferFrames }, aheadUs);
          assert.ok(high <= bufferFrames && low <= high && low >= Math.min(periodFrames, high));
        },
      ),
    );
  });
});

function stereo(wave: (n: number) => number, from: number, frames: number): Float32Array {
  const samples = new Float32Array(2 * frames);
  for (let i = 0; i < 2 * frames; i++) samples[i] = wave(from + (i >> 1));
  return samples;
}

/** Left channel of `frames` of a wave at `rate`, at 48 kHz. */
function resample(
  rate: number,
  wave: (n: number) => number,
  frames: number,
  sizes: readonly number[] = [],
): number[] {
  const resampler = new Resampler(rate, 48_000);
  const out: number[] = [];
  const into = new Float32Array(2 * resampler.framesFor(5_760));
  const take = (written: number): void => {
    for (let i = 0; i < written; i++) out.push(into[2 * i] ?? 0);
  };
  for (let at = 0, k = 0; at < frames; k++) {
    const size = Math.min(sizes[k] ?? 5_000, frames - at);
    take(resampler.push(stereo(wave, at, size), size, into, 0));
    at += size;
  }
  take(resampler.finish(into, 0));
  return out;
}
