import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { alarmChime, attentionChime } from "../../src/audio/chime.ts";
import { type Clip, clipSeconds, readClip } from "../../src/audio/clip.ts";
import { PcmClipDecoder } from "../../src/audio/pcm-clip.ts";

function samplesOf(clip: Clip): number[] {
  const decoder = new PcmClipDecoder(clip.setup);
  const into = new Float32Array(2 * clip.rate);
  return clip.packets.flatMap((packet) => {
    const frames = decoder.decode(packet, into);
    return Array.from({ length: frames }, (_, i) => into[2 * i] ?? 0);
  });
}

interface Wav {
  readonly kind?: number;
  readonly bits?: number;
  readonly channels?: number;
  readonly rate?: number;
  readonly data: Uint8Array;
}

function wav({ kind = 1, bits = 16, channels = 1, rate = 8_000, data }: Wav): Uint8Array {
  const head = new DataView(new ArrayBuffer(44));
  for (const [at, text] of [
    [0, "RIFF"],
    [8, "WAVE"],
    [12, "fmt "],
    [36, "data"],
  ] as const)
    for (let i = 0; i < 4; i++) head.setUint8(at + i, text.charCodeAt(i));
  head.setUint32(4, 36 + data.length, true);
  head.setUint32(16, 16, true);
  head.setUint16(20, kind, true);
  head.setUint16(22, channels, true);
  head.setUint32(24, rate, true);
  head.setUint16(34, bits, true);
  head.setUint32(40, data.length, true);
  return new Uint8Array([...new Uint8Array(head.buffer), ...data]);
}

describe("Clips", () => {
  it("are read of WAV files in all usual formats, stereo as its mean", () => {
    const pcm16 = new Uint8Array(new Int16Array([16_384, -16_384]).buffer);
    const as24 = new Uint8Array([0, 0, 0x40, 0, 0, 0xc0]);
    const float = new Uint8Array(new Float32Array([0.5, -0.5]).buffer);
    const pcm32 = new Uint8Array(new Int32Array([2 ** 30, -(2 ** 30)]).buffer);
    for (const file of [
      wav({ data: pcm16 }),
      wav({ bits: 24, data: as24 }),
      wav({ kind: 3, bits: 32, data: float }),
      wav({ bits: 32, data: pcm32 }),
    ]) {
      const clip = readClip(file);
      assert.ok("packets" in clip);
      const [left = 0, right = 0] = samplesOf(clip);
      assert.ok(Math.abs(left - 0.5) < 1e-4 && Math.abs(right + 0.5) < 1e-4);
    }
    const stereo = readClip(wav({ channels: 2, data: pcm16 }));
    assert.ok("packets" in stereo);
    assert.deepEqual(samplesOf(stereo), [0]);
  });

  it("are refused with the reason where they cannot be played", () => {
    const data = new Uint8Array(16);
    const why = (file: Uint8Array): string => {
      const clip = readClip(file);
      return "refused" in clip ? clip.refused : "";
    };
    assert.match(why(new Uint8Array([1, 2, 3])), /neither/);
    assert.match(why(wav({ kind: 7, bits: 8, data })), /not known/);
    assert.match(why(wav({ channels: 6, data })), /channels/);
    assert.match(why(wav({ rate: 1_000, data })), /samples a second/);
    assert.match(why(wav({ data: new Uint8Array(0) })), /no sound/);
    assert.match(why(wav({ data: new Uint8Array(2 * 8_000 * 61) })), /longer/);
    assert.match(why(wav({ data }).subarray(0, 30)), /damaged/);
  });

  it("stand whatever is sent as one", () => {
    const good = wav({ data: new Uint8Array(400) });
    const change = fc.tuple(fc.nat(good.length - 1), fc.nat(255));
    fc.assert(
      fc.property(fc.array(change, { maxLength: 8 }), fc.nat(good.length), (changes, length) => {
        const file = good.slice(0, length);
        for (const [at, value] of changes) if (at < length) file[at] = value;
        const clip = readClip(file);
        if ("packets" in clip) assert.ok(clipSeconds(clip) <= 60);
      }),
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        for (const tag of ["RIFF", "OggS"]) {
          const head = [...tag].map((letter) => letter.charCodeAt(0));
          readClip(new Uint8Array([...head, ...bytes]));
        }
      }),
    );
  });

  it("of the speaker's own are within full scale, and begin and end in silence", () => {
    for (const clip of [alarmChime(), attentionChime()]) {
      const samples = samplesOf(clip);
      assert.equal(samples.length, clip.totalFrames);
      const loudest = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
      assert.ok(loudest > 0.3 && loudest < 1, `${loudest}`);
      assert.ok(Math.abs(samples[0] ?? 1) < 1e-3 && Math.abs(samples.at(-1) ?? 1) < 1e-3);
    }
    // Each note of the alarm is higher than the one before: it rises.
    const samples = samplesOf(alarmChime());
    const crossings = [0.1, 0.5, 0.9, 1.3].map((atS) => {
      const part = samples.slice(atS * 24_000, (atS + 0.25) * 24_000);
      return part.filter((sample, i) => i > 0 && sample > 0 !== (part[i - 1] ?? 0) > 0).length;
    });
    for (let i = 1; i < 4; i++) assert.ok((crossings[i] ?? 0) > (crossings[i - 1] ?? 0));
  });
});
