/** Against the real libasound, with PCMs that need no card. Run in a process of its own: the config is read once. */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, it } from "vitest";
import { AlsaOut } from "../../src/platform/alsa/alsa-out.ts";
import { type Libasound, openLibasound } from "../../src/platform/alsa/libasound.ts";
import { openNative } from "../../src/platform/native.ts";
import { toS16, toS32 } from "../../src/platform/samples.ts";
import { PcmError } from "../../src/ports/errors.ts";

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
    const out = AlsaOut.open(asound, "any");
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
        () => AlsaOut.open(asound, name),
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
    const out = AlsaOut.open(asound, "only16");
    assert.equal(out.write(sound.subarray(0, 960)), "ok");
    out[Symbol.dispose]();
  });
});

describe("AlsaOut with a card that fails", () => {
  /** A library whose writes return these one after the other, then succeed. */
  function failing(results: number[], recovered = 0): { asound: Libasound; calls: string[] } {
    const calls: string[] = [];
    const handle = {};
    const fill = (box: [unknown]): number => {
      box[0] = handle;
      return 0;
    };
    const calledBy = {
      open: fill,
      hwParamsMalloc: fill,
      swParamsMalloc: fill,
      getParams: (_: unknown, buffer: [number], period: [number]) => {
        buffer[0] = 4_800;
        period[0] = 480;
        return 0;
      },
      writei: (_: unknown, __: unknown, frames: number) => results.shift() ?? frames,
      recover: (_: unknown, error: number) => {
        calls.push(`recover ${error}`);
        return recovered;
      },
      avail: () => -32,
      strerror: () => "broken",
    };
    // Every other call succeeds with 0.
    const asound = new Proxy(calledBy, {
      get: (target, name) => Reflect.get(target, name) ?? (() => 0),
    }) as unknown as Libasound;
    return { asound, calls };
  }

  it("starts again after it ran dry or slept, and says so", () => {
    for (const error of [-32, -86]) {
      const { asound, calls } = failing([error]);
      const out = AlsaOut.open(asound, "hw:0");
      assert.equal(out.roomFrames(), undefined);
      assert.equal(out.write(new Float32Array(960)), "xrun");
      assert.deepEqual(calls, [`recover ${error}`]);
      assert.equal(out.write(new Float32Array(960)), "ok");
    }
  });

  it("writes the rest of what was taken in part", () => {
    const { asound } = failing([100, 200]);
    assert.equal(AlsaOut.open(asound, "hw:0").write(new Float32Array(960)), "ok");
  });

  it("is lost when it is unplugged or cannot be started again", () => {
    assert.equal(AlsaOut.open(failing([-19]).asound, "hw:0").write(new Float32Array(960)), "lost");
    const stuck = failing([-32], -19);
    assert.equal(AlsaOut.open(stuck.asound, "hw:0").write(new Float32Array(960)), "lost");
  });
});

describe("openLibasound", () => {
  it("says what to install where there is no libasound", () => {
    const none = { load: () => undefined };
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
