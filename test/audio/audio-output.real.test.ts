/** The real thread, a capture of what a card would have played, and a main thread that is blocked. */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, it } from "vitest";
import { AudioOutput } from "../../src/audio/audio-output.ts";
import type { AudioEvent, SegmentSpec } from "../../src/audio/model.ts";
import { NodeClock } from "../../src/platform/clock.ts";
import { NodeThreads } from "../../src/platform/threads.ts";
import type { Log } from "../../src/ports/log.ts";
import type { PcmTarget } from "../../src/ports/pcm.ts";
import { flacFrame } from "./flac-frame.ts";

const folder = mkdtempSync(path.join(tmpdir(), "nightjar-output-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const threads = new NodeThreads(new URL("../../src/audio-thread.ts", import.meta.url));
const clock = new NodeClock();
const quiet: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => quiet,
};

function open(target: PcmTarget): Promise<AudioOutput> {
  return AudioOutput.open({ threads, clock, log: quiet }, { target }, AbortSignal.timeout(15_000));
}

/** Sample n: never zero, and tells n modulo 30000. */
const sampleAt = (n: number): number => 1 + (n % 30_000);

function segment(output: AudioOutput, serial: number, packets: number): void {
  const spec: SegmentSpec = {
    serial,
    codec: "flac",
    rate: 48_000,
    setup: new Uint8Array(0),
    skipFrames: 0,
    totalFrames: packets * 960,
    prerollUs: 40_000,
    fadeIn: false,
  };
  assert.ok(output.segment(spec));
  for (let i = 0; i < packets; i++) {
    assert.ok(output.frame(flacFrame(i, 960, (n) => sampleAt(i * 960 + n))));
  }
  assert.ok(output.end());
}

function waitFor(output: AudioOutput, kind: AudioEvent["kind"], serial: number): Promise<number> {
  return new Promise((resolve) => {
    const stop = output.onEvent((event) => {
      if (event.kind !== kind || !("serial" in event) || event.serial !== serial) return;
      stop();
      resolve(event.atUs);
    });
  });
}

const nowUs = (): number => Number(process.hrtime.bigint() / 1_000n);

function blockFor(ms: number): void {
  const endUs = nowUs() + 1_000 * ms;
  while (nowUs() < endUs);
}

describe("AudioOutput, for real", () => {
  it("plays without a gap, to the bit, while the main thread is blocked for a second", async () => {
    const file = path.join(folder, "blocked.wav");
    const output = await open({ kind: "wav", name: file, ppm: 0 });
    let underruns = 0;
    try {
      const started = waitFor(output, "first-sample", 1);
      const ended = waitFor(output, "ended", 1);
      segment(output, 1, 125);
      await started;
      blockFor(1_000);
      await ended;
      await new Promise((resolve) => setTimeout(resolve, 200));
      underruns = output.status().underruns;
    } finally {
      await output[Symbol.asyncDispose]();
    }
    const bytes = readFileSync(file);
    assert.equal(bytes.readUInt32LE(40), bytes.length - 44);
    const samples = new Int16Array(bytes.buffer.slice(bytes.byteOffset + 44));
    const left = samples.filter((_, i) => i % 2 === 0);
    const first = left.findIndex((x) => x !== 0);
    for (let n = 0; n < 125 * 960; n++) {
      if (left[first + n] !== sampleAt(n)) assert.fail(`frame ${n} is ${left[first + n]}`);
    }
    assert.equal(underruns, 0);
    assert.ok(left.subarray(first + 125 * 960).every((x) => x === 0));
  }, 30_000);

  it("runs without a card, says what is wrong, and ends at once when told", async () => {
    const output = await open({ kind: "alsa", name: "no-such-card", ppm: 0 });
    assert.match(output.status().trouble ?? "", /no-such-card|libasound/);
    const startUs = nowUs();
    await output[Symbol.asyncDispose]();
    await output[Symbol.asyncDispose]();
    await output.run();
    assert.ok(nowUs() - startUs < 1_500_000);
  }, 30_000);

  it("hands over the first sample soon after a command", async () => {
    const output = await open({ kind: "null", name: "", ppm: 0 });
    const delays: number[] = [];
    for (let serial = 1; serial <= 15; serial++) {
      await new Promise((resolve) => setTimeout(resolve, 40));
      const started = waitFor(output, "first-sample", serial);
      const startUs = nowUs();
      output.flush();
      segment(output, serial, 5);
      delays.push((await started) - startUs);
    }
    await output[Symbol.asyncDispose]();
    delays.sort((a, b) => a - b);
    const median = delays[7] ?? Number.NaN;
    // Well under a millisecond on an idle machine; the bound is for a loaded one.
    assert.ok(median < 15_000, `median ${median} us of ${delays.join(" ")}`);
  }, 30_000);
});
