import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import type { ClipSink } from "../../src/audio/model.ts";
import { pcmPackets } from "../../src/audio/pcm-clip.ts";
import { PlayoutWorld } from "./playout-rig.ts";
import { counter, largestKink, largestStep, outputRate, Rig, sine } from "./rig.ts";

/** A clip of a loud tone that begins and ends softly, all of it, `ms` long. */
function say(clips: ClipSink, serial: number, ms: number, { hz = 300, rate = 24_000 } = {}): void {
  const frames = Math.round((ms * rate) / 1000);
  const soft = (i: number): number => Math.sin((Math.PI / 2) * Math.min(1, i / (rate / 50))) ** 2;
  const samples = Float32Array.from(
    { length: frames },
    (_, i) => soft(i) * soft(frames - 1 - i) * Math.sin((2 * Math.PI * hz * i) / rate),
  );
  const setup = new Uint8Array([1]);
  const shape = { skipFrames: 0, totalFrames: frames, prerollUs: 0, fadeIn: true };
  clips.segment({ serial, codec: "pcm", rate, setup, ...shape });
  for (const packet of pcmPackets(samples, rate)) clips.frame(packet);
  clips.end();
}

const steady = { totalFrames: 20 * outputRate };
const loudest = (samples: readonly number[]): number =>
  samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);

describe("Clips over the music", () => {
  it("sound alone at once, at their own volume, also while the music is mute", () => {
    const rig = new Rig(counter);
    rig.feed.setVolume(50, true);
    rig.feed.clips.setVolume(100);
    say(rig.feed.clips, 7, 400);
    const out = rig.render(600);
    assert.ok(loudest(out.slice(0, 2_000)) > 0.6, "it begins with the first period");
    assert.ok(loudest(out) < 0.7);
    assert.equal(loudest(out.slice(-4_800)), 0);
    assert.deepEqual(rig.told, ["clip-started 7", "clip-ended 7"]);
  });

  it("turn the music down by 12 dB first, and up again after them, without a step", () => {
    const rig = new Rig(sine(100, outputRate, 0.9));
    rig.segment(steady);
    rig.feed.clips.setVolume(100);
    rig.render(100);
    say(rig.feed.clips, 7, 500);
    const out = rig.render(2_000);
    const isDown = out.slice(0.75 * outputRate, 0.9 * outputRate);
    assert.ok(Math.abs(loudest(isDown) - 0.9 * 0.2512) < 0.002, `${loudest(isDown)}`);
    assert.ok(loudest(out.slice(-outputRate / 2)) > 0.899);
    // The 300 Hz of the clip is the steepest there is, and it rises over 8 ms.
    const steepest = (2 * Math.PI * 300 * 0.69 + 2 * Math.PI * 100 * 0.9) / outputRate;
    assert.ok(largestStep(out) < 1.1 * steepest);
    assert.ok(largestKink(out) < 0.01, `${largestKink(out)}`);
  });

  it("leave no trace in the music before and after, not in a bit", () => {
    const [with_, without] = [new Rig(counter), new Rig(counter)];
    for (const rig of [with_, without]) {
      rig.segment(steady);
      rig.feed.setVolume(100, false);
    }
    with_.feed.clips.setVolume(60);
    assert.deepEqual(with_.render(300), without.render(300));
    say(with_.feed.clips, 1, 300);
    with_.render(1_500);
    without.render(1_500);
    assert.deepEqual(with_.render(500), without.render(500));
    assert.equal(with_.engine.playedUs, without.engine.playedUs, "and delay nothing of it");
  });

  it("never clip, whatever the music, the levels and the moment", () => {
    const moment = fc.record({
      waitMs: fc.nat(400),
      clipMs: fc.integer({ min: 20, max: 500 }),
      level: fc.nat(100),
      volume: fc.nat(100),
      paused: fc.boolean(),
      cut: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(moment, { minLength: 1, maxLength: 6 }), (moments) => {
        const rig = new Rig((n) => (n % 480 < 240 ? 1 : -1));
        rig.segment(steady);
        for (const [i, { waitMs, clipMs, level, volume, paused, cut }] of moments.entries()) {
          rig.render(waitMs);
          rig.feed.setVolume(volume, false);
          rig.feed.setPaused(paused);
          rig.feed.clips.setVolume(level);
          say(rig.feed.clips, i + 1, clipMs);
          if (cut) rig.render(clipMs / 2);
          if (cut) rig.feed.clips.flush();
        }
        rig.render(2_000);
        assert.ok(loudest(rig.out) <= 1, `${loudest(rig.out)}`);
        const played = rig.told.filter((told) => told.startsWith("clip-started"));
        const ended = rig.told.filter((told) => told.startsWith("clip-ended"));
        assert.ok(played.length >= ended.length);
      }),
      { numRuns: 40 },
    );
  });

  it("are cut off softly by a flush, and what follows is heard", () => {
    const rig = new Rig(counter);
    rig.feed.clips.setVolume(100);
    say(rig.feed.clips, 1, 1_000, { hz: 200 });
    rig.render(300);
    rig.feed.clips.flush();
    say(rig.feed.clips, 2, 200, { hz: 200 });
    const out = rig.render(500);
    assert.ok(largestStep(out) < 0.05, `${largestStep(out)}`);
    assert.deepEqual(rig.told, ["clip-started 1", "clip-started 2", "clip-ended 2"]);
  });

  it("take back what a deep card holds of the music: a quarter of a second passes until they sound", () => {
    const world = new PlayoutWorld({ bufferFrames: 24_000, givesBack: (frames) => frames });
    world.play(1, 1_000);
    world.run(3_000);
    world.feed.clips.setVolume(100);
    const at = world.nowUs;
    say(world.feed.clips, 9, 500);
    world.run(1_500);
    const started = world.events.find(({ kind }) => kind === "clip-started");
    assert.ok(started !== undefined && "atUs" in started);
    assert.ok(started.atUs - at < 300_000, `${started.atUs - at}`);
    assert.ok(world.events.some(({ kind }) => kind === "clip-ended"));
    assert.ok(!world.events.some(({ kind }) => kind === "starving"));
  });
});
