/** Playback and capture on cards that run by the clock and break on demand. */
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, it } from "vitest";
import { AlsaDriver } from "../../../src/platform/alsa/alsa-driver.ts";
import { type Libasound, openLibasound } from "../../../src/platform/alsa/libasound.ts";
import { openNative } from "../../../src/platform/native.ts";
import { sampleBlock } from "../../../src/platform/samples.ts";
import { PcmError } from "../../../src/ports/errors.ts";
import type { PcmOut, PcmSample } from "../../../src/ports/pcm.ts";
import { openIn, openOut } from "./open.ts";
import { fault, type PacedRig, pacedMissing, pacedRig } from "./paced.ts";

const missing = pacedMissing();
const native = await openNative();
const nowUs = (): number => Number(process.hrtime.bigint()) / 1e3;
const sleepMs = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

const kinds: readonly (readonly [string, string, PcmSample])[] = [
  ["only16", "S16_LE", "s16"],
  ["only24packed", "S24_3LE", "s24-3"],
  ["only24", "S24_LE", "s24"],
  ["only32", "S32_LE", "s32"],
  ["onlyfloat", "FLOAT_LE", "float"],
];

/** `frames` of a sine, loud. */
function sound(frames: number, from = 0): Float32Array {
  return Float32Array.from({ length: 2 * frames }, (_, i) =>
    Math.fround(Math.sin((from + (i >> 1)) / 20) * (i & 1 ? 0.5 : 0.9)),
  );
}

function play(out: PcmOut, frames: number, from = 0): string[] {
  const outcomes: string[] = [];
  for (let at = 0; at < frames; at += out.periodFrames) {
    outcomes.push(out.write(sound(Math.min(out.periodFrames, frames - at), from + at)));
  }
  return outcomes;
}

describe.skipIf(missing !== undefined)(`a paced card (${missing ?? "made of a clock"})`, () => {
  let asound: Libasound;
  const names = Object.fromEntries(kinds.map(([name, formats]) => [name, { formats }]));
  const infile = path.join("/tmp", `nightjar-paced-in-${process.pid}.raw`);
  let rig: PacedRig<string>;
  function makeRig(): PacedRig<string> {
    return pacedRig<string>({
      ...names,
      cd: { rates: "44100" },
      odd: { rates: "37800" },
      mono: { channels: "1", formats: "S16_LE" },
      studio: { channels: "8 10", formats: "S16_LE" },
      bigendian: { formats: "S16_BE" },
      fast: { ppm: 200 },
      line: { rates: "44100", formats: "S16_LE", infile },
      nothing: { formats: "DSD_U8", rates: "1000000" },
    });
  }
  beforeAll(() => {
    const block = sampleBlock("s16", 2 * 44_100);
    block.encode(sound(44_100));
    writeFileSync(infile, block.bytes);
    rig = makeRig();
    asound = openLibasound(native);
  });
  afterAll(() => rig[Symbol.dispose]());
  const card = (name: string) => {
    const found = rig.cards[name];
    assert.ok(found !== undefined);
    return found;
  };

  it.each(kinds)("%s takes %s as it is, and hears the sound bit for bit", (name, _, kind) => {
    using out = openOut(asound, name);
    assert.deepEqual(out.format, { rate: 48_000, channels: 2, sample: kind });
    assert.deepEqual(new Set(play(out, 4_800)), new Set(["ok"]));
    const expected = sampleBlock(kind, 2 * 4_800);
    expected.encode(sound(4_800));
    assert.deepEqual(readFileSync(card(name).played), Buffer.from(expected.bytes));
    const back = new Float32Array(2 * 4_800);
    expected.decode(back);
    const step = kind === "s16" ? 1 / 0x8000 : 1 / 0x80_0000;
    const heard = sound(4_800);
    const wrong = back.findIndex((x, i) => Math.abs(x - (heard[i] ?? 0)) > step);
    assert.equal(wrong, -1);
  });

  it("runs at the card's own rate where 48 kHz is not to be had", () => {
    for (const [name, rate] of [
      ["cd", 44_100],
      ["odd", 37_800],
    ] as const) {
      using out = openOut(asound, name);
      assert.equal(out.format.rate, rate);
    }
  });

  it("lets plug convert nothing that the card or we do better", () => {
    using out = openOut(asound, "plug:cd");
    assert.deepEqual(out.format, { rate: 44_100, channels: 2, sample: "s32" });
  });

  it("gives a mono card the mean, and a studio's card its first two channels", () => {
    for (const [name, channels] of [
      ["mono", 1],
      ["studio", 8],
    ] as const) {
      using out = openOut(asound, name);
      play(out, 480);
      const bytes = readFileSync(card(name).played);
      const words = new Int16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2);
      assert.equal(words.length, 480 * channels);
      const [left = 0, right = 0] = sound(1, 100);
      const at = words.subarray(100 * channels, 101 * channels);
      const expected = channels === 1 ? [(left + right) / 2] : [left, right, 0, 0, 0, 0, 0, 0];
      assert.ok(expected.every((x, i) => Math.abs(x - (at[i] ?? 9) / 0x8000) < 1e-4));
    }
  });

  it("goes through plug where samples are of a kind that is not ours", () => {
    using out = openOut(asound, "bigendian");
    assert.equal(out.write(sound(480)), "ok");
    const bytes = readFileSync(card("bigendian").played);
    const [, right = 0] = sound(1, 300);
    assert.ok(Math.abs(bytes.readInt16BE(4 * 300 + 2) / 0x8000 - right) < 1e-4);
  });

  it("says of a card that takes nothing that it cannot be used", () => {
    assert.throws(
      () => openOut(asound, "nothing"),
      (error) => error instanceof PcmError && error.code === "unsupported",
    );
  });

  it("says of a card that another program has that it is busy, and does not wait for it", () => {
    card("fast").openResult = -16;
    const fromUs = nowUs();
    assert.throws(
      () => openOut(asound, "fast"),
      (error) => error instanceof PcmError && error.code === "device-busy",
    );
    assert.ok(nowUs() - fromUs < 500_000);
    card("fast").openResult = 0;
  });

  it("tells delay and time as one pair, from which the card's rate can be told", async () => {
    using out = openOut(asound, "fast");
    let written = 0;
    let pairs: { heard: number; us: number }[] = [];
    const write = (): void => {
      if (out.write(sound(out.periodFrames)) !== "ok") {
        // On busy cores the card may run dry, and then counts from nothing: two seconds without that.
        pairs = [];
        written = 0;
      }
      written += out.periodFrames;
    };
    while (pairs.length === 0 || nowUs() - (pairs[0]?.us ?? 0) < 2_000_000) {
      while ((out.roomFrames() ?? out.bufferFrames) >= out.periodFrames) write();
      const beforeUs = nowUs();
      const timing = out.timing();
      if (timing !== undefined) {
        const afterUs = nowUs();
        assert.ok(
          timing.atUs >= beforeUs && timing.atUs <= afterUs,
          `${timing.atUs} is not of ${beforeUs} to ${afterUs}`,
        );
        pairs.push({ heard: written - timing.delayFrames, us: timing.atUs });
      }
      await sleepMs(10);
    }
    const [first, last] = [pairs[0], pairs.at(-1)];
    assert.ok(first !== undefined && last !== undefined);
    const rate = ((last.heard - first.heard) * 1e6) / (last.us - first.us);
    // A frame at either end of two seconds is 20 ppm.
    assert.ok(Math.abs(rate / 48_000 - 1 - 200e-6) < 30e-6, `${rate} frames a second`);
  });

  it("goes on after it ran dry, slept, and is lost when it is unplugged", async () => {
    using out = openOut(asound, "only16");
    play(out, 960);
    await sleepMs(100);
    assert.equal(out.roomFrames(), undefined);
    assert.deepEqual(play(out, 960), ["xrun", "ok"]);
    for (const trouble of [fault.sleep, fault.xrun]) {
      card("only16").fault = trouble;
      assert.ok(play(out, 1_440).includes("xrun"));
      assert.deepEqual(play(out, 480), ["ok"]);
    }
    card("only16").fault = fault.gone;
    assert.equal(out.write(sound(480)), "lost");
    assert.throws(() => openOut(asound, "only16"), PcmError);
    card("only16").fault = fault.none;
  });

  it("plays on while other names are looked for, and finds them once they are there", () => {
    const driver = AlsaDriver.open(native);
    using out = driver.openOutput("only24", "auto");
    for (let i = 0; i < 5; i++) {
      assert.throws(
        () => driver.openInput("hw:77"),
        (error) => error instanceof PcmError && error.remedy?.includes("sound card") === true,
      );
      assert.ok(play(out, 960).every((outcome) => outcome === "ok" || outcome === "xrun"));
    }
    card("fast").openResult = -2;
    assert.throws(() => driver.openOutput("fast", "auto"), PcmError);
    card("fast").openResult = 0;
    using other = driver.openOutput("fast", "auto");
    assert.equal(other.write(sound(480)), "ok");
    assert.equal(other.volume, undefined);
    assert.ok(driver.list().names.length >= 0);
  });

  it("says that a volume control that was named is not used, and why, and is silent where none was", () => {
    const driver = AlsaDriver.open(native);
    using out = driver.openOutput("only24", "Digital");
    assert.equal(out.volume, undefined);
    assert.match(
      out.trouble ?? "",
      /^volume control "Digital" is not used, because "only24" is not the card itself.*; choose alsa:hw:CARD/,
    );
    for (const mixer of ["auto", "off"]) {
      using other = driver.openOutput("fast", mixer);
      assert.equal(other.trouble, undefined);
    }
  });

  it("is lost when it stands still, and closes at once", () => {
    const out = openOut(asound, "only32");
    play(out, 960);
    card("only32").fault = fault.still;
    const fromUs = nowUs();
    assert.ok(play(out, 9_600).includes("lost"));
    assert.ok(nowUs() - fromUs < 1_000_000);
    const closeUs = nowUs();
    out[Symbol.dispose]();
    assert.ok(nowUs() - closeUs < 100_000);
    card("only32").fault = fault.none;
  });

  it("captures at the rate of the card, goes on after an overrun, and is lost when unplugged", async () => {
    using input = openIn(asound, "line");
    assert.deepEqual(input.format, { rate: 44_100, channels: 2, sample: "s16" });
    const buffer = new Float32Array(2 * 2_000);
    let frames = 0;
    let wrong = 0;
    const fromUs = nowUs();
    const drain = (): void => {
      for (let got = input.read(buffer); got !== 0; got = input.read(buffer)) {
        assert.notEqual(got, "lost");
        // A machine that is busy elsewhere reads late: then it overran, and goes on.
        if (typeof got !== "number") continue;
        const expected = sound(got, frames % 44_100);
        for (let i = 0; i < 2 * got; i++)
          if (Math.abs((buffer[i] ?? 0) - (expected[i] ?? 0)) > 1e-4) wrong += 1;
        frames += got;
      }
    };
    while (nowUs() - fromUs < 500_000) {
      drain();
      await sleepMs(5);
    }
    drain();
    assert.equal(wrong, 0);
    const expected = ((nowUs() - fromUs) * 44_100) / 1e6;
    assert.ok(frames <= expected + 100 && frames > expected / 2, `${frames} of ${expected} frames`);
    await sleepMs(300);
    assert.equal(input.read(buffer), "xrun");
    await sleepMs(50);
    assert.ok(Number(input.read(buffer)) > 1_000);
    card("line").fault = fault.gone;
    assert.equal(input.read(buffer), "lost");
  });
});
