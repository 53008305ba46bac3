import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { bassHz, historyFrames, toneRampUs, trebleHz } from "../../src/audio/limits.ts";
import { flatTone, type ToneSettings } from "../../src/audio/model.ts";
import { Tone } from "../../src/audio/tone.ts";
import { largestKink, Rig, outputRate as rate, sine } from "./rig.ts";

const settingsOf = (changes: Partial<ToneSettings>): ToneSettings => ({ ...flatTone, ...changes });
const rampFrames = (rate * toneRampUs) / 1e6;

const settings = fc.record({
  bass: fc.integer({ min: -12, max: 12 }),
  treble: fc.integer({ min: -12, max: 12 }),
  balance: fc.oneof(fc.constant(0), fc.integer({ min: -100, max: 100 })),
  mono: fc.boolean(),
});

/** Response of the cookbook's shelves at S = 1, in decibels. */
function cookbookDb(kind: "low" | "high", midHz: number, gainDb: number, hz: number): number {
  const a = 10 ** (gainDb / 40);
  const w0 = (2 * Math.PI * midHz) / rate;
  const alpha = (Math.sin(w0) / 2) * Math.SQRT2;
  const cos = Math.cos(w0) * (kind === "low" ? 1 : -1);
  const turn = kind === "low" ? 1 : -1;
  const root = 2 * Math.sqrt(a) * alpha;
  const b = [
    a * (a + 1 - (a - 1) * cos + root),
    turn * 2 * a * (a - 1 - (a + 1) * cos),
    a * (a + 1 - (a - 1) * cos - root),
  ];
  const c = [
    a + 1 + (a - 1) * cos + root,
    turn * -2 * (a - 1 + (a + 1) * cos),
    a + 1 + (a - 1) * cos - root,
  ];
  return 10 * Math.log10(powerAt(b, hz) / powerAt(c, hz));
}

/** Of a polynomial in z^-1, or of an impulse response. */
function powerAt(taps: readonly number[], hz: number): number {
  const w = (2 * Math.PI * hz) / rate;
  const re = taps.reduce((sum, tap, n) => sum + tap * Math.cos(w * n), 0);
  const im = taps.reduce((sum, tap, n) => sum + tap * Math.sin(w * n), 0);
  return re * re + im * im;
}

/** What an impulse on both channels becomes, on the left. */
function impulseResponse(tone: Tone): number[] {
  const samples = new Float32Array(2 * 8192);
  samples.fill(1, 0, 2);
  tone.apply(samples, 0, 8192);
  return [...samples].filter((_, i) => i % 2 === 0);
}

function noise(frames: number, seed = 1): Float32Array {
  let state = seed;
  return Float32Array.from({ length: 2 * frames }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}

describe("Tone", () => {
  it("has the response of the cookbook's shelves, to a hundredth of a decibel", () => {
    for (const db of [-12, -7, -1, 1, 5, 12]) {
      const [bass, treble] = [settingsOf({ bass: db }), settingsOf({ treble: db })].map((set) =>
        impulseResponse(new Tone(rate, set)),
      );
      for (const hz of [20, 50, 100, 200, 400, 1_000, 2_500, 4_000, 8_000, 15_000, 22_000]) {
        const low = 10 * Math.log10(powerAt(bass ?? [], hz));
        const high = 10 * Math.log10(powerAt(treble ?? [], hz));
        assert.ok(Math.abs(low - cookbookDb("low", bassHz, db, hz)) < 0.01, `bass ${db} ${hz}`);
        assert.ok(
          Math.abs(high - cookbookDb("high", trebleHz, db, hz)) < 0.01,
          `treble ${db} ${hz}: ${high}`,
        );
      }
    }
  });

  it("reaches all of its decibels at 40 Hz and 16 kHz, half of them in the middle, none at 1 kHz", () => {
    const response = impulseResponse(new Tone(rate, settingsOf({ bass: 10, treble: -8 })));
    const dbAt = (hz: number): number => 10 * Math.log10(powerAt(response, hz));
    assert.ok(Math.abs(dbAt(40) - 10) < 0.3, `${dbAt(40)}`);
    assert.ok(Math.abs(dbAt(bassHz) - 5) < 0.1, `${dbAt(bassHz)}`);
    assert.ok(Math.abs(dbAt(900)) < 0.5, `${dbAt(900)}`);
    assert.ok(Math.abs(dbAt(trebleHz) + 4) < 0.1, `${dbAt(trebleHz)}`);
    assert.ok(Math.abs(dbAt(16_000) + 8) < 0.3, `${dbAt(16_000)}`);
  });

  it("leaves every bit as it is while flat, and again after a trip", () => {
    const tone = new Tone(rate);
    for (const set of [settingsOf({}), settingsOf({ bass: 9, balance: 30 }), settingsOf({})]) {
      tone.settings = set;
      tone.apply(noise(rampFrames), 0, rampFrames);
    }
    const [samples, before] = [noise(5_000, 7), noise(5_000, 7)];
    tone.apply(samples, 0, 5_000);
    assert.deepEqual(samples, before);
    assert.equal(tone.headroom, 1);
  });

  it("makes mono the mean of both sides, on both", () => {
    const tone = new Tone(rate, settingsOf({ mono: true }));
    const samples = noise(1_000);
    const before = samples.slice();
    tone.apply(samples, 0, 1_000);
    for (let i = 0; i < 2_000; i += 2) {
      assert.equal(samples[i], Math.fround(((before[i] ?? 0) + (before[i + 1] ?? 0)) / 2));
      assert.equal(samples[i + 1], samples[i]);
    }
  });

  it("turns one side down by the balance along a cosine, and never the other up", () => {
    for (const balance of [-100, -60, -1, 1, 50, 100]) {
      const tone = new Tone(rate, settingsOf({ balance }));
      const samples = new Float32Array([1, 1]);
      tone.apply(samples, 0, 1);
      const soft = Math.abs(balance) === 100 ? 0 : Math.cos((Math.PI * Math.abs(balance)) / 200);
      assert.deepEqual([...samples], (balance < 0 ? [1, soft] : [soft, 1]).map(Math.fround));
      assert.equal(tone.headroom, 1);
    }
  });

  it("moves from any setting to any other without a step, and is there within 50 ms", () => {
    const wave = sine(60, rate, 0.5);
    fc.assert(
      fc.property(settings, settings, fc.integer({ min: 1, max: 700 }), (from, to, block) => {
        const tone = new Tone(rate, from);
        const samples = Float32Array.from({ length: 2 * 9_600 }, (_, i) => wave(i >> 1));
        for (let at = 0; at < 9_600; at += block) {
          if (at >= 3_000) tone.settings = to;
          tone.apply(samples, at, Math.min(block, 9_600 - at));
        }
        assert.ok(!tone.moving);
        const left = [...samples].filter((_, i) => i % 2 === 0);
        // No more than a fade of 8 ms bends a tone; a step of 1 % would bend it by 0.005 and more.
        assert.ok(largestKink(left.slice(1_000)) < 0.002, `${largestKink(left.slice(1_000))}`);
        const settled = Float32Array.from({ length: 2 * 9_600 }, (_, i) => wave(i >> 1));
        new Tone(rate, to).apply(settled, 0, 9_600);
        for (let i = 2 * 8_000; i < 2 * 9_600; i++)
          assert.ok(Math.abs((samples[i] ?? 0) - (settled[i] ?? 0)) < 1e-5, `sample ${i}`);
      }),
      { numRuns: 60 },
    );
  });

  it("gives the same samples again after any part was taken back", () => {
    const part = fc.record({ frames: fc.integer({ min: 1, max: 960 }), back: fc.nat(2_000) });
    fc.assert(
      fc.property(settings, fc.array(part, { maxLength: 40 }), (set, parts) => {
        const tone = new Tone(rate, set);
        const stream = noise(50_000);
        const expected = stream.slice();
        new Tone(rate, set).apply(expected, 0, 50_000);
        let at = 0;
        for (const { frames, back } of [{ frames: 2 * historyFrames, back: 0 }, ...parts]) {
          const out = stream.slice(2 * at, 2 * (at + frames));
          tone.apply(out, 0, frames);
          assert.deepEqual(out, expected.slice(2 * at, 2 * (at + frames)));
          at += frames;
          const given = Math.min(back, at - historyFrames);
          at -= given;
          const known = tone.rewind(given, stream.subarray(2 * (at - historyFrames), 2 * at));
          const frames_ = known.length / 2;
          assert.ok(frames_ > historyFrames - 256);
          assert.deepEqual(known.slice(), expected.slice(2 * (at - frames_), 2 * at));
        }
      }),
      { numRuns: 60 },
    );
  });

  it("looks ahead without moving on", () => {
    const set = settingsOf({ bass: 12, treble: -3, mono: true });
    const [tone, other] = [new Tone(rate, set), new Tone(rate, set)];
    const [ahead, samples] = [noise(300), noise(300)];
    assert.ok(tone.preview(ahead, 300));
    tone.apply(samples, 0, 300);
    assert.deepEqual(ahead, samples);
    const [next, same] = [noise(300, 3), noise(300, 3)];
    tone.apply(next, 0, 300);
    other.apply(noise(300), 0, 300);
    other.apply(same, 0, 300);
    assert.deepEqual(next, same);
  });

  it("never clips within its headroom, not even on what is made to", () => {
    fc.assert(
      fc.property(settings, (set) => {
        const tone = new Tone(rate, set);
        const { headroom } = tone;
        // The worst there is: each sample pushes the last one the same way.
        const response = impulseResponse(new Tone(rate, { ...set, balance: 0 })).slice(0, 4_000);
        const worst = new Float32Array(2 * response.length);
        response.forEach((tap, i) => {
          worst.fill(tap < 0 ? -1 : 1, 2 * (response.length - 1 - i), 2 * (response.length - i));
        });
        tone.apply(worst, 0, response.length);
        const loudest = worst.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
        assert.ok(headroom * loudest <= 1, `${headroom * loudest}`);
        const isFlat = set.bass === 0 && set.treble === 0;
        assert.ok(isFlat ? headroom === 1 : headroom * loudest > 0.99, "and gives nothing away");
      }),
    );
  });
});

describe("Tone in the engine", () => {
  it("is heard at the volume that was set, and never beyond full scale, whatever is moved when", () => {
    const step = fc.record({ set: settings, ms: fc.integer({ min: 5, max: 120 }) });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 12 }), fc.nat(1_000), (steps, seed) => {
        const samples = noise(rate, seed);
        // Full scale, to and fro: what a shelf makes most of.
        const rig = new Rig((n) => Math.sign(samples[n % samples.length] ?? 0) || 1);
        rig.segment({ totalFrames: 2 * rate });
        rig.render(20);
        for (const { set, ms } of steps) {
          rig.feed.setTone(set);
          const loudest = rig.render(ms).reduce((most, x) => Math.max(most, Math.abs(x)), 0);
          assert.ok(loudest <= 1, `${loudest}`);
        }
      }),
      { numRuns: 40 },
    );
  });

  it("leaves the level alone where the volume leaves room", () => {
    const rig = new Rig(sine(40, rate, 0.9));
    rig.segment({ totalFrames: 2 * rate });
    rig.feed.setVolume(50, false);
    rig.feed.setTone(settingsOf({ bass: 6 }));
    rig.render(300);
    const loudest = rig.render(100).reduce((most, x) => Math.max(most, Math.abs(x)), 0);
    const expected = 0.9 * 10 ** ((6 - 30) / 20);
    assert.ok(Math.abs(loudest / expected - 1) < 0.01, `${loudest / expected}`);
  });

  it("stops, goes on and skips without a click", () => {
    const rig = new Rig(sine(200, rate, 0.5));
    rig.feed.setVolume(60, false);
    rig.feed.setTone(settingsOf({ bass: 8, treble: 4, balance: -20 }));
    rig.segment({ totalFrames: 4 * rate });
    // Not at the end of a packet: what is decoded and not yet heard goes into the fade.
    const steady = largestKink(rig.render(505).slice(4_800));
    rig.feed.setPaused(true);
    rig.render(100);
    rig.feed.setPaused(false);
    rig.render(205);
    rig.feed.flush();
    rig.render(100);
    rig.segment({ serial: 2, totalFrames: rate, fadeIn: true });
    rig.render(300);
    assert.ok(largestKink(rig.out.slice(4_800)) < 1.6 * steady + 2e-4, "no kink beyond a fade's");
  });

  it("is flat again to the bit once it is set back", () => {
    const [touched, other] = [new Rig(sine(440, rate)), new Rig(sine(440, rate))];
    for (const rig of [touched, other]) rig.segment({ totalFrames: 2 * rate });
    touched.feed.setTone(settingsOf({ bass: 5, treble: 5, mono: true }));
    for (const rig of [touched, other]) rig.render(200);
    touched.feed.setTone(flatTone);
    for (const rig of [touched, other]) rig.render(100);
    assert.deepEqual(touched.render(500), other.render(500));
    assert.notDeepEqual(touched.out.slice(0, 9_600), other.out.slice(0, 9_600));
  });
});
