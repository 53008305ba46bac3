/** Files that a real ffmpeg made, over servers that cut and die, decoded and compared with what they were made of. */
import assert from "node:assert/strict";
import { afterAll, describe, it } from "vitest";
import { concatBytes, emptyBytes } from "../../src/base/bytes.ts";
import { wasmMediaDecoders } from "../../src/platform/decoders/media.ts";
import { MediaSource } from "../../src/url/media-source.ts";
import { breakingServer, clockAt, likeness, MediaFolder, soundOf } from "./media-sound.ts";

const folder = new MediaFolder();
afterAll(() => folder[Symbol.dispose]());
const clock = clockAt(100);
const never = new AbortController().signal;
const rule = { loopback: false };

async function heard(file: Uint8Array, startMs: number, ranges = true) {
  const http = breakingServer(file, ranges);
  const ports = { http, clock, decoders: wasmMediaDecoders };
  const request = { url: "http://files.example/a", rule, startMs };
  using source = await MediaSource.open(ports, request, never);
  const sound = await soundOf(source);
  assert.equal(source.trouble, undefined);
  return { ...sound, about: source.about, asked: http.asked.length };
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
  ["opus.webm", "-c:a", "libopus"],
  ["vorbis.webm", "-c:a", "libvorbis"],
  ["mp3.mka", "-c:a", "libmp3lame", "-b:a", "192k"],
  ["flac.mka", "-c:a", "flac"],
  ["16.mka", "-c:a", "pcm_s16le"],
  ["24.mka", "-c:a", "pcm_s24be"],
  // As VLC sends it: without sizes.
  ["live.mkv", "-c:a", "libmp3lame", "-b:a", "320k", "-live", "1"],
];

const long: readonly (readonly [string, number, ...string[]])[] = [
  ["long.opus", 10, "-c:a", "libopus"],
  ["long.ogg", 50, "-c:a", "libvorbis"],
  ["flac.oga", 10, "-c:a", "flac", "-ar", "16000", "-f", "ogg"],
  ["long.webm", 10, "-c:a", "libopus"],
  ["long.mka", 50, "-c:a", "libvorbis"],
];

describe("media by URL", { timeout: 60_000 }, () => {
  for (const [name, ...options] of kinds) {
    it(`${name} sounds as it was made, from its beginning and from a place`, async () => {
      const file = folder.made(name, ...options);
      const whole = await heard(file, 0);
      assert.ok(likeness(whole.samples, whole.rate, 0, 30) > 0.98, `${name} from its beginning`);
      const seconds = whole.samples.length / whole.rate;
      assert.ok(Math.abs(seconds - 6) < 0.06, `${name}: ${seconds} s`);
      const slack = name.endsWith("mp3") ? 60 : 30;
      const later = await heard(file, 3_000);
      assert.ok(likeness(later.samples, later.rate, 3_000, slack) > 0.98, `${name} from a place`);
    });
  }

  it("goes on where a stream is chained behind another at another rate", async () => {
    for (const [name, ...options] of [
      ["a.ogg", "-c:a", "libvorbis"],
      ["a.oga", "-c:a", "flac", "-f", "ogg"],
      ["a.mka", "-c:a", "libvorbis"],
      ["a.mp3", "-b:a", "128k"],
    ] as const) {
      const [one, other] = [options, ["-ar", "32000", ...options]].map((each) =>
        folder.made(name, ...each),
      );
      const file = concatBytes([one, other, one].map((part) => part ?? emptyBytes));
      const ports = { http: breakingServer(file, true, 1e9), clock, decoders: wasmMediaDecoders };
      const request = { url: "http://files.example/a", rule, startMs: 0 };
      using source = await MediaSource.open(ports, request, never);
      const seconds = new Map<number, number>();
      for (let packet = await source.next(never); packet; packet = await source.next(never))
        seconds.set(packet.rate, (seconds.get(packet.rate) ?? 0) + packet.frames / packet.rate);
      assert.ok(Math.abs((seconds.get(44_100) ?? 0) - 12) < 0.15, name);
      assert.ok(Math.abs((seconds.get(32_000) ?? 0) - 6) < 0.15, name);
    }
  });

  it("goes far into a long file by some looks, and tells how long it is", {
    timeout: 180_000,
  }, async () => {
    // It sounds for fifty milliseconds of each second.
    const beeps = "aevalsrc='0.5*sin(2*PI*1000*t)*lt(mod(t,1),0.05)':d=240:s=48000";
    for (const [name, slackMs, ...options] of long) {
      const file = folder.made({ name, source: beeps }, ...options);
      const http = breakingServer(file, true, 1e9);
      const ports = { http, clock, decoders: wasmMediaDecoders };
      const request = { url: "http://files.example/a", rule, startMs: 199_600 };
      using source = await MediaSource.open(ports, request, never);
      assert.ok(Math.abs((source.about.durationMs ?? 0) - 240_000) < 200, name);
      assert.ok(http.asked.length <= 7, `${name}: ${http.asked.length}`);
      const { samples, rate } = await soundOf(source, () => undefined, 60);
      const beep = samples.findIndex((value, i) => i > 0.1 * rate && Math.abs(value) > 0.2);
      const beepMs = (1_000 * beep) / rate;
      assert.ok(Math.abs(beepMs - 400) < slackMs, `${name}: ${beepMs} ms`);
    }
  });

  it("goes to a place without ranges, too, by dropping what is before it", async () => {
    const { samples, rate, about } = await heard(
      folder.made("16.wav", "-c:a", "pcm_s16le"),
      2_000,
      false,
    );
    assert.ok(likeness(samples, rate, 2_000) > 0.99);
    assert.equal(about.durationMs, 6_000);
  });

  it("says what it cannot decode", async () => {
    for (const [name, ...options] of [
      ["a.aac"],
      ["a.m4a", "-c:a", "aac"],
      ["ac3.mka", "-c:a", "ac3"],
    ] as const)
      await assert.rejects(heard(folder.made(name, ...options), 0), { code: "no-decoder" }, name);
  });
});
