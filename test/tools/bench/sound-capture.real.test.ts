/** The two ways in which benches hear a player: real pipes, real files, real time. */
import assert from "node:assert/strict";
import { createWriteStream, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, it } from "vitest";
import { concatBytes } from "../../../src/base/bytes.ts";
import { wavHeader } from "../../../src/platform/wav-file.ts";
import { missingPrograms, pathOf } from "../../../tools/bench/installed.ts";
import { nowMs, PipeCapture, WavCapture } from "../../../tools/bench/sound-capture.ts";

const rate = 48_000;

/** Stereo, S16. */
function sound(ms: number, level: number): Uint8Array {
  const samples = new Int16Array((2 * rate * ms) / 1_000).fill(level);
  return new Uint8Array(samples.buffer);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

describe("what benches hear", () => {
  let folder = "";
  beforeAll(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), "nightjar-capture-"));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("leaves a pipe when it comes, waits for nothing, and has gaps where the player was late", async () => {
    const file = path.join(folder, "pcm.fifo");
    await using capture = await PipeCapture.open(file);
    const player = createWriteStream(file);
    await pause(100);
    const fromMs = nowMs();
    // Silence that the player itself plays counts as silence.
    player.write(concatBytes([sound(50, 0), sound(200, 900)]));
    const startMs = (await capture.firstSound(fromMs, 5_000)) - fromMs;
    assert.ok(startMs >= 50 && startMs < 250, `${startMs} ms`);
    await pause(500);
    player.write(sound(200, 900));
    const secondMs = nowMs();
    await capture.firstSound(secondMs, 5_000);
    await capture.silent(300, 5_000);
    await capture.reach(nowMs());
    const gaps = await capture.gaps(fromMs, nowMs());
    assert.equal(gaps.length, 1);
    const [gap = { from: 0, to: 0 }] = gaps;
    assert.ok(gap.to - gap.from > 200 && gap.to - gap.from < 1_500, `${gap.to - gap.from} ms`);
    const last = (await capture.lastSound()) ?? 0;
    assert.ok(last - gap.to > 199 && last - gap.to < 201, `${last - gap.to} ms`);
    player.destroy();
  });

  it("is read from a growing file, by the times of its samples and not of its writing", async () => {
    const file = path.join(folder, "speaker.wav");
    const startMs = nowMs();
    writeFileSync(
      `${file}.json`,
      `{"startMonotonicNs":${Math.round(startMs * 1e6)},"rate":48000,"ppm":0}`,
    );
    const write = (...parts: readonly Uint8Array[]): void =>
      writeFileSync(file, concatBytes([wavHeader(rate, 0), ...parts]));
    write(sound(1_000, 0));
    await using capture = await WavCapture.open(file);
    setTimeout(() => write(sound(1_000, 0), sound(100, 0), sound(300, -400), sound(100, 0)), 150);
    const first = await capture.firstSound(startMs + 500, 5_000);
    assert.ok(Math.abs(first - startMs - 1_100) < 0.1, `${first - startMs} ms`);
    assert.deepEqual(await capture.gaps(startMs, startMs + 2_000), []);
    await assert.rejects(capture.firstSound(startMs + 1_450, -1_000), { code: "no-start" });
  });

  it("needs programs, and says which are missing and how they are had", () => {
    assert.equal(missingPrograms({ sh: "dash" }), undefined);
    assert.ok(pathOf("sh") !== undefined);
    assert.equal(
      missingPrograms({ sh: "dash", "no-such-a": "pack", "no-such-b": "pack" }),
      "no-such-a, no-such-b not installed: apt-get install pack",
    );
  });
});
