/** The audio thread itself on a card that is unplugged, sleeps and runs dry while music plays. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, it } from "vitest";
import { AudioOutput } from "../../../src/audio/audio-output.ts";
import type { AudioEvent, DeviceEvent } from "../../../src/audio/model.ts";
import { NodeClock } from "../../../src/platform/clock.ts";
import { NodeThreads } from "../../../src/platform/threads.ts";
import type { Log } from "../../../src/ports/log.ts";
import { flacFrame } from "../../audio/flac-frame.ts";
import { fault, type PacedRig, pacedMissing, pacedRig } from "./paced.ts";

const missing = pacedMissing();
const threads = new NodeThreads(new URL("../../../src/audio-thread.ts", import.meta.url));
const lines: string[] = [];
const log: Log = {
  debug: () => undefined,
  info: (event) => lines.push(event),
  warn: (event) => lines.push(event),
  error: (event) => lines.push(event),
  child: () => log,
};
const sleepMs = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));
/** Sample n: never zero, and tells n modulo 30000. */
const sampleAt = (n: number): number => 1 + (n % 30_000);
/** As many as the test's own FLAC frames can be numbered. */
const packets = 125;

async function until(what: string, holds: () => boolean): Promise<void> {
  for (let i = 0; i < 1_000; i++) {
    if (holds()) return;
    await sleepMs(10);
  }
  assert.fail(`waited ten seconds: ${what}`);
}

/** Where each run of samples that follow each other starts and how long it is; silence and fades are none. */
function runsOf(file: string): { from: number; frames: number }[] {
  const bytes = readFileSync(file);
  const runs: { from: number; frames: number }[] = [];
  let last = 0;
  for (let at = 0; at + 4 <= bytes.length; at += 4) {
    const sample = bytes.readInt16LE(at);
    const run = runs.at(-1);
    if (sample > 0 && run !== undefined && sample === sampleAt(last)) run.frames += 1;
    else if (sample > 0) runs.push({ from: sample - 1, frames: 1 });
    last = sample;
  }
  // What fades in passes through a number here and there.
  return runs.filter(({ frames }) => frames > 300);
}

describe.skipIf(missing !== undefined)(`the audio thread (${missing ?? "on a paced card"})`, () => {
  let rig: PacedRig<string>;
  const events: AudioEvent[] = [];
  let output: AudioOutput;
  beforeAll(async () => {
    rig = pacedRig<string>({ dac: { formats: "S16_LE", rates: "48000" } });
    const target = { kind: "alsa", name: "dac", ppm: 0 } as const;
    output = await AudioOutput.open(
      { threads, clock: new NodeClock(), log },
      { target },
      AbortSignal.timeout(20_000),
    );
    output.onEvent((event) => events.push(event));
  });
  afterAll(() => rig[Symbol.dispose]());
  const device = (): DeviceEvent[] =>
    events.filter((event): event is DeviceEvent => event.kind === "device");

  it("keeps the place through it all, says so once each, and ends at once", async () => {
    const { dac } = rig.cards;
    assert.ok(dac !== undefined);
    const spec = {
      serial: 1,
      codec: "flac",
      rate: 48_000,
      skipFrames: 0,
      prerollUs: 40_000,
    } as const;
    const setup = new Uint8Array(0);
    assert.ok(output.segment({ ...spec, setup, totalFrames: packets * 960, fadeIn: false }));
    for (let i = 0; i < packets; i++) {
      assert.ok(output.frame(flacFrame(i, 960, (n) => sampleAt(i * 960 + n))));
    }
    assert.ok(output.end());
    await until("a second of music", () => output.status().playedFrames > 48_000);
    dac.fault = fault.gone;
    await until("trouble", () => output.status().trouble !== undefined);
    assert.match(output.status().trouble ?? "", /"dac" is gone/);
    const { playedFrames } = output.status();
    await sleepMs(600);
    assert.equal(output.status().playedFrames, playedFrames);
    dac.fault = fault.none;
    await until("the card again", () => output.status().trouble === undefined);
    await until("more music", () => output.status().playedFrames > 75_000);
    dac.fault = fault.sleep;
    await until("more music", () => output.status().playedFrames > 95_000);
    dac.fault = fault.xrun;
    await until("the end", () => events.some(({ kind }) => kind === "ended"));
    await sleepMs(200);
    assert.deepEqual(
      device().map(({ trouble }) => trouble === undefined),
      [false, true],
    );
    assert.deepEqual(lines, ["output-open", "output-trouble", "output-open"]);
    const fromMs = performance.now();
    await output[Symbol.asyncDispose]();
    assert.ok(performance.now() - fromMs < 700, `closed in ${performance.now() - fromMs} ms`);
    const runs = runsOf(dac.played);
    let place = 0;
    for (const { from, frames } of runs) {
      // Numbers repeat; a run goes on where the last one ended, or up to a buffer before it.
      const back = (((place - from) % 30_000) + 30_000) % 30_000;
      assert.ok(back <= 4_800 + 960 || back >= 30_000 - 400, `${JSON.stringify(runs)}`);
      place += frames - (back > 15_000 ? back - 30_000 : back);
    }
    assert.equal(place, packets * 960, JSON.stringify(runs));
  }, 40_000);
});
