/** The decoders against what ffmpeg makes and decodes. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, it, vi } from "vitest";
import { Rng } from "../../src/base/rng.ts";
import { OggDemuxer } from "../../src/media/ogg.ts";
import { openDecoderDriver } from "../../src/platform/decoders/driver.ts";
import { openNative } from "../../src/platform/native.ts";
import type { Decoder } from "../../src/ports/decoder.ts";

const noSetup = new Uint8Array(0);
const frameSamples = 960;
const native = await openNative();
const wasm = await openDecoderDriver(undefined, { flac: true });
const system = await openDecoderDriver(native, { flac: true });
const withLibopus = system.opusName !== "wasm";
const ffmpegThere = spawnSync("ffmpeg", ["-version"]).status === 0;
const folder = mkdtempSync(path.join(tmpdir(), "nightjar-decoders-"));
// The packages print what they find wrong.
beforeAll(() => void vi.spyOn(console, "error").mockImplementation(() => undefined));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const source = (rate: number) => [
  ...["-f", "lavfi", "-i", `sine=440:r=${rate}:d=2`],
  ...["-f", "lavfi", "-i", `anoisesrc=r=${rate}:d=2:a=0.3:seed=7`],
  ...["-filter_complex", "[0][1]join=inputs=2:channel_layout=stereo"],
];

function ffmpeg(args: readonly string[]): Buffer {
  const file = path.join(folder, `out-${Math.abs(hash(args.join(" ")))}.bin`);
  const result = spawnSync("ffmpeg", ["-v", "error", "-y", ...args, file], { encoding: "utf8" });
  assert.equal(result.status, 0, result.stderr);
  return readFileSync(file);
}

describe.skipIf(!ffmpegThere)("Opus (skipped where ffmpeg is not installed)", () => {
  const encoded = ffmpegThere
    ? ffmpeg([...source(48_000), "-c:a", "libopus", "-b:a", "160k", "-f", "ogg"])
    : Buffer.alloc(0);
  const packets = new OggDemuxer()
    .push(encoded)
    .map(({ bytes }) => bytes)
    .slice(2);

  it("decodes to the level that went in, by WASM", () => {
    const left = decodeAll(wasm.open("opus", noSetup), packets);
    assert.equal(left.length, packets.length * frameSamples);
    const power = left.slice(9_600, 86_400).reduce((sum, x) => sum + x * x, 0) / 76_800;
    // ffmpeg's sine is 1/8 of full scale.
    assert.ok(Math.abs(Math.sqrt(2 * power) - 0.125) < 0.005, `level ${Math.sqrt(2 * power)}`);
  });

  it.skipIf(!withLibopus)(
    "decodes alike by libopus and by WASM (skipped where libopus.so.0 is not installed)",
    () => {
      const native = decodeAll(system.open("opus", noSetup), packets);
      const other = decodeAll(wasm.open("opus", noSetup), packets);
      let worst = 0;
      native.forEach((x, i) => {
        worst = Math.max(worst, Math.abs(x - (other[i] ?? 0)));
      });
      assert.ok(worst < 1e-3, `differ by ${worst}`);
    },
  );

  it.skipIf(!withLibopus)(
    "conceals 20 ms by libopus (skipped where libopus.so.0 is not installed)",
    () => {
      const decoder = system.open("opus", noSetup);
      decodeAll(decoder, packets.slice(0, 20), false);
      const into = new Float32Array(2 * 5_760);
      assert.equal(decoder.conceal(into), frameSamples);
      assert.ok(into.subarray(0, 1_920).some((x) => Math.abs(x) > 0.01));
      decoder[Symbol.dispose]();
    },
  );

  for (const driver of withLibopus ? [system, wasm] : [wasm]) {
    it(`survives garbage in ${driver.opusName}`, () => {
      const rng = new Rng(3);
      const decoder = driver.open("opus", noSetup);
      const into = new Float32Array(2 * 5_760);
      for (let i = 0; i < 300; i++) {
        const bytes = Uint8Array.from({ length: rng.below(300) }, () => rng.below(256));
        const frames = decoder.decode(bytes, into);
        assert.ok(frames >= 0 && frames <= 5_760);
      }
      assert.equal(decoder.decode(noSetup, into), 0);
      assert.equal(decoder.decode(new Uint8Array(60_000), into), 0);
      decoder[Symbol.dispose]();
    });
  }

  it("gives a decoder without a past each time, also by WASM", async () => {
    // Those that the tests before used are made anew meanwhile.
    await new Promise((resolve) => setTimeout(resolve, 200));
    const first = decodeAll(wasm.open("opus", noSetup), packets.slice(0, 5));
    for (let i = 0; i < 6; i++) {
      const used = wasm.open("opus", noSetup);
      decodeAll(used, packets.slice(20, 40));
      await new Promise((resolve) => setTimeout(resolve, 30));
      const again = decodeAll(wasm.open("opus", noSetup), packets.slice(0, 5));
      assert.ok(again.every((x, k) => x === first[k]));
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
  });
});

describe.skipIf(!ffmpegThere)("FLAC (skipped where ffmpeg is not installed)", () => {
  const kinds = [
    { rate: 44_100, bits: 16, format: "s16", raw: "s16le" },
    { rate: 96_000, bits: 24, format: "s32", raw: "s32le" },
    { rate: 11_025, bits: 16, format: "s16", raw: "s16le" },
    { rate: 192_000, bits: 24, format: "s32", raw: "s32le" },
  ] as const;
  for (const { rate, bits, format, raw } of kinds) {
    it(`decodes ${bits} bits at ${rate} Hz bit for bit, frame by frame`, () => {
      const size = Math.round(rate / 50);
      const coding = ["-c:a", "flac", "-sample_fmt", format, "-frame_size", String(size)];
      const file = ffmpeg([...source(rate), ...coding, "-f", "flac"]);
      writeTo("again.flac", file);
      const plain = ffmpeg(["-i", path.join(folder, "again.flac"), "-f", raw]);
      const frames = flacFrames(file);
      assert.equal(frames.length, Math.ceil((2 * rate) / size));
      const decoder = wasm.open("flac", noSetup);
      const into = new Float32Array(2 * 5_760);
      const bytes = raw === "s16le" ? 2 : 4;
      const sampleAt = (i: number): number =>
        bytes === 2 ? plain.readInt16LE(i * 2) / 0x8000 : plain.readInt32LE(i * 4) / 0x8000_0000;
      let at = 0;
      for (const frame of frames) {
        const count = decoder.decode(frame, into);
        assert.ok(count === size || frame === frames.at(-1));
        const wrong = into.subarray(0, 2 * count).findIndex((x, i) => x !== sampleAt(at + i));
        assert.equal(wrong, -1, `sample ${at + wrong}`);
        at += 2 * count;
      }
      assert.equal(at * bytes, plain.length);
    });
  }

  it("decodes FLAC that nobody expected once its decoder is loaded, and loses what came before", async () => {
    const late = await openDecoderDriver(undefined, { flac: false });
    const [frame] = flacFrames(ffmpeg([...source(48_000), "-c:a", "flac", "-f", "flac"]));
    assert.ok(frame !== undefined);
    const into = new Float32Array(2 * 5_760);
    const decoder = late.open("flac", noSetup);
    assert.equal(decoder.decode(frame, into), 0);
    await vi.waitUntil(() => decoder.decode(frame, into) > 0, { timeout: 10_000 });
  });

  it("decodes each frame exactly whatever came before it: jumps, and other streams", () => {
    const streams = [48_000, 44_100, 96_000].map((rate) => {
      const coding = ["-c:a", "flac", "-frame_size", String(rate / 50)];
      return flacFrames(ffmpeg([...source(rate), ...coding, "-f", "flac"]));
    });
    const decoder = wasm.open("flac", noSetup);
    const into = new Float32Array(2 * 5_760);
    const inOrder = streams.map((frames) =>
      frames.map((frame) => into.slice(0, 2 * decoder.decode(frame, into))),
    );
    const rng = new Rng(11);
    for (let i = 0; i < 300; i++) {
      const stream = rng.below(streams.length);
      const frame = rng.below(streams[stream]?.length ?? 0);
      const count = decoder.decode(streams[stream]?.[frame] ?? noSetup, into);
      assert.deepEqual(into.slice(0, 2 * count), inOrder[stream]?.[frame]);
    }
  });

  it("decodes nothing of a damaged frame, and the next one as if nothing were", () => {
    const coding = ["-c:a", "flac", "-frame_size", "960"];
    const frames = flacFrames(ffmpeg([...source(48_000), ...coding, "-f", "flac"]));
    const rng = new Rng(5);
    const decoder = wasm.open("flac", noSetup);
    const into = new Float32Array(2 * 5_760);
    const good = frames[7] ?? noSetup;
    assert.equal(decoder.decode(good, into), 960);
    const expected = into.slice(0, 1_920);
    for (let i = 0; i < 100; i++) {
      const bad = Uint8Array.from(frames[1 + rng.below(90)] ?? []);
      const cut = rng.chance(0.3) ? bad.subarray(0, rng.below(bad.length)) : bad;
      const at = rng.below(cut.length);
      cut[at] = (cut[at] ?? 0) ^ (1 + rng.below(255));
      assert.equal(decoder.decode(cut, into), 0);
      assert.equal(decoder.decode(good, into), 960);
      assert.deepEqual(into.slice(0, 1_920), expected);
    }
    assert.equal(decoder.decode(good, new Float32Array(100)), 0);
  });
});

function decodeAll(decoder: Decoder, packets: readonly Uint8Array[], dispose = true): number[] {
  const into = new Float32Array(2 * 5_760);
  const left: number[] = [];
  for (const packet of packets) {
    const frames = decoder.decode(packet, into);
    for (let i = 0; i < frames; i++) left.push(into[2 * i] ?? 0);
  }
  if (dispose) decoder[Symbol.dispose]();
  return left;
}

/** Splits a FLAC file at its frame headers: sync code and a right CRC-8 (RFC 9639 §9.1). */
function flacFrames(file: Uint8Array): Uint8Array[] {
  let at = 4;
  for (let last = false; !last; ) {
    last = ((file[at] ?? 0) & 0x80) !== 0;
    at += 4 + (((file[at + 1] ?? 0) << 16) | ((file[at + 2] ?? 0) << 8) | (file[at + 3] ?? 0));
  }
  const starts: number[] = [];
  for (; at < file.length - 6; at++) {
    const size = headerBytes(file, at);
    if (size > 0 && crc8(file.subarray(at, at + size)) === file[at + size]) starts.push(at);
  }
  return starts.map((start, i) => file.subarray(start, starts[i + 1] ?? file.length));
}

/** Bytes before the CRC-8; 0 where no header can be. */
function headerBytes(file: Uint8Array, at: number): number {
  if (file[at] !== 0xff || file[at + 1] !== 0xf8) return 0;
  const block = (file[at + 2] ?? 0) >> 4;
  const rate = (file[at + 2] ?? 0) & 15;
  const number = file[at + 4] ?? 0;
  const numberBytes = number < 0x80 ? 1 : number < 0xe0 ? 2 : 3;
  const blockBytes = block === 6 ? 1 : block === 7 ? 2 : 0;
  const rateBytes = rate === 12 ? 1 : rate === 13 || rate === 14 ? 2 : 0;
  return 4 + numberBytes + blockBytes + rateBytes;
}

function crc8(bytes: Uint8Array): number {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc & 0x80) !== 0 ? ((crc << 1) ^ 7) & 0xff : crc << 1;
  }
  return crc;
}

function writeTo(name: string, bytes: Uint8Array): void {
  const { status } = spawnSync("tee", [path.join(folder, name)], {
    input: bytes,
    stdio: ["pipe", "ignore", "ignore"],
  });
  assert.equal(status, 0);
}

function hash(text: string): number {
  let value = 0;
  for (const char of text) value = (Math.imul(value, 31) + char.charCodeAt(0)) | 0;
  return value;
}
