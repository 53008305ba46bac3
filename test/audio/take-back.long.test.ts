import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { deepQueueUs, fadeUs, keptQueueUs } from "../../src/audio/limits.ts";
import { type CardOptions, PlayoutWorld, rate } from "./playout-rig.ts";
import { largestKink, largestStep, sine } from "./rig.ts";

const framesOf = (us: number): number => Math.round((us * rate) / 1e6);
const bufferFrames = framesOf(deepQueueUs);
const generous: CardOptions = { bufferFrames, givesBack: (frames) => frames };
const wave = sine(440, rate);
const toneStep = 0.5 * 2 * Math.PI * (440 / rate);

/** In the middle of a long track. */
function playing(options = generous): PlayoutWorld {
  const world = new PlayoutWorld(options);
  world.run(100);
  world.play(1, 500);
  world.run(1_000);
  return world;
}

/** The card's sound from the frame on at which the music began. */
function music(world: PlayoutWorld): number[] {
  return world.card.heard.slice(world.card.heard.findIndex((sample) => sample !== 0) - 1);
}

describe("a card that gives back what it has not played", () => {
  it("holds half a second in mid-track, and is looked after four times a second", () => {
    const world = playing();
    const before = world.steps;
    world.run(4_000, false);
    assert.ok(world.steps - before <= 18, `${world.steps - before} steps`);
    assert.ok(world.card.delayFrames() >= bufferFrames / 2 - framesOf(20_000));
  });

  it("holds little again before a track ends", () => {
    const world = playing();
    world.run(8_800, false);
    assert.ok(world.card.delayFrames() <= framesOf(120_000), `${world.card.delayFrames()} frames`);
    world.run(1_000, false);
    assert.equal(world.status.underruns, 0);
    assert.equal(world.status.playedUs, 10_000_000);
  });

  it("pauses at once, and goes on where it was heard last", () => {
    const world = playing();
    world.feed.setPaused(true);
    world.run(60);
    const before = music(world);
    assert.ok(before.slice(-framesOf(10_000)).every((sample) => sample === 0));
    const stop = before.findLastIndex((sample) => sample !== 0);
    assert.ok(before.length - stop > framesOf(60_000 - keptQueueUs - fadeUs - 20_000));
    world.run(1_000);
    world.feed.setPaused(false);
    world.run(500);
    const after = music(world);
    // Each sample of the wave is heard whole once, but for the fade-out and the fade-in.
    const again = after.findIndex((sample, i) => i > stop + 100 && sample !== 0);
    const place = stop + 1 - framesOf(fadeUs);
    for (let i = framesOf(2 * fadeUs); i < 9_600; i++)
      assert.ok(Math.abs((after[again + i] ?? 0) - wave(place + i)) < 1e-6, `sample ${i}`);
    assert.ok(largestStep(after) < 1.25 * toneStep);
  });

  it("turns the volume down within a fiftieth of a second and a period", () => {
    const world = playing();
    world.feed.setVolume(0, true);
    world.run(50);
    assert.ok(world.card.heard.slice(-framesOf(10_000)).every((sample) => sample === 0));
    assert.ok(largestStep(world.card.heard) < 1.25 * toneStep);
    assert.equal(world.status.underruns, 0);
  });

  it("starts a skip behind what is about to be heard, not behind half a second", () => {
    const world = playing();
    world.feed.flush();
    world.play(2, 500);
    world.run(5);
    assert.equal(world.status.serial, 2);
    assert.ok(world.card.delayFrames() < bufferFrames);
    assert.ok(world.feed.heardAt(world.nowUs).delayUs <= deepQueueUs);
    const { playedFrames, delayUs } = world.status;
    assert.ok(framesOf(delayUs) - playedFrames <= framesOf(keptQueueUs), "ahead of the new track");
  });

  it("says what is heard, not what was handed over, at any moment", () => {
    const world = playing();
    for (let i = 0; i < 300; i++) {
      world.run(7, false);
      const { playedFrames } = world.feed.heardAt(world.nowUs);
      const heard = music(world).length - 1;
      assert.ok(Math.abs(playedFrames - heard) <= 2, `${playedFrames} for ${heard}`);
    }
  });

  it("never repeats, skips or bends a sample, however often the volume is touched", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 700 }), { maxLength: 12 }), (waits) => {
        const world = playing();
        waits.forEach((ms, i) => {
          // Full either way: 100 is what it was, and mute at 100 is taken back before it is heard.
          world.feed.setVolume(100, i % 2 === 0);
          world.feed.setVolume(100, false);
          world.run(ms);
        });
        world.run(300);
        const heard = music(world);
        for (let i = 1; i < heard.length; i++)
          if (Math.abs((heard[i] ?? 0) - wave(i)) > 1e-6) assert.fail(`sample ${i}`);
      }),
      { numRuns: 20 },
    );
  });

  it("gives what is taken back the same tone again, to the bit", () => {
    const touches = fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(touches, (waits) => {
        const [touched, other] = [1, 2].map(() => {
          const world = new PlayoutWorld(generous);
          world.feed.setTone({ bass: 12, treble: -9, balance: 40, mono: false });
          world.run(100);
          world.play(1, 500);
          world.run(1_000);
          return world;
        });
        assert.ok(touched !== undefined && other !== undefined);
        for (const [i, ms] of waits.entries()) {
          // Above what the boost leaves room for all levels are the same.
          touched.feed.setVolume(i % 2 === 0 ? 99 : 100, false);
          touched.run(ms);
        }
        other.run(
          waits.reduce((sum, ms) => sum + ms, 0),
          false,
        );
        const [heard, expected] = [music(touched), music(other)];
        assert.ok(heard.length > 40_000);
        assert.deepEqual(heard, expected);
      }),
      { numRuns: 20 },
    );
  });

  it("bends nothing where the tone moves and something is taken back, again and again", () => {
    const touch = fc.record({
      ms: fc.integer({ min: 1, max: 90 }),
      bass: fc.integer({ min: -12, max: 12 }),
    });
    fc.assert(
      fc.property(fc.array(touch, { maxLength: 20 }), (touches) => {
        const world = playing();
        for (const [i, { ms, bass }] of touches.entries()) {
          world.feed.setVolume(i % 2 === 0 ? 50 : 50.1, false);
          world.run(ms);
          world.feed.setTone({ bass, treble: -bass, balance: 0, mono: false });
          world.run(Math.ceil(ms / 2));
        }
        world.run(100);
        // The tone's own bend at 440 Hz is 0.0017, and the first of the volume's moves bends it by as much.
        assert.ok(
          largestKink(music(world).slice(1)) < 0.006,
          `${largestKink(music(world).slice(1))}`,
        );
      }),
      { numRuns: 30 },
    );
  });

  it("hears a change of the tone within a fiftieth of a second and a period, and without a step", () => {
    const world = playing();
    world.feed.setTone({ bass: 0, treble: 0, balance: 100, mono: false });
    world.run(80);
    assert.ok(
      world.card.heard.slice(-framesOf(4_000)).every((sample) => sample === 0),
      "left is out",
    );
    assert.ok(largestStep(world.card.heard) < 1.25 * toneStep);
    assert.equal(world.status.underruns, 0);
  });

  it("is looked after as seldom while nothing plays, and starts as soon as others", () => {
    const world = new PlayoutWorld(generous);
    world.run(1_000);
    const before = world.steps;
    world.run(4_000, false);
    assert.ok(world.steps - before <= 20, `${world.steps - before} steps`);
    const heard = world.card.heard.length;
    world.play(1, 500);
    world.run(100);
    const first = world.card.heard.findIndex((sample) => sample !== 0);
    assert.ok(first - heard <= framesOf(keptQueueUs) + 1, `${first - heard} frames`);
    assert.equal(world.status.underruns, 0);
  });

  it("goes on soon after a long pause, where it stopped, and says so", () => {
    const world = playing();
    world.feed.setPaused(true);
    world.run(100);
    const place = world.feed.heardAt(world.nowUs).playedFrames;
    assert.ok(Math.abs(place - music(world).findLastIndex((sample) => sample !== 0)) < 500);
    world.run(3_000);
    assert.equal(world.feed.heardAt(world.nowUs).playedFrames, place);
    const heard = world.card.heard.length;
    world.feed.setPaused(false);
    world.run(300);
    const first = world.card.heard.findIndex((sample, i) => i > heard && sample !== 0);
    assert.ok(first - heard <= framesOf(keptQueueUs) + 1, `${first - heard} frames`);
    assert.ok(largestStep(world.card.heard) < 1.25 * toneStep);
  });

  it("is filled no deeper than others when it gives nothing back after all", () => {
    const world = playing({ bufferFrames, givesBack: () => 0 });
    world.run(2_000, false);
    assert.ok(world.card.delayFrames() <= framesOf(120_000));
  });

  it("may give back less than it is asked for", () => {
    const world = playing({ bufferFrames, givesBack: (frames) => Math.ceil(frames / 2) });
    world.feed.setVolume(50, false);
    world.run(700);
    world.feed.setVolume(100, false);
    world.run(700);
    assert.ok(largestStep(music(world)) < 1.25 * toneStep);
    assert.equal(world.status.underruns, 0);
  });

  it.each([5, 60, 130, 200, 245, 260, 330, 400, 600, 1_200])(
    "loses nothing when it is pulled out and somebody pauses %d ms later",
    (ms) => {
      const world = playing();
      world.card.lost = true;
      world.run(ms, false);
      world.feed.setPaused(true);
      world.run(1_500);
      assert.equal(world.cards.length, 2);
      world.feed.setPaused(false);
      world.run(12_000);
      assert.equal(world.times("ended").length, 1);
      const heard = world.cards.map(({ heard }) => heard.filter((sample) => sample !== 0).length);
      const sum = heard.reduce((total, count) => total + count, 0);
      // What the rig still plays of the lost card is heard twice, and zeros of the wave are not counted.
      assert.ok(sum >= 500 * 960 - 3_000, `${500 * 960 - sum} frames missing`);
      assert.ok(Math.abs(world.status.playedUs - 10_000_000) < 600_000, `${world.status.playedUs}`);
    },
  );

  it.each([5, 130, 245, 400])(
    "plays nothing of a track that was skipped %d ms after the card was pulled out, and all of the next",
    (ms) => {
      const world = playing();
      world.card.lost = true;
      world.run(ms, false);
      world.feed.flush();
      world.play(2, 100);
      world.run(6_000);
      assert.equal(world.cards.length, 2);
      const heard = world.card.heard;
      const first = heard.findIndex((sample) => sample !== 0);
      assert.ok(first <= framesOf(60_000), `begins after ${first} frames`);
      // The wave begins at 0; so does what is left of the other track there.
      const start = first === 0 ? 0 : first - 1;
      for (let i = framesOf(fadeUs); i < 100 * 960 - 1; i++)
        if (Math.abs((heard[start + i] ?? 0) - wave(i)) > 1e-6) assert.fail(`sample ${i}`);
      assert.ok(heard.slice(first + 100 * 960).every((sample) => sample === 0));
    },
  );

  it.each([5, 130, 245])(
    "goes on with the sample at which it was pulled out, or paused %d ms later",
    (ms) => {
      const world = playing();
      const heardBefore = music(world).length - 1;
      world.card.lost = true;
      world.run(ms, false);
      world.feed.setPaused(true);
      world.run(1_500);
      const place = world.feed.heardAt(world.nowUs).playedFrames;
      // Until it is missed it is taken to play on.
      assert.ok(place >= heardBefore && place <= heardBefore + framesOf(251_000), `${place}`);
      const steps = world.steps;
      world.run(2_000, false);
      assert.ok(world.steps - steps <= 40, `${world.steps - steps} steps of a pause`);
      world.feed.setPaused(false);
      world.run(500);
      const heard = world.card.heard;
      const first = heard.findIndex((sample) => sample !== 0);
      for (let i = framesOf(2 * fadeUs); i < 9_600; i++) {
        // A fade's first sample may be 0.
        const off = [0, 1, 2].map((by) => Math.abs((heard[first + i] ?? 0) - wave(place + i + by)));
        if (Math.min(...off) > 1e-6) assert.fail(`sample ${i}`);
      }
    },
  );
});
