/** What an origin's real ffmpeg makes of a URL for a speaker, compared with what the file was made of. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { afterAll, describe, it } from "vitest";
import { Rng } from "../../../src/base/rng.ts";
import { splitSymbols } from "../../../src/media/symbols.ts";
import { MediaRelays } from "../../../src/origin/relay/relays.ts";
import { nodePipedPrograms } from "../../../src/platform/piped-programs.ts";
import { openRelayed } from "../../../src/player/url/relayed-media.ts";
import { StreamError } from "../../../src/stream/errors.ts";
import type { ObjectSource } from "../../../src/stream/origin-client.ts";
import { decodeObject, encodeObject } from "../../../src/wire/objects.ts";
import { silentLog } from "../../origin/silent-log.ts";
import { SimEntropy } from "../../sim/sim-entropy.ts";
import { cut, FakeMedia } from "../../url/fake-media.ts";
import { breakingServer, clockAt, likeness, MediaFolder, soundOf } from "../../url/media-sound.ts";

const folder = new MediaFolder();
afterAll(() => folder[Symbol.dispose]());
const clock = clockAt(1);
const never = new AbortController().signal;

const server = (file: Uint8Array) => breakingServer(file, true, 400_000);

/** An origin without a link: what is asked for goes through the link's words all the same. */
class DirectOrigin implements ObjectSource {
  readonly ready = true;
  readonly relays: MediaRelays;
  /** Answers that are lost on their way. */
  lost = 0;
  asked: string[] = [];

  constructor(http: FakeMedia) {
    const openRelays = async () => ({ http, programs: nodePipedPrograms });
    this.relays = new MediaRelays({ clock, log: silentLog, openRelays });
  }

  async fetch(name: Parameters<ObjectSource["fetch"]>[0]) {
    const read = decodeObject(encodeObject(name));
    assert.deepEqual(read, name);
    this.asked.push(name.kind);
    assert.ok(
      read?.kind === "relay-open" || read?.kind === "relay-read" || read?.kind === "relay-close",
    );
    const answer = await this.relays.answer("kitchen", read);
    if (this.lost > 0) {
      this.lost -= 1;
      throw new StreamError("lost", "the link to the origin broke");
    }
    if (answer === undefined) throw new StreamError("refused", "there is no such object");
    return splitSymbols(answer);
  }
}

const entropy = new SimEntropy(new Rng(1));
function relayed(origin: ObjectSource, startMs: number, url = "http://files.example/a") {
  return openRelayed({ clock, entropy, origin }, { url, startMs }, never);
}

const kinds: readonly (readonly [string, ...string[]])[] = [
  ["a.aac", "-c:a", "aac", "-b:a", "128k"],
  ["a.m4a", "-c:a", "aac", "-movflags", "+faststart"],
  ["late.m4a", "-c:a", "aac"],
  ["alac.m4a", "-c:a", "alac", "-movflags", "+faststart"],
  ["pieces.m4a", "-c:a", "aac", "-movflags", "frag_keyframe+empty_moov"],
  ["a.wma", "-c:a", "wmav2"],
  ["aac.mkv", "-c:a", "aac", "-live", "1"],
  ["six.mka", "-c:a", "ac3", "-af", "pan=5.1|FL=c0|FR=c1"],
  ["a.wv", "-c:a", "wavpack"],
  ["a.aiff"],
];

/** Each packing that RFC 8216 §3 knows, and its parts as spans of one file. */
const hlsKinds: readonly (readonly [string, ...string[]])[] = [
  ["ts", "-c:a", "aac"],
  ["fmp4", "-c:a", "aac", "-hls_segment_type", "fmp4"],
  ["spans", "-c:a", "aac", "-hls_flags", "single_file"],
  ["mp3-in-ts", "-c:a", "libmp3lame"],
];

/** The files of a folder, by ranges. */
function folderServer(path: string): FakeMedia {
  return new FakeMedia(({ url, headers }) => {
    const file = `${path}${url.pathname}`;
    if (!existsSync(file)) return { status: 404 };
    const bytes = new Uint8Array(readFileSync(file));
    const from = Number(/^bytes=(\d+)-$/.exec(headers["range"] ?? "")?.[1] ?? 0);
    const range = `bytes ${from}-${bytes.length - 1}/${bytes.length}`;
    return {
      status: from > 0 ? 206 : 200,
      headers: {
        "content-length": `${bytes.length - from}`,
        ...(from > 0 ? { "content-range": range } : {}),
      },
      pieces: cut(bytes.subarray(from), [4_000, 17, 1_300]),
    };
  });
}

describe("a URL that an origin decodes", { timeout: 60_000 }, () => {
  for (const [name, ...options] of kinds) {
    it(`${name} sounds as it was made, from its beginning and from a place`, async () => {
      const file = folder.made(name, ...options);
      for (const startMs of [0, 3_000]) {
        const origin = new DirectOrigin(server(file));
        using source = await relayed(origin, startMs);
        const { samples, rate } = await soundOf(source);
        const seconds = samples.length / rate;
        assert.ok(Math.abs(seconds + startMs / 1_000 - 6) < 0.15, `${name}: ${seconds} s`);
        assert.ok(likeness(samples, rate, startMs, 60) > 0.97, `${name} from ${startMs}`);
        origin.relays.close();
      }
    });
  }

  for (const [name, ...options] of hlsKinds) {
    it(`HLS of ${name} sounds as it was made, from its beginning and from a place`, async () => {
      folder.made(`${name}.m3u8`, ...["-hls_time", "2", "-hls_list_size", "0", ...options]);
      for (const startMs of [0, 3_000]) {
        const origin = new DirectOrigin(folderServer(folder.path));
        const url = `http://files.example/${name}.m3u8`;
        using source = await relayed(origin, startMs, url);
        assert.ok(Math.abs((source.about.durationMs ?? 0) - 6_000) < 200);
        const { samples, rate } = await soundOf(source);
        const seconds = samples.length / rate;
        assert.ok(Math.abs(seconds + startMs / 1_000 - 6) < 0.2, `${name}: ${seconds} s`);
        assert.ok(likeness(samples, rate, startMs, 90) > 0.97, `${name} from ${startMs}`);
        origin.relays.close();
      }
    });
  }

  it("goes on at its place when the way to the origin is lost, and when the origin has forgotten it", async () => {
    const origin = new DirectOrigin(server(folder.made("wav.aiff")));
    using source = await relayed(origin, 0);
    const { samples, rate } = await soundOf(source, (packets) => {
      if (packets === 100) origin.relays.close();
      if (packets === 200) origin.lost = 2;
    });
    assert.ok(origin.asked.filter((kind) => kind === "relay-open").length >= 2);
    assert.ok(Math.abs(samples.length / rate - 6) < 0.3, `${samples.length / rate}`);
  });

  it("is refused with the reason: loopback, no sound, an index at its end", async () => {
    const refused = async (file: Uint8Array, url?: string, ranges = true) => {
      const origin = new DirectOrigin(breakingServer(file, ranges, 400_000));
      return await relayed(origin, 0, url).then(
        () => "played",
        (error: { code: string; message: string }) => `${error.code}: ${error.message}`,
      );
    };
    const file = folder.made("late.m4a", "-c:a", "aac");
    assert.match(await refused(file, "http://127.0.0.1/a"), /^address-refused/);
    assert.match(await refused(file, "http://[::1]/a"), /^address-refused/);
    assert.match(await refused(file, "file:///etc/passwd"), /^bad-url/);
    assert.match(await refused(new Uint8Array(9_000)), /^undecodable/);
    assert.match(await refused(file, undefined, false), /^undecodable: the index of this MP4 is/);
    assert.match(await refused(file.slice(0, 20_000)), /^undecodable/);
    const list = new TextEncoder().encode("#EXTM3U\nhttp://127.0.0.1/secret\n");
    assert.match(await refused(list), /^address-refused/);
  });

  it("takes no more than a speaker's share of programs: the oldest ends", async () => {
    const origin = new DirectOrigin(server(folder.made("many.aiff")));
    const sources = [await relayed(origin, 0), await relayed(origin, 0), await relayed(origin, 0)];
    assert.equal(origin.relays.count, 2);
    for (const source of sources) source[Symbol.dispose]();
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(origin.relays.count, 0);
  });
});
