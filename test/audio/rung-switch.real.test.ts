/** What is heard where the rung changes in mid-track: the real encoder, the real decoder, the built-in music. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, it } from "vitest";
import { openDecoderDriver } from "../../src/platform/decoders/driver.ts";
import { openNative } from "../../src/platform/native.ts";
import { decodeEach, encodeOpus, errorDb, excerpts, frameSamples } from "./built-in-music.ts";

const ffmpegThere = spawnSync("ffmpeg", ["-version"]).status === 0;
const folder = mkdtempSync(path.join(tmpdir(), "nightjar-rungs-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const driver = await openDecoderDriver(await openNative(), { flac: false });
const noSetup = new Uint8Array(0);

const ladder = [96, 160, 320] as const;
const seconds = 18;
const framesPerChunk = 50;
/** Frames before the edge that the decoder hears: all that it remembers, and more. */
const past = 10;
/** First-frame error against the rung's own decode that nobody hears. */
const errorDbMax = -22;
/** A part of silence has no error to speak of. */
const quietDb = -60;

describe.skipIf(!ffmpegThere)(
  "a change of the rung at a chunk's edge (skipped where ffmpeg is not installed)",
  () => {
    for (const { title, samples } of ffmpegThere ? excerpts(seconds) : []) {
      it(`is not heard in "${title}"`, () => {
        const packets = ladder.map((kbps) => encodeOpus(folder, samples, kbps));
        const own = packets.map((each) => decodeEach(driver.open("opus", noSetup), each));
        const errors: number[] = [];
        for (const [from, to] of pairs()) {
          for (let chunk = 1; chunk < seconds - 1; chunk++) {
            const edge = chunk * framesPerChunk;
            const mixed = [
              ...(packets[from]?.slice(edge - past, edge) ?? []),
              ...(packets[to]?.slice(edge, edge + 2) ?? []),
            ];
            const heard = decodeEach(driver.open("opus", noSetup), mixed);
            const reference = own[to]?.[edge] ?? new Float32Array(0);
            if (levelDb(reference) < quietDb) continue;
            const error = errorDb(heard[past] ?? new Float32Array(0), reference);
            errors.push(error);
            assert.ok(error <= errorDbMax, `${from}→${to} at ${chunk} s: ${error.toFixed(1)} dB`);
            assertNoStep(heard.slice(past - 1, past + 1), own[to]?.slice(edge - 1, edge + 1) ?? []);
          }
        }
        assert.ok(Math.max(...errors) > -60, "the rungs differ: something was compared");
      });
    }
  },
);

function pairs(): [number, number][] {
  return [0, 1, 2]
    .flatMap((from) => [0, 1, 2].map((to): [number, number] => [from, to]))
    .filter(([a, b]) => a !== b);
}

/** The largest step between neighbours around the edge is hardly larger than the music's own. */
function assertNoStep(heard: readonly Float32Array[], own: readonly Float32Array[]): void {
  const around = frameSamples / 4;
  const [stepHeard, stepOwn] = [largestStep(heard, around), largestStep(own, around)];
  assert.ok(
    stepHeard <= 1.3 * stepOwn + 0.002,
    `a step of ${stepHeard}, where the music has ${stepOwn}`,
  );
}

function largestStep([before, after]: readonly Float32Array[], around: number): number {
  const samples = [...(before ?? []).slice(-2 * around), ...(after ?? []).slice(0, 2 * around)];
  return samples
    .slice(2)
    .reduce((most, x, i) => Math.max(most, Math.abs(x - (samples[i] ?? 0))), 0);
}

function levelDb(samples: Float32Array): number {
  const power = samples.reduce((sum, x) => sum + x * x, 0) / Math.max(1, samples.length);
  return 10 * Math.log10(power + 1e-12);
}
