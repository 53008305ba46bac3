/** Files that a real ffmpeg made, over servers that cut and die, decoded and compared with what they were made of. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, describe, it } from "vitest";
import { openDecoderDriver } from "../../src/platform/decoders/driver.ts";
import { wasmMediaDecoders } from "../../src/platform/decoders/media.ts";
import { openNative } from "../../src/platform/native.ts";
import type { Clock } from "../../src/ports/clock.ts";
import { MediaSource } from "../../src/url/media-source.ts";
import { cut, FakeMedia } from "./fake-media.ts";

const folder = mkdtempSync(path.join(os.tmpdir(), "nightjar-url-"));
afterAll(() => rmSync(folder, { recursive: true }));
/** Decoders are compiled in real time, so waits have to pass in it, too: a hundred times as fast. */
const clock: Clock = {
  nowUs: () => Number(process.hrtime.bigint() / 10n),
  wallMs: () => 0,
  after(delayUs, run) {
    const timer = setTimeout(run, delayUs / 100_000);
    return () => clearTimeout(timer);
  },
};
const never = new AbortController().signal;
const rule = { loopback: false };
/** A sweep: each place of it sounds like no other. */
const sweep = "aevalsrc=0.5*sin(2*PI*(200*t+150*t*t)):d=6:s=44100,aformat=channel_layouts=stereo";

function made(name: string, ...options: string[]): Uint8Array {
  const file = path.join(folder, name);
  const input = ["-v", "error", "-y", "-f", "lavfi", "-i", sweep];
  execFileSync("ffmpeg", [...input, ...options, file]);
  return new Uint8Array(readFileSync(file));
}

/** A server of files that breaks off after every 30,000 bytes. */
function server(file: Uint8Array, ranges = true): FakeMedia {
  return new FakeMedia(({ headers }) => {
    const from = Number(/^bytes=(\d+)-$/.exec(headers["range"] ?? "bytes=0-")?.[1]);
    const part = ranges ? file.subarray(from, from + 30_000) : file;
    const { length } = file;
    return {
      status: from > 0 && ranges ? 206 : 200,
      headers: {
        "content-length": `${length}`,
        ...(ranges ? { "accept-ranges": "bytes", etag: '"x"' } : {}),
        ...(from > 0 && ranges ? { "content-range": `bytes ${from}-${length - 1}/${length}` } : {}),
      },
      pieces: cut(part, [4_000, 17, 1_300]),
      after: ranges ? "break" : "end",
    };
  });
}

/** The left channel, at the rate of the stream. */
async function heard(file: Uint8Array, startMs: number, ranges = true) {
  const ports = { http: server(file, ranges), clock, decoders: wasmMediaDecoders };
  const request = { url: "http://files.example/a", rule, startMs };
  using source = await MediaSource.open(ports, request, never);
  const { codec, rate } = source.format;
  const opus = (await openDecoderDriver(await openNative(), { flac: false })).open("opus", file);
  const block = new Float32Array(2 * 5_760);
  const samples: number[] = [];
  for (;;) {
    const packet = await source.next(never);
    if (packet === undefined) break;
    const floats =
      codec === "pcm"
        ? new Float32Array(packet.bytes.buffer, packet.bytes.byteOffset, 2 * packet.frames)
        : block.subarray(0, 2 * opus.decode(packet.bytes, block));
    for (let i = 0; i < floats.length; i += 2) samples.push(floats[i] ?? 0);
  }
  assert.equal(source.trouble, undefined);
  return { samples: samples.slice(source.skipFrames), rate, about: source.about };
}

/** Of what is heard with the sweep from `startMs` on, at the best of the shifts of up to `slackMs`. */
function likeness(samples: readonly number[], rate: number, startMs: number, slackMs = 2): number {
  const sweepAt = (t: number): number => Math.sin(2 * Math.PI * (200 * t + 150 * t * t));
  let best = 0;
  for (let shift = -slackMs; shift <= slackMs; shift += 0.02) {
    let [xy, xx, yy] = [0, 0, 0];
    for (let i = Math.round(rate / 2); i < rate; i += 3) {
      const x = samples[i] ?? 0;
      const y = sweepAt((startMs + shift) / 1_000 + i / rate);
      xy += x * y;
      xx += x * x;
      yy += y * y;
    }
    best = Math.max(best, xy / Math.sqrt(xx * yy || 1));
  }
  return best;
}

const kinds: readonly (readonly [string, ...string[]])[] = [
  ["16.wav", "-c:a", "pcm_s16le"],
  ["24.wav", "-c:a", "pcm_s24le", "-ar", "96000"],
  ["float.wav", "-c:a", "pcm_f32le"],
  ["8.wav", "-c:a", "pcm_u8"],
  ["cbr.mp3", "-b:a", "128k"],
  ["vbr.mp3", "-q:a", "4"],
  ["low.mp3", "-b:a", "48k", "-ar", "22050", "-ac", "1"],
  ["a.flac"],
  ["flac.ogg", "-c:a", "flac"],
  ["vorbis.ogg", "-c:a", "libvorbis"],
  ["a.opus", "-c:a", "libopus"],
];

describe("media by URL", { timeout: 60_000 }, () => {
  for (const [name, ...options] of kinds) {
    it(`${name} sounds as it was made, from its beginning and from a place`, async () => {
      const file = made(name, ...options);
      const whole = await heard(file, 0);
      assert.ok(likeness(whole.samples, whole.rate, 0, 30) > 0.98, `${name} from its beginning`);
      const seconds = whole.samples.length / whole.rate;
      assert.ok(Math.abs(seconds - 6) < 0.06, `${name}: ${seconds} s`);
      const slack = name.endsWith("mp3") ? 60 : 30;
      const later = await heard(file, 3_000);
      assert.ok(likeness(later.samples, later.rate, 3_000, slack) > 0.98, `${name} from a place`);
    });
  }

  it("goes to a place without ranges, too, by dropping what is before it", async () => {
    const { samples, rate, about } = await heard(made("16.wav", "-c:a", "pcm_s16le"), 2_000, false);
    assert.ok(likeness(samples, rate, 2_000) > 0.99);
    assert.equal(about.durationMs, 6_000);
  });

  it("says what it cannot decode", async () => {
    for (const [name, ...options] of [["a.aac"], ["a.m4a", "-c:a", "aac"], ["a.mka"]] as const)
      await assert.rejects(heard(made(name, ...options), 0), { code: "undecodable" }, name);
  });
});
