import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { loudnessTargetLufs, truePeakDbMax } from "../../../src/player/sound/limits.ts";
import { albumLevels, gainDbOf } from "../../../src/player/sound/loudness.ts";

const levels = fc.record({
  lufs: fc.double({ min: -70, max: 0, noNaN: true }),
  peakDb: fc.double({ min: -70, max: 4, noNaN: true }),
  durationMs: fc.integer({ min: 1, max: 3_600_000 }),
});

describe("Loudness", () => {
  it("brings what is loud down to the target, and what is soft up to it or to its peak's room", () => {
    assert.equal(gainDbOf({ lufs: -8, peakDb: 0 }), -10);
    assert.equal(gainDbOf({ lufs: -21, peakDb: -9 }), 3);
    assert.equal(gainDbOf({ lufs: -21, peakDb: -2.5 }), 1.5);
    assert.equal(gainDbOf({ lufs: -45, peakDb: -40 }), 12);
    assert.equal(gainDbOf({ lufs: -70, peakDb: -70 }), 0);
  });

  it("never makes a true peak higher than it may be, nor anything louder than the target", () => {
    fc.assert(
      fc.property(levels, ({ lufs, peakDb }) => {
        const gain = gainDbOf({ lufs, peakDb });
        if (lufs <= -70) return;
        assert.ok(peakDb + gain <= truePeakDbMax + 1e-9);
        assert.ok(lufs + gain <= loudnessTargetLufs + 1e-9);
      }),
    );
  });

  it("takes of an album the mean power, each track for as long as it is, and the highest peak", () => {
    const minute = 60_000;
    const loud = { lufs: -10, peakDb: -0.5, durationMs: 3 * minute };
    const soft = { lufs: -16, peakDb: -3, durationMs: minute };
    const expected = 10 * Math.log10((3 * 10 ** -1 + 10 ** -1.6) / 4);
    assert.ok(Math.abs(albumLevels([loud, soft]).lufs - expected) < 1e-9);
    assert.equal(albumLevels([soft, loud]).peakDb, -0.5);
    // More than 10 LU below the others: an interlude, which the gate leaves out.
    const hush = { lufs: -40, peakDb: -30, durationMs: 10 * minute };
    assert.equal(albumLevels([loud, hush, hush]).lufs, -10);
    assert.equal(albumLevels([]).lufs, -70);
  });

  it("finds an album no louder than its loudest track, and one of equal tracks as loud as they are", () => {
    fc.assert(
      fc.property(fc.array(levels, { minLength: 1, maxLength: 20 }), (tracks) => {
        const { lufs } = albumLevels(tracks);
        assert.ok(lufs <= Math.max(...tracks.map((track) => track.lufs)) + 1e-9);
        const [first] = tracks;
        assert.ok(first !== undefined);
        const same = albumLevels(tracks.map(({ durationMs }) => ({ ...first, durationMs })));
        assert.ok(Math.abs(same.lufs - first.lufs) < 1e-9);
      }),
    );
  });
});
