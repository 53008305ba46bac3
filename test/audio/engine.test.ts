import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { peakAt } from "../../src/audio/peak-meter.ts";
import { outputRate as rate } from "../../src/audio/shared.ts";
import { counter, largestKink, largestStep, Rig, sine } from "./rig.ts";

const tone = sine(440, 48_000);
/** Steps and kinks of the tone itself, and a little for fades. */
const toneStep = 0.5 * 2 * Math.PI * (440 / 48_000);
const toneKink = 0.5 * (2 * Math.PI * (440 / 48_000)) ** 2;
const stepMax = 1.25 * toneStep;
/** A fade of 8 ms bends the tone by this much more; a cut would bend it by up to 0.5. */
const kinkMax = toneKink + 0.002;

describe("AudioEngine", () => {
  it("plays a segment to the sample: skips, trims, then silence", () => {
    const rig = new Rig(counter);
    rig.segment({ skipFrames: 312, totalFrames: 5_000 });
    rig.render(200);
    const start = rig.out.findIndex((sample) => sample !== 0);
    assert.equal(start, 0);
    for (let i = 0; i < 5_000; i++) assert.equal(rig.out[i], counter(312 + i));
    assert.ok(rig.out.slice(5_000).every((sample) => sample === 0));
    assert.deepEqual(rig.told, ["first-sample 1", "ended 1"]);
  });

  it("follows the last sample of one segment with the first of the next", () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ skip: fc.nat(2_000), total: fc.integer({ min: 1, max: 4_000 }) }), {
          minLength: 2,
          maxLength: 6,
        }),
        (lengths) => {
          const rig = new Rig(counter);
          const expected: number[] = [];
          lengths.forEach(({ skip, total }, i) => {
            const from = i * 100_000;
            const plan = { serial: i + 1, from, skipFrames: skip, totalFrames: total };
            rig.segment(plan);
            for (let n = 0; n < total; n++) expected.push(counter(from + skip + n));
          });
          rig.render(expected.length / 48 + 20);
          assert.deepEqual(rig.out.slice(0, expected.length), expected);
          const told = lengths.flatMap((_, i) => [`first-sample ${i + 1}`, `ended ${i + 1}`]);
          assert.deepEqual(rig.told, told);
        },
      ),
      { numRuns: 50 },
    );
  });

  it("drops packets beyond the total, and ends a segment that is shorter than it said", () => {
    const rig = new Rig(counter);
    rig.segment({ serial: 1, totalFrames: 1_000, packets: 9 });
    rig.segment({ serial: 2, from: 50_000, totalFrames: 9_600, packets: 2 });
    rig.segment({ serial: 3, from: 90_000, totalFrames: 960 });
    rig.render(200);
    assert.equal(rig.out[999], counter(999));
    assert.equal(rig.out[1_000], counter(50_000));
    assert.equal(rig.out[1_000 + 1_919], counter(51_919));
    assert.equal(rig.out[1_000 + 1_920], counter(90_000));
    assert.equal(rig.told.at(-1), "ended 3");
  });

  it("tells that an empty segment ended, and never that it started", () => {
    const rig = new Rig(counter);
    rig.segment({ serial: 1, totalFrames: 0 });
    rig.segment({ serial: 2, totalFrames: 480 });
    rig.segment({ serial: 3, totalFrames: 0 });
    rig.render(30);
    assert.deepEqual(rig.told, ["ended 1", "first-sample 2", "ended 2", "ended 3"]);
    assert.equal(rig.engine.serial, 0);
  });

  it("waits for the preroll, or for the end of what is shorter", () => {
    const rig = new Rig(counter);
    rig.segment({ serial: 1, totalFrames: 48_000, prerollUs: 60_000, packets: 2, end: false });
    rig.render(50);
    assert.deepEqual(rig.told, []);
    rig.feed.flush();
    rig.segment({ serial: 2, totalFrames: 960, prerollUs: 60_000 });
    rig.render(50);
    assert.deepEqual(rig.told, ["first-sample 2", "ended 2"]);
  });

  it("goes on at the very next sample after a pause, with a fade each side", () => {
    const rig = new Rig(tone);
    rig.segment({ totalFrames: 48_000 });
    rig.render(100);
    rig.feed.setPaused(true);
    const position = rig.engine.position;
    const paused = rig.render(50);
    assert.equal(rig.engine.position, position);
    assert.ok(paused.slice(480).every((sample) => sample === 0));
    rig.feed.setPaused(false);
    rig.render(100);
    // Past the fade the tone is where it would be had there been no pause.
    for (let i = 480; i < 4_000; i++) {
      const sample = rig.out[100 * 48 + 50 * 48 + i] ?? 0;
      assert.ok(Math.abs(sample - Math.fround(tone(100 * 48 + i))) < 1e-6, `sample ${i}`);
    }
    assert.ok(largestStep(rig.out) < stepMax, `step ${largestStep(rig.out)}`);
    assert.ok(largestKink(rig.out.slice(2)) < kinkMax, `kink ${largestKink(rig.out.slice(2))}`);
  });

  it("stops, skips and seeks without a click, wherever it is cut", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 40 }), fc.boolean(), (periods, again) => {
        const rig = new Rig(tone);
        rig.segment({ serial: 1, totalFrames: 48_000 });
        rig.render(5 * periods);
        rig.feed.flush();
        // The next sound starts softly, as a seek does, so that every kink is the flush's.
        if (again) rig.segment({ serial: 2, from: 777, totalFrames: 24_000, fadeIn: true });
        const after = rig.render(100);
        assert.ok(largestStep(rig.out) < 2 * stepMax, `step ${largestStep(rig.out)}`);
        assert.ok(largestKink(rig.out.slice(2)) < 2 * kinkMax);
        if (!again) assert.ok(after.slice(480).every((sample) => sample === 0));
        else assert.ok(Math.abs((after[1_000] ?? 0) - tone(1_777)) < 1e-6);
      }),
      { numRuns: 40 },
    );
  });

  it("starts the next sound in the same period as a flush, under the tail of the last", () => {
    const rig = new Rig(tone);
    rig.segment({ serial: 1, totalFrames: 48_000 });
    // Not at the end of a packet: what is decoded already must not count.
    rig.render(105);
    rig.feed.flush();
    rig.segment({ serial: 2, totalFrames: 48_000 });
    rig.render(5);
    assert.equal(rig.told.at(-1), "first-sample 2");
    assert.equal(rig.engine.serial, 2);
    assert.equal(rig.engine.position, 240);
  });

  it("stops softly in the middle of a fade-in too", () => {
    const rig = new Rig(tone);
    rig.segment({ totalFrames: 48_000, fadeIn: true });
    rig.render(5);
    rig.feed.flush();
    rig.render(20);
    assert.ok(largestKink(rig.out.slice(2)) < kinkMax, `kink ${largestKink(rig.out.slice(2))}`);
  });

  it("guesses nothing from the sound before a flush", () => {
    const rig = new Rig(tone);
    rig.segment({ serial: 1, totalFrames: 48_000 });
    rig.render(100);
    rig.feed.flush();
    rig.segment({ serial: 2, totalFrames: 9_600, lost: [0] });
    rig.render(8);
    assert.ok(rig.render(10).every((sample) => sample === 0));
  });

  it("fades out when it starves, stands still, says so once, and fades in when fed", () => {
    const rig = new Rig(tone);
    // The skip lets it run dry in the middle of a period.
    rig.segment({ totalFrames: 96_000, skipFrames: 109, packets: 10, end: false });
    rig.render(400);
    assert.deepEqual(rig.told, ["first-sample 1", "starving 1"]);
    assert.equal(rig.engine.position, 9_491);
    assert.ok(rig.out.slice(9_491 + 480).every((sample) => sample === 0));
    const fed = rig.out.length;
    // Less than the resume threshold: not yet.
    for (let i = 10; i < 12; i++) rig.feed.frame(packet(i));
    rig.render(50);
    assert.deepEqual(rig.told, ["first-sample 1", "starving 1"]);
    for (let i = 12; i < 40; i++) rig.feed.frame(packet(i));
    rig.render(200);
    assert.deepEqual(rig.told, ["first-sample 1", "starving 1", "fed 1"]);
    const start = fed + 50 * 48;
    assert.ok(Math.abs((rig.out[start + 1_000] ?? 0) - tone(9_600 + 1_000)) < 1e-6);
    assert.ok(largestStep(rig.out) < stepMax);
    assert.ok(largestKink(rig.out.slice(2)) < kinkMax, `kink ${largestKink(rig.out.slice(2))}`);
  });

  it("goes on from starving with less when the end of the segment is there", () => {
    const rig = new Rig(tone);
    rig.segment({ totalFrames: 10_560, packets: 10, end: false });
    rig.render(300);
    rig.feed.frame(packet(10));
    rig.feed.end();
    rig.render(100);
    assert.deepEqual(rig.told, ["first-sample 1", "starving 1", "fed 1", "ended 1"]);
  });

  it("does not call the wait between two segments starving", () => {
    const rig = new Rig(tone);
    rig.segment({ serial: 1, totalFrames: 960 });
    rig.segment({ serial: 2, totalFrames: 96_000, packets: 0, end: false });
    rig.render(100);
    assert.deepEqual(rig.told, ["first-sample 1", "ended 1"]);
    for (let i = 0; i < 5; i++) rig.feed.frame(packet(i));
    rig.render(50);
    assert.equal(rig.told.at(-1), "first-sample 2");
  });

  it("bridges one lost packet so that the tone goes on", () => {
    const rig = new Rig(tone);
    rig.segment({ totalFrames: 24_000, lost: [10] });
    rig.render(500);
    let worst = 0;
    for (let i = 0; i < 24_000; i++) worst = Math.max(worst, Math.abs((rig.out[i] ?? 0) - tone(i)));
    assert.ok(worst < 0.05, `off by ${worst}`);
    assert.ok(largestKink(rig.out.slice(0, 24_000)) < kinkMax);
    assert.equal(rig.engine.concealedUs, 20_000);
  });

  it("fades through a long hole: never a click, silence in its middle, its length kept", () => {
    const rig = new Rig(tone);
    const lost = Array.from({ length: 12 }, (_, i) => 10 + i);
    rig.segment({ totalFrames: 48_000, lost });
    rig.render(1_000);
    assert.ok(rig.out.slice(15 * 960, 22 * 960).every((sample) => sample === 0));
    assert.ok(Math.abs((rig.out[23 * 960] ?? 0) - tone(23 * 960)) < 1e-6);
    assert.ok(largestStep(rig.out.slice(0, 48_000)) < stepMax);
    assert.ok(largestKink(rig.out.slice(0, 48_000)) < kinkMax);
    assert.equal(rig.engine.concealedUs, 240_000);
  });

  it("lets the codec fill in where it can", () => {
    const rig = new Rig(tone, (into) => {
      into.fill(0.25, 0, 1_920);
      return 960;
    });
    rig.segment({ totalFrames: 9_600, lost: [3] });
    rig.render(200);
    assert.equal(rig.out[3 * 960 + 480], 0.25);
  });

  it("takes a damaged packet for a lost one", () => {
    const rig = new Rig(tone);
    rig.segment({ totalFrames: 9_600, packets: 4, end: false });
    rig.feed.frame(new Uint8Array([1, 2, 3]));
    for (let i = 5; i < 10; i++) rig.feed.frame(packet(i));
    rig.feed.end();
    rig.render(200);
    assert.equal(rig.engine.concealedUs, 20_000);
    assert.ok(Math.abs((rig.out[6 * 960] ?? 0) - tone(6 * 960)) < 1e-6);
  });

  it("changes the volume in a ramp, and mutes to zeros", () => {
    const rig = new Rig(() => 0.5);
    rig.segment({ totalFrames: 48_000 });
    rig.render(50);
    rig.feed.setVolume(0, false);
    rig.render(50);
    assert.equal(rig.out.at(-1), 0);
    rig.feed.setVolume(100, true);
    rig.render(20);
    assert.equal(rig.out.at(-1), 0);
    rig.feed.setVolume(100, false);
    rig.render(20);
    assert.equal(rig.out.at(-1), 0.5);
    assert.ok(largestStep(rig.out) < 0.0011, `step ${largestStep(rig.out)}`);
  });

  it("meters the music, however softly it is played", () => {
    const rig = new Rig(() => 0.5);
    rig.segment({ totalFrames: 48_000 });
    rig.feed.setVolume(10, false);
    rig.render(50);
    assert.equal(peakAt(rig.peaks, rate, rig.engine.renderedFrames), 0.5);
  });

  it("joins segments of one odd rate as if they were one", () => {
    const wave = sine(997, 44_100);
    const whole = new Rig(wave);
    whole.segment({ rate: 44_100, totalFrames: 44_100 });
    whole.render(1_100);
    const parts = new Rig(wave);
    parts.segment({ serial: 1, rate: 44_100, totalFrames: 12_345 });
    parts.segment({ serial: 2, rate: 44_100, from: 12_345, totalFrames: 44_100 - 12_345 });
    parts.render(1_100);
    assert.deepEqual(parts.out, whole.out);
    assert.deepEqual(parts.told, ["first-sample 1", "ended 1", "first-sample 2", "ended 2"]);
    const length = whole.out.findLastIndex((sample) => sample !== 0) + 1;
    assert.ok(Math.abs(length - 48_000) <= 1, `length ${length}`);
  });

  it("plays segments of different rates each at its length", () => {
    const rig = new Rig(() => 0.5);
    rig.segment({ serial: 1, rate: 44_100, totalFrames: 44_100 });
    rig.segment({ serial: 2, rate: 48_000, totalFrames: 4_800 });
    rig.segment({ serial: 3, rate: 96_000, totalFrames: 96_000 });
    rig.render(2_200);
    const [, ended1, , ended2, , ended3] = rig.events.map(({ atFrame }) => atFrame);
    for (const [ended, at] of [
      [ended1, 48_000],
      [ended2, 52_800],
      [ended3, 100_800],
    ] as const) {
      assert.ok(Math.abs((ended ?? 0) - at) <= 240, `ended at ${ended} for ${at}`);
    }
  });

  it("counts the position in the segment's own frames", () => {
    const rig = new Rig(sine(440, 44_100));
    rig.segment({ rate: 44_100, totalFrames: 88_200 });
    rig.render(1_000);
    assert.equal(rig.engine.position, 44_100);
    assert.equal(rig.engine.playedUs, 1_000_000);
  });

  it("survives any order of commands and records, and every event of a serial comes in its order", () => {
    const action = fc.oneof(
      { weight: 5, arbitrary: fc.constant("frame" as const) },
      { weight: 5, arbitrary: fc.constant("render" as const) },
      ...(["segment", "end", "flush", "pause", "resume", "gap"] as const).map((name) => ({
        weight: 1,
        arbitrary: fc.constant(name),
      })),
    );
    fc.assert(
      fc.property(fc.array(action, { minLength: 50, maxLength: 200 }), (actions) => {
        const rig = new Rig(tone);
        let serial = 0;
        let at = 0;
        const act = {
          frame: () => {
            for (let i = 0; i < 8; i++) rig.feed.frame(packet(at++));
          },
          render: () => rig.render(55),
          segment: () => {
            serial += 1;
            rig.segment({ serial, totalFrames: 96_000, packets: 0, end: false });
          },
          end: () => rig.feed.end(),
          gap: () => rig.feed.gap(2),
          flush: () => rig.feed.flush(),
          pause: () => rig.feed.setPaused(true),
          resume: () => rig.feed.setPaused(false),
        };
        for (const name of actions) act[name]();
        for (let id = 1; id <= serial; id++) {
          const kinds = rig.events.filter((event) => event.serial === id).map(({ kind }) => kind);
          assert.match(
            kinds.join(" "),
            /^(first-sample( starving fed)*( starving)?( ended)?|ended)?$/,
          );
        }
        assert.ok(rig.out.every((sample) => Math.abs(sample) < 2));
      }),
      { numRuns: 60 },
    );
  });
});

function packet(i: number): Uint8Array {
  const bytes = new Uint8Array(8);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, i * 960);
  view.setUint32(4, 960);
  return bytes;
}
