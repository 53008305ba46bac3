import assert from "node:assert/strict";
import { describe, it } from "vitest";
import type { LoudnessMode } from "../../src/audio/model.ts";
import type { Manifest } from "../../src/media/manifest.ts";
import { AlbumLoudness } from "../../src/player/album-loudness.ts";
import { albumFetchUs, albumPatienceUs } from "../../src/player/sound/limits.ts";
import { albumLevels, type TrackLevels } from "../../src/player/sound/loudness.ts";
import type { Want } from "../../src/player/want.ts";
import { StreamError } from "../../src/stream/errors.ts";
import { SimClock } from "../sim/sim-clock.ts";

const levelsOf = (lufs: number): TrackLevels => ({ lufs, peakDb: -2, durationMs: 60_000 });
const sounds = new Map([
  ["a", levelsOf(-9)],
  ["b", levelsOf(-15)],
  ["c", levelsOf(-12)],
  ["x", levelsOf(-20)],
]);

/** `answerUs` undefined: nobody has any manifest. */
function world({ answerUs }: { readonly answerUs: number | undefined }) {
  const clock = new SimClock();
  const asked: string[] = [];
  const closed: string[] = [];
  let mode: LoudnessMode = "album";
  const stop = new AbortController();
  const loudness = new AlbumLoudness({
    clock,
    mode: () => mode,
    signal: stop.signal,
    album: (track) =>
      ["a", "b", "c"].includes(track) ? { key: "album:1", tracks: ["a", "b", "c"] } : undefined,
    load: (track) => ({
      manifest: async (want: Want) => {
        asked.push(track);
        while (want.isWanted()) {
          if (stop.signal.aborted) throw new Error("aborted");
          await new Promise<void>((resolve) => void clock.after(answerUs ?? 100_000, resolve));
          const levels = sounds.get(track);
          if (answerUs === undefined || levels === undefined) continue;
          const { lufs: loudnessLufs, peakDb: truePeakDb, durationMs } = levels;
          // Of a manifest nothing else is looked at.
          return { track, loudnessLufs, truePeakDb, durationMs } as Manifest;
        }
        throw new StreamError("expired", "nobody has it");
      },
      close: () => void closed.push(track),
    }),
  });
  const of = (track: string) => loudness.levelsOf(track, sounds.get(track) ?? levelsOf(0));
  const set = (to: LoudnessMode): void => {
    mode = to;
  };
  return { clock, asked, closed, of, stop, set };
}

const whole = albumLevels(["a", "b", "c"].map((track) => sounds.get(track) ?? levelsOf(0)));

describe("AlbumLoudness", () => {
  it("waits for the manifests of an album's other tracks, then says the same for each track", async () => {
    const { clock, asked, closed, of } = world({ answerUs: 20_000 });
    assert.equal(of("a"), undefined);
    await clock.advance(25_000);
    assert.deepEqual(of("a"), whole);
    assert.deepEqual(of("b"), whole);
    assert.deepEqual(of("c"), whole);
    assert.deepEqual(
      [asked.sort(), closed.sort()],
      [
        ["b", "c"],
        ["b", "c"],
      ],
    );
  });

  it("waits no longer than it may, and does not jump when the rest comes at last", async () => {
    const { clock, of } = world({ answerUs: 2 * albumPatienceUs });
    assert.equal(of("a"), undefined);
    await clock.advance(albumPatienceUs);
    assert.deepEqual(of("a"), albumLevels([levelsOf(-9)]));
    await clock.advance(2 * albumPatienceUs);
    assert.deepEqual(of("b"), albumLevels([levelsOf(-9)]), "as long as the album goes on");
    of("x");
    assert.deepEqual(of("a"), albumLevels([levelsOf(-9)]), "what is on no album ends no run");
  });

  it("asks nobody for ever", async () => {
    const { clock, closed, of } = world({ answerUs: undefined });
    of("a");
    await clock.advance(albumFetchUs + 1_000_000);
    assert.deepEqual(closed.sort(), ["b", "c"]);
  });

  it("asks for nothing in another mode, or for what is on no album", () => {
    const { asked, of, set } = world({ answerUs: 20_000 });
    assert.deepEqual(of("x"), sounds.get("x"));
    set("track");
    assert.deepEqual(of("b"), sounds.get("b"));
    assert.deepEqual(asked, []);
  });

  it("lets go of what it asked for when the speaker ends", async () => {
    const { clock, closed, of, stop } = world({ answerUs: undefined });
    of("a");
    stop.abort(new Error("closing"));
    await clock.advance(200_000);
    assert.ok(closed.includes("b") && closed.includes("c"));
  });
});
