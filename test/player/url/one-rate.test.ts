import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { OneRate } from "../../../src/player/url/one-rate.ts";
import type { Packet } from "../../../src/url/unpack.ts";

/** 20 ms of a tone of 1 kHz, beginning at its `from`th frame. */
function tone(rate: number, from: number): Packet {
  const frames = rate / 50;
  const samples = Float32Array.from({ length: 2 * frames }, (_, i) =>
    Math.sin((2 * Math.PI * 1_000 * (from + (i >> 1))) / rate),
  );
  return { bytes: new Uint8Array(samples.buffer), frames, rate };
}

/** Times that the sound rises through zero, per second. */
function pitch(packets: readonly Packet[], rate: number): number {
  const samples = packets.flatMap(({ bytes, frames }) => {
    const floats = new Float32Array(bytes.buffer, bytes.byteOffset, 2 * frames);
    return Array.from({ length: frames }, (_, i) => floats[2 * i] ?? 0);
  });
  const rises = samples.filter((value, i) => i > 0 && (samples[i - 1] ?? 0) < 0 && value >= 0);
  return (rises.length * rate) / samples.length;
}

describe("a stream that changes its rate", () => {
  it("goes on at its first one, at the same pitch and for as long", () => {
    const one = new OneRate(44_100);
    for (const rate of [44_100, 48_000, 22_050, 96_000, 44_100]) {
      const sent = Array.from({ length: 100 }, (_, i) => tone(rate, (i * rate) / 50));
      const got = sent.map((packet) => one.convert(packet));
      const frames = got.reduce((sum, packet) => sum + packet.frames, 0);
      assert.ok(Math.abs(frames - 88_200) < 100, `${rate}: ${frames}`);
      assert.ok(Math.abs(pitch(got, 44_100) - 1_000) < 2, `${rate}: ${pitch(got, 44_100)}`);
      if (rate === 44_100) assert.equal(got[5], sent[5]);
    }
  });
});
