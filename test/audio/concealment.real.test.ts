/**
 * What is heard in place of lost packets, measured over the built-in music against the sound that was
 * lost: log-spectral distance and the largest step, beside silence and beside repeating the last packet.
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, it } from "vitest";
import { Extrapolator } from "../../src/audio/extrapolate.ts";
import { PacketReader } from "../../src/audio/packets.ts";
import { ByteReader, ByteWriter } from "../../src/base/bytes.ts";
import { openDecoderDriver } from "../../src/platform/decoders/driver.ts";
import { openNative } from "../../src/platform/native.ts";
import type { Codec, Decoder } from "../../src/ports/decoder.ts";
import { decodeEach, encodeOpus, excerpts, frameSamples } from "./built-in-music.ts";
import { spectralDistanceDb } from "./log-spectrum.ts";

const ffmpegThere = spawnSync("ffmpeg", ["-version"]).status === 0;
const folder = mkdtempSync(path.join(tmpdir(), "nightjar-conceal-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const driver = await openDecoderDriver(await openNative(), { flac: false });
const music = excerpts(10);
const noSetup = new Uint8Array(0);
const size = 2 * frameSamples;

/** A track as a decoder gives it, and packets that any number of decoders can take. */
interface Coded {
  readonly codec: Codec;
  readonly packets: readonly Uint8Array[];
  readonly samples: Float32Array;
  readonly open: () => Decoder;
}

interface Measured {
  /** Means over all losses of a piece. */
  readonly distanceDb: number;
  /** The 95th percentile of the largest step, in those of the lost sound. */
  readonly step: number;
}

/** Losses every so many packets: at beats and between them. */
const everyPackets = 53;
/** What a decoder has heard before a loss. */
const past = 30;

function measure(
  coded: Coded,
  lost: number,
  fill: (coded: Coded, at: number, lost: number) => Float32Array,
): Measured {
  const distances: number[] = [];
  const steps: number[] = [];
  for (let at = 60; at + lost + 10 < coded.packets.length; at += everyPackets) {
    const heard = fill(coded, at, lost);
    const [from, to] = [at * frameSamples, (at + lost) * frameSamples];
    distances.push(spectralDistanceDb(heard, coded.samples, { from, to }));
    const own = largestStep(coded.samples, from - 480, to + 480);
    steps.push(largestStep(heard, from - 48, to + 480) / Math.max(1e-4, own));
  }
  steps.sort((a, b) => a - b);
  const mean = distances.reduce((sum, x) => sum + x, 0) / distances.length;
  return { distanceDb: mean, step: steps[Math.floor(steps.length * 0.95)] ?? 0 };
}

/** Through the reader that the audio thread has. */
function conceal(coded: Coded, at: number, lost: number): Float32Array {
  const { codec, packets, samples, open } = coded;
  const plan = {
    serial: 1,
    rate: 48_000,
    setup: noSetup,
    skipFrames: 0,
    prerollUs: 0,
    fadeIn: false,
  };
  const reader = new PacketReader({ ...plan, codec, totalFrames: samples.length }, open(), {
    past: new Extrapolator(),
    concealment: true,
  });
  const heard = new Float32Array(samples.length);
  for (let packet = at - past; packet < at + lost + 4; packet++) {
    const isLost = packet >= at && packet < at + lost;
    const block = isLost ? reader.lost() : reader.packet(packets[packet] ?? noSetup);
    heard.set(block.samples, packet * size);
  }
  reader[Symbol.dispose]();
  return heard;
}

function silence({ samples }: Coded, at: number, lost: number): Float32Array {
  return samples.slice().fill(0, at * size, (at + lost) * size);
}

function repeat({ samples }: Coded, at: number, lost: number): Float32Array {
  const heard = samples.slice();
  const last = samples.subarray((at - 1) * size, at * size);
  for (let packet = at; packet < at + lost; packet++) heard.set(last, packet * size);
  return heard;
}

function largestStep(samples: Float32Array, from: number, to: number): number {
  let largest = 0;
  for (let i = 2 * from; i < 2 * to; i += 2)
    largest = Math.max(largest, Math.abs((samples[i] ?? 0) - (samples[i - 2] ?? 0)));
  return largest;
}

/** As FLAC: what a packet holds is exact, and nobody but us fills in. */
function lossless(samples: Float32Array): Coded {
  const count = Math.floor(samples.length / size);
  const decoder: Decoder = {
    decode: (packet, into) => {
      const at = new ByteReader(packet).u32() * size;
      into.set(samples.subarray(at, at + size));
      return frameSamples;
    },
    conceal: () => 0,
    [Symbol.dispose]: () => undefined,
  };
  const packets = Array.from({ length: count }, (_, i) =>
    new ByteWriter(4).u32(i).finish().slice(),
  );
  return { codec: "flac", packets, samples, open: () => decoder };
}

function opus(samples: Float32Array): Coded {
  const packets = encodeOpus(folder, samples, 160);
  const open = (): Decoder => driver.open("opus", noSetup);
  const decoded = new Float32Array(packets.length * size);
  for (const [i, block] of decodeEach(open(), packets).entries()) decoded.set(block, i * size);
  return { codec: "opus", packets, samples: decoded, open };
}

/** Mean over the pieces. */
function over(
  pieces: readonly Coded[],
  lost: number,
  fill: Parameters<typeof measure>[2],
): Measured {
  const all = pieces.map((piece) => measure(piece, lost, fill));
  const mean = (of: (one: Measured) => number): number =>
    all.reduce((sum, one) => sum + of(one), 0) / all.length;
  return { distanceDb: mean((one) => one.distanceDb), step: mean((one) => one.step) };
}

function compare(pieces: readonly Coded[]): void {
  for (const lost of [1, 2, 3, 4]) {
    it(`${lost * 20} ms: nearer than silence and than repetition, and without their steps`, () => {
      const [ours, silent, repeated] = [conceal, silence, repeat].map((fill) =>
        over(pieces, lost, fill),
      );
      assert.ok(ours !== undefined && silent !== undefined && repeated !== undefined);
      const told = JSON.stringify({ ours, silent, repeated });
      assert.ok(ours.distanceDb < 0.5 * silent.distanceDb, told);
      assert.ok(ours.distanceDb < repeated.distanceDb, told);
      assert.ok(ours.step < 0.4 * silent.step && ours.step < 0.4 * repeated.step, told);
      assert.ok(ours.step < 1.4, told);
    });
  }

  it("a burst of 200 ms fades out and in: nearer than silence, and no step", () => {
    const [ours, silent] = [over(pieces, 10, conceal), over(pieces, 10, silence)];
    assert.ok(ours.distanceDb < 0.8 * silent.distanceDb, JSON.stringify({ ours, silent }));
    assert.ok(ours.step < 1.4, JSON.stringify(ours));
  });
}

describe("lost packets of FLAC", () => compare(music.map(({ samples }) => lossless(samples))));

describe.skipIf(!ffmpegThere)("lost packets of Opus (skipped where ffmpeg is not installed)", () =>
  compare(ffmpegThere ? music.map(({ samples }) => opus(samples)) : []),
);
