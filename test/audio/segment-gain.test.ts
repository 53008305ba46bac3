/** Loudness gains of segments, in the engine. */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import type { SegmentGains } from "../../src/audio/model.ts";
import { decodeSegment, encodeSegment } from "../../src/audio/segment.ts";
import { counter, largestKink, Rig, outputRate as rate, sine } from "./rig.ts";

const first: SegmentGains = { trackDb: -6, albumDb: -4 };
const second: SegmentGains = { trackDb: 2.5, albumDb: -4 };

function twoTracks(mode: "off" | "track" | "album"): number[] {
  const rig = new Rig(counter);
  rig.feed.setLoudness(mode);
  rig.segment({ serial: 1, totalFrames: 4_321, gains: first });
  rig.segment({ serial: 2, from: 4_321, totalFrames: 9_600, gains: second });
  rig.render(400);
  return rig.out;
}

describe("A segment's gain", () => {
  it("is none while loudness is off, to the bit", () => {
    const out = twoTracks("off");
    for (let i = 0; i < 13_921; i++) assert.equal(out[i], counter(i));
  });

  it("is each track's own from its first sample to its last", () => {
    const out = twoTracks("track");
    for (let i = 0; i < 13_921; i++) {
      const db = i < 4_321 ? first.trackDb : second.trackDb;
      assert.equal(out[i], Math.fround(counter(i) * 10 ** (db / 20)), `sample ${i}`);
    }
  });

  it("does not change within an album, where one track joins the next", () => {
    const out = twoTracks("album");
    for (let i = 0; i < 13_921; i++)
      assert.equal(out[i], Math.fround(counter(i) * 10 ** (-4 / 20)), `sample ${i}`);
  });

  it("moves softly when the mode is changed in the midst of a track", () => {
    const rig = new Rig(sine(100, rate, 0.5));
    rig.segment({ totalFrames: 2 * rate, gains: { trackDb: -9, albumDb: 3 } });
    const steady = largestKink(rig.render(200).slice(100));
    for (const mode of ["track", "album", "off"] as const) {
      rig.feed.setLoudness(mode);
      rig.render(45);
    }
    rig.render(20);
    assert.ok(largestKink(rig.render(200)) < 1.01 * steady);
    // As in tone.test.ts: a step of 1 % of it would bend it by 0.005.
    assert.ok(largestKink(rig.out.slice(100)) < 0.001, `${largestKink(rig.out.slice(100))}`);
  });

  it("is resampled with its segment", () => {
    const rig = new Rig(sine(200, 44_100, 0.5));
    rig.feed.setLoudness("track");
    rig.segment({ rate: 44_100, totalFrames: 44_100, gains: { trackDb: -20, albumDb: 0 } });
    const out = rig.render(500).slice(4_800);
    const loudest = out.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
    assert.ok(Math.abs(loudest - 0.05) < 1e-4, `${loudest}`);
  });

  it("survives the ring to a hundredth of a decibel", () => {
    const shape = { serial: 1, codec: "opus", rate, setup: new Uint8Array(0) } as const;
    const rest = { skipFrames: 0, totalFrames: 1, prerollUs: 0, fadeIn: false };
    const gains = { trackDb: -7.13, albumDb: 4.5 };
    assert.deepEqual(decodeSegment(encodeSegment({ ...shape, ...rest, gains })).gains, gains);
  });
});
