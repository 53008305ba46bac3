/** Against the real libasound, with PCMs that need no card. Run in a process of its own: the config is read once. */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, it } from "vitest";
import { type Libasound, openLibasound } from "../../../src/platform/alsa/libasound.ts";
import { openNative } from "../../../src/platform/native.ts";
import { toS16, toS32 } from "../../../src/platform/samples.ts";
import { PcmError } from "../../../src/ports/errors.ts";
import { fakeAsound } from "./fake-asound.ts";
import { openOut } from "./open.ts";

const native = await openNative();
const there = native?.load(["libasound.so.2"]) !== undefined;
const folder = mkdtempSync(path.join(tmpdir(), "nightjar-alsa-"));
const config = `
pcm.nothing { type null }
pcm.any { type file slave.pcm nothing file "${folder}/any.raw" format raw }
pcm.only16 { type linear slave { pcm nothing format S16_LE } }
`;

const sound = Float32Array.from({ length: 2 * 4_800 }, (_, i) => Math.sin(i / 50) * 0.7);

describe.skipIf(!there)("AlsaOut (skipped where libasound.so.2 is not installed)", () => {
  let asound: Libasound;
  beforeAll(() => {
    const file = path.join(folder, "asound.conf");
    writeFileSync(file, config);
    process.env["ALSA_CONFIG_PATH"] = file;
    asound = openLibasound(native);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("writes the samples byte for byte, 32 bits wide where the device takes them", () => {
    const out = openOut(asound, "any");
    assert.deepEqual(out.format, { rate: 48_000, channels: 2, sample: "s32" });
    assert.ok(out.periodFrames > 0 && out.bufferFrames >= 2 * out.periodFrames);
    for (let i = 0; i < 10; i++) {
      const period = sound.subarray(i * 960, (i + 1) * 960);
      assert.equal(out.write(period), "ok");
      assert.ok((out.roomFrames() ?? -1) >= 0);
      assert.equal(out.delayFrames(), 0);
    }
    out[Symbol.dispose]();
    out[Symbol.dispose]();
    const expected = new Int32Array(sound.length);
    toS32(sound, expected, 0);
    assert.deepEqual(readFileSync(`${folder}/any.raw`), Buffer.from(expected.buffer));
  });

  it("reports a device that is not there, with what to do", () => {
    for (const name of ["hw:77", "no-such-name"]) {
      assert.throws(
        () => openOut(asound, name),
        (error) =>
          error instanceof PcmError &&
          error.code === "no-device" &&
          error.message.includes(name) &&
          error.remedy !== undefined,
      );
    }
  });

  it("takes 16 bits where 32 do not fit", () => {
    const expected = new Int16Array(sound.length);
    toS16(sound, expected, 0);
    assert.ok(expected.some((sample) => sample !== 0));
    const out = openOut(asound, "only16");
    assert.equal(out.write(sound.subarray(0, 960)), "ok");
    out[Symbol.dispose]();
  });
});

describe("AlsaOut with a card that fails", () => {
  const period = new Float32Array(960);

  it("starts again after it ran dry or slept, and says so", () => {
    for (const [error, call] of [
      [-32, "prepare"],
      [-86, "resume"],
    ] as const) {
      const { asound, calls } = fakeAsound({ moves: [error], avail: error });
      const out = openOut(asound, "hw:0");
      assert.equal(out.roomFrames(), undefined);
      assert.equal(out.write(period), "xrun");
      assert.deepEqual(calls.slice(1), [call]);
      assert.equal(out.write(period), "ok");
    }
  });

  it("writes the rest of what was taken in part, and waits for room", () => {
    const { asound, calls } = fakeAsound({ moves: [100, -11, 200] });
    assert.equal(openOut(asound, "hw:0").write(period), "ok");
    assert.deepEqual(calls.slice(1), ["wait"]);
  });

  it("prepares a card anew that cannot resume", () => {
    const { asound, calls } = fakeAsound({ moves: [-86], resumes: [-38] });
    assert.equal(openOut(asound, "hw:0").write(period), "xrun");
    assert.deepEqual(calls.slice(1), ["resume", "prepare"]);
  });

  it("is lost when it is unplugged or cannot be started again", () => {
    for (const told of [
      { moves: [-19] },
      { moves: [-5] },
      { moves: [-32], prepare: -19 },
      { moves: [-86], resumes: [-19] },
    ]) {
      assert.equal(openOut(fakeAsound(told).asound, "hw:0").write(period), "lost");
    }
  });

  it("is lost when it stands still, or breaks down whenever it is started", () => {
    for (const error of [-11, -32, 0]) {
      const { asound, calls } = fakeAsound({ moves: new Array<number>(100).fill(error) });
      assert.equal(openOut(asound, "hw:0").write(period), "lost");
      assert.ok(calls.length < 10, `${calls.length} calls`);
    }
  });
});

describe("openLibasound", () => {
  it("says what to install where there is no libasound", () => {
    const whenReadable = () => ({ [Symbol.dispose]: () => undefined });
    const rest = { pointersAt: () => [], whenReadable, errno: () => 0 };
    const none = { load: () => undefined, ...rest };
    assert.throws(
      () => openLibasound(none),
      (error) =>
        error instanceof PcmError &&
        error.code === "no-library" &&
        /apt-get/.test(error.remedy ?? ""),
    );
    assert.throws(() => openLibasound(undefined), PcmError);
  });
});
