import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, it } from "vitest";
import { framesOf, symbolsOf } from "../../src/media/chunk.ts";
import { ed25519KeyPair } from "../../src/media/ed25519.ts";
import {
  framesInChunk,
  type Manifest,
  type ManifestRung,
  verifyManifest,
} from "../../src/media/manifest.ts";
import { rungNames, rungs } from "../../src/media/rung.ts";
import type { TrackInfo } from "../../src/media/track.ts";
import { databaseFile, openOriginDatabase } from "../../src/origin/database.ts";
import { FfmpegTranscoder } from "../../src/origin/ffmpeg-transcoder.ts";
import { Library } from "../../src/origin/library.ts";
import type { SoundFile, Transcoder } from "../../src/origin/transcoder.ts";
import { NodeClock } from "../../src/platform/clock.ts";
import { openDecoderDriver } from "../../src/platform/decoders/driver.ts";
import { NodeDisk } from "../../src/platform/disk.ts";
import { NodeEntropy } from "../../src/platform/entropy.ts";
import { openNative } from "../../src/platform/native.ts";
import { NodeProcessRunner } from "../../src/platform/process.ts";
import { SqliteDriver } from "../../src/platform/sqlite.ts";
import { MusicMetadataTags } from "../../src/platform/tags.ts";
import { decodeSound, makeSound, runFfmpeg, type SoundSpec } from "../fixtures/sound-files.ts";
import { silentLog } from "./silent-log.ts";

const hasFfmpeg = available("ffmpeg") && available("ffprobe");
const limitMs = 120_000;

const sounds: readonly (SoundSpec & { readonly exact: boolean })[] = [
  sound("plain.wav", { rate: 44_100, samples: 100_001, codec: ["-c:a", "pcm_s16le"], exact: true }),
  sound("Ärger/雨の日/hi-res 🎵.flac", {
    rate: 96_000,
    samples: 200_003,
    codec: ["-c:a", "flac", "-sample_fmt", "s32"],
    exact: true,
    cover: true,
    tags: { title: "Regen", artist: "Ä", album: "雨", track: "3/9", disc: "1", date: "1999" },
  }),
  sound("mono/one ear.flac", {
    rate: 48_000,
    channels: 1,
    samples: 96_000,
    codec: ["-c:a", "flac"],
    exact: true,
  }),
  sound("01 - Called By Its Name.mp3", {
    rate: 44_100,
    samples: 132_300,
    codec: ["-c:a", "libmp3lame", "-b:a", "192k"],
  }),
  sound("covered.mp3", {
    rate: 48_000,
    samples: 100_000,
    codec: ["-c:a", "libmp3lame"],
    cover: true,
    tags: { title: "Covered", artist: "C" },
  }),
  sound("vorbis.ogg", {
    rate: 44_100,
    samples: 100_000,
    codec: ["-c:a", "libvorbis"],
    tags: { title: "V" },
  }),
  sound("opus.opus", {
    rate: 48_000,
    samples: 100_000,
    codec: ["-c:a", "libopus"],
    tags: { title: "O" },
  }),
  sound("apple.m4a", {
    rate: 44_100,
    samples: 100_000,
    codec: ["-c:a", "aac", "-b:a", "192k"],
    tags: { title: "M" },
  }),
  sound("apple lossless.m4a", {
    rate: 44_100,
    samples: 99_999,
    codec: ["-c:a", "alac"],
    exact: true,
  }),
  sound("big endian.aiff", {
    rate: 44_100,
    samples: 88_211,
    codec: ["-c:a", "pcm_s16be"],
    exact: true,
    tags: { title: "Aiff" },
  }),
  sound("telephone.wav", {
    rate: 11_025,
    samples: 22_051,
    codec: ["-c:a", "pcm_s16le"],
    tags: { title: "Téléphone 電話" },
  }),
  sound("cinema.flac", { rate: 48_000, channels: 6, samples: 96_000, codec: ["-c:a", "flac"] }),
];

describe.skipIf(!hasFfmpeg)(`taking in real files (skipped where ffmpeg is not installed)`, () => {
  const root = mkdtempSync(path.join(os.tmpdir(), "nightjar-ingest-"));
  const folder = path.join(root, "music");
  let home: Home;

  beforeAll(async () => {
    for (const spec of sounds) makeSound(folder, spec);
    settleAll(folder);
    home = await Home.open(folder, path.join(root, "data"));
    await home.settled();
  }, limitMs);
  afterAll(async () => {
    await home.close();
    rmSync(root, { recursive: true, force: true });
  });

  it("takes all formats, with their tags and covers", () => {
    assert.deepEqual(home.library.stats().ingest.failed, []);
    assert.equal(home.library.stats().tracks, sounds.length);
    const regen = home.track("regen");
    assert.equal(regen.album, "雨");
    assert.deepEqual([regen.track, regen.disc, regen.year], [3, 1, 1999]);
    assert.match(regen.artwork ?? "", /^[0-9a-f]{64}$/);
    assert.match(home.track("covered").artwork ?? "", /^[0-9a-f]{64}$/);
    assert.equal(home.track("called by its name").track, 1);
    assert.equal(home.track("aiff").title, "Aiff");
    assert.deepEqual(regen.rungs, rungNames);
  });

  it.each(sounds)(
    "gives every rung of $path exactly the length of the source, and its sound",
    async (spec) => {
      const manifest = home.manifestOf(spec);
      const file = path.join(folder, spec.path);
      assert.equal(manifest.durationMs, Math.round((1_000 * spec.samples) / spec.rate));
      for (const rung of manifest.rungs) {
        const samples = await home.decode(manifest, rung);
        const wanted = decodeSound(file, rung.rate).subarray(0, 2 * rung.totalFrames);
        const expected = Math.round((spec.samples * rung.rate) / spec.rate);
        assert.ok(
          Math.abs(rung.totalFrames - expected) <= (rung.rate === spec.rate ? 0 : 1),
          rung.rung,
        );
        assert.equal(samples.length, 2 * rung.totalFrames);
        if (rung.rung === "flac" && spec.exact) {
          assert.equal(maxDifference(samples, wanted), 0, "lossless is lossless");
          continue;
        }
        const inPlace = signalToNoiseDb(samples, wanted, 0);
        assert.ok(inPlace > 12, `${rung.rung}: ${inPlace.toFixed(1)} dB`);
        // At lower rates the codec's noise hides what a single sample makes.
        for (const shift of rung.rung === "opus-320" ? [-1, 1] : []) {
          assert.ok(
            inPlace > signalToNoiseDb(samples, wanted, shift),
            `${rung.rung} is shifted by ${shift}`,
          );
        }
      }
    },
    limitMs,
  );

  it("measures loudness and true peak", () => {
    const manifest = home.manifestOf(sounds[0]);
    assert.ok(
      manifest.loudnessLufs > -30 && manifest.loudnessLufs < -5,
      `${manifest.loudnessLufs}`,
    );
    assert.ok(manifest.truePeakDb > -12 && manifest.truePeakDb < 0, `${manifest.truePeakDb}`);
  });

  it(
    "encodes nothing for retagged, moved and copied files, nor for the same sound in another format",
    async () => {
      const before = home.encoded;
      const from = path.join(folder, "vorbis.ogg");
      retag(from, { title: "Renamed" });
      renameSync(path.join(folder, "opus.opus"), path.join(folder, "mono", "moved.opus"));
      execFileSync("cp", [path.join(folder, "covered.mp3"), path.join(folder, "copy.mp3")]);
      runFfmpeg(
        "-i",
        path.join(folder, "plain.wav"),
        "-c:a",
        "flac",
        path.join(folder, "plain.flac"),
      );
      const id = home.track("V").id;
      await home.again();
      assert.equal(home.track("renamed").id, id);
      assert.equal(home.library.stats().tracks, sounds.length);
      assert.equal(home.encoded, before);
    },
    limitMs,
  );

  it(
    "names each broken file with a reason, and takes in the rest",
    async () => {
      const at = (name: string) => path.join(folder, "broken", name);
      const good = makeSound(
        folder,
        sound("broken/good.flac", { rate: 44_100, samples: 441_000, codec: ["-c:a", "flac"] }),
      );
      const m4a = makeSound(
        folder,
        sound("broken/cut.m4a", { rate: 44_100, samples: 441_000, codec: ["-c:a", "aac"] }),
      );
      const wav = makeSound(
        folder,
        sound("broken/cut.wav", { rate: 44_100, samples: 441_000, codec: ["-c:a", "pcm_s16le"] }),
      );
      truncateSync(wav, 200_000);
      execFileSync("cp", [good, at("cut.flac")]);
      truncateSync(at("cut.flac"), Math.floor(readFileSync(good).length / 3));
      truncateSync(m4a, Math.floor(readFileSync(m4a).length / 2));
      writeFileSync(at("empty.mp3"), "");
      writeFileSync(at("letter.mp3"), "Dear all,\nthis is no music.\n".repeat(100));
      writeFileSync(
        at("list.mp3"),
        "#EXTM3U\n#EXT-X-VERSION:3\n#EXTINF:2,\nhttp://127.0.0.1:1/a.ts\n",
      );
      writeFileSync(
        at("noise.mp3"),
        Uint8Array.from({ length: 50_000 }, (_, i) => (i * 7919 * (i % 13)) & 255),
      );
      runFfmpeg("-f", "lavfi", "-i", "testsrc=d=1", "-an", "-c:v", "mpeg4", at("film.m4a"));
      await home.again();
      const why = new Map(
        home.library.stats().ingest.failed.map((one) => [path.basename(one.file), one.why]),
      );
      assert.match(why.get("cut.flac") ?? "", /^it is cut short: \d\.\d s of more than 9\.5 s$/);
      assert.equal(why.get("cut.m4a"), "it is cut short: its index is missing");
      assert.match(why.get("cut.wav") ?? "", /^it is cut short: 200000 bytes of 1764\d\d\d$/);
      assert.equal(why.get("empty.mp3"), "the file is empty");
      assert.equal(why.get("letter.mp3"), "it is no sound file, or it is damaged");
      assert.equal(why.get("list.mp3"), "it is no sound file, or it is damaged");
      assert.equal(why.get("film.m4a"), "there is no sound in it");
      assert.ok(why.has("noise.mp3"));
      assert.equal(why.size, 8);
      assert.equal(home.track("good").title, "good");
    },
    limitMs,
  );

  it(
    "goes through a library that it knows in a small part of the time that the first run took",
    async () => {
      const many = path.join(root, "many");
      for (let n = 0; n < 60; n++) {
        const codec = n % 2 === 0 ? ["-c:a", "flac"] : ["-c:a", "libmp3lame"];
        const name = `Album ${n % 6}/${n}.${n % 2 === 0 ? "flac" : "mp3"}`;
        makeSound(many, sound(name, { rate: 44_100, samples: 44_100 + n, codec }));
      }
      const run = async () => {
        const startedMs = performance.now();
        const other = await Home.open(many, path.join(root, "many-data"));
        await other.settled();
        const tookMs = performance.now() - startedMs;
        assert.equal(other.library.stats().tracks, 60);
        await other.close();
        return { tookMs, encoded: other.encoded };
      };
      const first = await run();
      const second = await run();
      assert.deepEqual([first.encoded, second.encoded], [60, 0]);
      assert.ok(second.tookMs < first.tookMs / 5, `${second.tookMs} ms after ${first.tookMs} ms`);
    },
    limitMs,
  );
});

/** An origin's library with everything real, and a counter in front of the encoder. */
class Home {
  readonly library: Library;
  readonly #counter: Counter;
  readonly #stop: AbortController;
  readonly #run: Promise<unknown>;
  readonly #close: () => void;

  static async open(folder: string, dataFolder: string): Promise<Home> {
    const disk = new NodeDisk(silentLog);
    await disk.makeFolder(dataFolder);
    const driver = await SqliteDriver.load();
    const database = openOriginDatabase(
      driver,
      path.join(dataFolder, databaseFile),
      new NodeEntropy(),
    );
    const counter = new Counter(new FfmpegTranscoder({ disk, processes: new NodeProcessRunner() }));
    const stop = new AbortController();
    const library = await Library.open(
      {
        disk,
        database,
        clock: new NodeClock(),
        log: silentLog,
        tags: new MusicMetadataTags(),
        transcoder: counter,
      },
      { folder, dataFolder, signer: ed25519KeyPair(new Uint8Array(32).fill(3)) },
      stop.signal,
    );
    return new Home(library, counter, stop, () => database[Symbol.dispose]());
  }

  constructor(library: Library, counter: Counter, stop: AbortController, close: () => void) {
    this.library = library;
    this.#counter = counter;
    this.#stop = stop;
    this.#close = close;
    this.#run = library.run(stop.signal).catch((error: unknown) => error);
  }

  get encoded(): number {
    return this.#counter.encoded;
  }

  settled(): Promise<void> {
    return this.library.whenSettled(this.#stop.signal);
  }

  /** Waits for the next scan, and for what it brings. */
  async again(): Promise<void> {
    const known = this.library.stats().ingest.total;
    const deadlineMs = performance.now() + 60_000;
    // Two quiet looks in a row: files made just now become eligible after two seconds.
    for (let quiet = 0; quiet < 2 && performance.now() < deadlineMs; ) {
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      await this.settled();
      quiet = this.library.stats().ingest.total > known ? quiet + 1 : 0;
    }
  }

  track(query: string): TrackInfo {
    const [found] = this.library.catalogue.search(query);
    assert.ok(found, query);
    return found;
  }

  manifestOf(spec: SoundSpec | undefined): Manifest {
    assert.ok(spec);
    const name = path
      .basename(spec.path)
      .replace(/\.[^.]+$/, "")
      .replace(/^\d+ - /, "");
    const { id } = this.track(spec.tags?.["title"] ?? name);
    const manifest = verifyManifest(
      this.library.catalogue.manifest(id) ?? new Uint8Array(0),
      () => true,
    );
    assert.ok(manifest);
    return manifest;
  }

  /** All that a player would play of a rung: pre-skip and padding cut off. */
  async decode(manifest: Manifest, rung: ManifestRung): Promise<Float32Array> {
    const decoders = await openDecoderDriver(await openNative(), { flac: true });
    using decoder = decoders.open(rungs[rung.rung].codec, rung.setup);
    const all: number[] = [];
    const into = new Float32Array(2 * rung.frameSamples * 8);
    for (let index = 0; index < rung.chunkCount; index++) {
      const chunk = await this.library.chunks.readChunk(manifest.track, rung.rung, index);
      const symbols = chunk && symbolsOf(chunk);
      for (const packet of framesOf(symbols ?? [], framesInChunk(rung, index))) {
        assert.ok(packet);
        const count = decoder.decode(packet, into);
        assert.ok(count > 0);
        for (let i = 0; i < 2 * count; i++) all.push(into[i] ?? 0);
      }
    }
    return Float32Array.from(all.slice(2 * rung.preSkip, 2 * (rung.preSkip + rung.totalFrames)));
  }

  async close(): Promise<void> {
    this.#stop.abort(new Error("closed"));
    await this.#run;
    await this.library[Symbol.asyncDispose]();
    this.#close();
  }
}

class Counter implements Transcoder {
  encoded = 0;
  readonly #inner: Transcoder;

  constructor(inner: Transcoder) {
    this.#inner = inner;
  }
  get parallel(): number {
    return this.#inner.parallel;
  }
  async open(file: string, signal: AbortSignal): Promise<SoundFile> {
    const inner = await this.#inner.open(file, signal);
    return {
      audioKey: (until) => inner.audioKey(until),
      digest: (until) => inner.digest(until),
      transcode: (folder, until) => {
        this.encoded += 1;
        return inner.transcode(folder, until);
      },
    };
  }
  shrinkCover(image: Uint8Array, folder: string, signal: AbortSignal) {
    return this.#inner.shrinkCover(image, folder, signal);
  }
}

function sound(
  name: string,
  rest: Omit<SoundSpec, "path" | "seed" | "channels"> & { channels?: number; exact?: boolean },
): SoundSpec & { exact: boolean } {
  const seed = [...name].reduce((sum, char) => (sum * 31 + (char.codePointAt(0) ?? 0)) % 997, 7);
  return { channels: 2, exact: false, ...rest, path: name, seed };
}

function retag(file: string, tags: Readonly<Record<string, string>>): void {
  const draft = `${file}.draft${path.extname(file)}`;
  const set = Object.entries(tags).flatMap(([name, value]) => [
    "-metadata:s:a:0",
    `${name}=${value}`,
  ]);
  runFfmpeg("-i", file, "-c", "copy", ...set, draft);
  renameSync(draft, file);
}

/** Makes all files look as if they had been there for a while. */
function settleAll(folder: string): void {
  const past = 1_700_000_000;
  for (const file of execFileSync("find", [folder, "-type", "f"]).toString().split("\n")) {
    if (file !== "") utimesSync(file, past, past);
  }
}

function signalToNoiseDb(samples: Float32Array, wanted: Float32Array, shift: number): number {
  let [signal, noise] = [0, 0];
  const from = 2 * 1_000;
  for (let i = from; i < wanted.length - from; i++) {
    const want = wanted[i] ?? 0;
    const is = samples[i + 2 * shift] ?? 0;
    signal += want * want;
    noise += (is - want) * (is - want);
  }
  return 10 * Math.log10(signal / Math.max(noise, 1e-12));
}

function maxDifference(a: Float32Array, b: Float32Array): number {
  let most = a.length === b.length ? 0 : Number.POSITIVE_INFINITY;
  for (let i = 0; i < a.length; i++) most = Math.max(most, Math.abs((a[i] ?? 0) - (b[i] ?? 0)));
  return most;
}

function available(program: string): boolean {
  try {
    execFileSync(program, ["-version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
