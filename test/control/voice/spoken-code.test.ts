import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { type Clip, clipSeconds } from "../../../src/audio/clip.ts";
import { spokenCode, spokenPaired } from "../../../src/control/voice/spoken-code.ts";
import { WasmOpus } from "../../../src/platform/decoders/wasm-opus.ts";

const frameSamples = 960;

/** Loudness in dBFS of all that is decoded. */
function loudness(opus: WasmOpus, clip: Clip): number {
  using decoder = opus.open();
  const into = new Float32Array(2 * frameSamples);
  let energy = 0;
  for (const packet of clip.packets) {
    assert.equal(decoder.decode(packet, into), frameSamples);
    energy += into.reduce((sum, sample) => sum + sample * sample, 0);
  }
  return 10 * Math.log10(energy / (clip.packets.length * into.length));
}

describe("a spoken code", () => {
  it("says its digits in order, in two groups, twice", () => {
    const digits = [..."0123456789"].map((digit) => spokenCode(digit)[2]);
    assert.equal(new Set(digits.map((clip) => clip?.packets.length)).size > 3, true);
    const clips = spokenCode("907142");
    const once = clips.slice(0, clips.length / 2);
    assert.deepEqual(once, clips.slice(clips.length / 2));
    const opus = once.filter(({ codec }) => codec === "opus").slice(1);
    assert.deepEqual(
      opus.map(({ packets }) => packets),
      [9, 0, 7, 1, 4, 2].map((digit) => digits[digit]?.packets),
    );
    const seconds = clips.reduce((sum, clip) => sum + clipSeconds(clip), 0);
    assert.ok(seconds > 8 && seconds < 20, `${seconds} s`);
  });

  it("decodes, and is as loud as speech in every word", async () => {
    const opus = await WasmOpus.open();
    const words = [...spokenCode("012345"), ...spokenCode("678900"), ...spokenPaired()];
    for (const clip of words.filter(({ codec }) => codec === "opus")) {
      const level = loudness(opus, clip);
      assert.ok(level > -26 && level < -16, `${level} dBFS`);
      assert.ok(clipSeconds(clip) > 0.3 && clipSeconds(clip) < 1.5);
    }
  });
});
