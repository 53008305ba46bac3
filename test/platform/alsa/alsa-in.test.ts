/** Against the real libasound, with a PCM that reads a file. Run in a process of its own: the config is read once. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, it } from "vitest";
import { type Libasound, openLibasound } from "../../../src/platform/alsa/libasound.ts";
import { openNative } from "../../../src/platform/native.ts";
import { sampleBlock } from "../../../src/platform/samples.ts";
import { PcmError } from "../../../src/ports/errors.ts";
import { fakeAsound } from "./fake-asound.ts";
import { openIn } from "./open.ts";

const native = await openNative();
const there = native?.load(["libasound.so.2"]) !== undefined;
const folder = mkdtempSync(path.join(tmpdir(), "nightjar-alsa-in-"));
const frames = 4_800;
const sound = Float32Array.from({ length: 2 * frames }, (_, i) => Math.sin(i / 50) * 0.7);

describe.skipIf(!there)("AlsaIn (skipped where libasound.so.2 is not installed)", () => {
  let asound: Libasound;
  beforeAll(() => {
    const block = sampleBlock("s32", 2 * frames);
    block.encode(sound);
    writeFileSync(`${folder}/any`, block.bytes);
    const config = `
pcm.nothing { type null }
pcm.any { type file slave.pcm nothing file "/dev/null" infile "${folder}/any" format raw }
`;
    writeFileSync(`${folder}/asound.conf`, config);
    process.env["ALSA_CONFIG_PATH"] = `${folder}/asound.conf`;
    asound = openLibasound(native);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("reads what the device has", () => {
    using input = openIn(asound, "any");
    assert.deepEqual(input.format, { rate: 48_000, channels: 2, sample: "s32" });
    assert.ok(input.periodFrames > 0 && input.bufferFrames >= 2 * input.periodFrames);
    const got = new Float32Array(2 * 480);
    for (let at = 0; at < frames; at += 480) {
      assert.equal(input.read(got), 480);
      const wrong = got.findIndex((x, i) => Math.abs(x - (sound[2 * at + i] ?? 0)) > 1e-7);
      assert.equal(wrong, -1);
    }
    assert.equal(input.delayFrames(), 0);
    input[Symbol.dispose]();
  });

  it("says that a device is not there", () => {
    assert.throws(
      () => openIn(asound, "hw:77"),
      (error) => error instanceof PcmError && error.code === "no-device",
    );
  });
});

describe("AlsaIn with a card that fails", () => {
  const samples = new Float32Array(960);

  it("has nothing while nothing came, and starts again after it overran or slept", () => {
    const { asound, calls } = fakeAsound({ moves: [-11, -32, -86, 100] });
    const input = openIn(asound, "hw:0");
    assert.deepEqual(calls, ["open hw:0 1", "start"]);
    const reads = [1, 2, 3, 4].map(() => input.read(samples));
    assert.deepEqual(reads, [0, "xrun", "xrun", 100]);
    assert.deepEqual(calls.slice(2), ["prepare", "start", "resume", "start"]);
  });

  it("waits for nothing, not even for a card that wakes up", () => {
    const { asound, calls } = fakeAsound({ moves: [-86, -86], resumes: [-11, -38] });
    const input = openIn(asound, "hw:0");
    assert.equal(input.read(samples), 0);
    assert.equal(input.read(samples), "xrun");
    assert.deepEqual(calls.slice(2), ["resume", "resume", "prepare", "start"]);
  });

  it("is lost when it is unplugged or cannot be started again", () => {
    for (const told of [
      { moves: [-19] },
      { moves: [-5] },
      { moves: [-32], prepare: -19 },
      { moves: [-86], resumes: [-19] },
    ]) {
      assert.equal(openIn(fakeAsound(told).asound, "hw:0").read(samples), "lost");
    }
  });

  it("is closed once, although it is disposed twice", () => {
    const { asound, calls } = fakeAsound();
    const input = openIn(asound, "hw:0");
    input[Symbol.dispose]();
    input[Symbol.dispose]();
    assert.equal(calls.filter((call) => call === "close").length, 1);
  });
});

describe("AlsaIn with an odd card", () => {
  it("reports the rate that it runs at", () => {
    for (const [rates, rate] of [
      [[44_100, 96_000], 96_000],
      [[44_100], 44_100],
      [[8_000, 16_000], 16_000],
      [[37_800], 37_800],
    ] as const) {
      const { asound } = fakeAsound({ rates });
      assert.equal(openIn(asound, "hw:0").format.rate, rate);
    }
  });

  it("refuses one that runs too slow or too fast for sound", () => {
    for (const rates of [[4_000], [768_000]]) {
      assert.throws(
        () => openIn(fakeAsound({ rates }).asound, "hw:0"),
        (error) => error instanceof PcmError && error.code === "unsupported",
      );
    }
  });

  it("gives mono to both sides, and of more channels the first two", () => {
    for (const [channels, expected] of [
      [1, [0.25, 0.25, 0.5, 0.5]],
      [4, [0.25, 0.5, -0.25, -0.5]],
    ] as const) {
      const fake = fakeAsound({ channels: [channels], formats: [2] });
      const captured = [0.25, 0.5, 0.75, 1, -0.25, -0.5, 0, 0].map((x) => x * 0x8000);
      const readi = (_: unknown, into: Uint8Array): number => {
        new Int16Array(into.buffer).set(captured);
        return 2;
      };
      const asound = new Proxy(fake.asound, {
        get: (target, name) => (name === "readi" ? readi : Reflect.get(target, name)),
      });
      const got = new Float32Array(4);
      assert.equal(openIn(asound, "hw:0").read(got), 2);
      assert.deepEqual([...got], expected);
    }
  });
});
