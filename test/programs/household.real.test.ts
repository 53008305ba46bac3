/**
 * Real processes, real ffmpeg, real time: a folder of music in every format, one
 * origin, two speakers that play into captures, remotes on the command line; and
 * the captures hold what the files hold, second by second.
 */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, it } from "vitest";
import type { SpeakerStatus } from "../../src/player/model.ts";
import { rate, readCapture } from "../../tools/listen/wav.ts";
import { Daemon, json, nightjar, TempFolder, until } from "./daemon.ts";
import { decodeSource, findStart, longestSilence, secondBySecond } from "./sound.ts";

const seconds = 6;

interface Song {
  readonly file: string;
  readonly args: readonly string[];
  readonly title: string;
}

/** One file of each format; nested folders, unicode names. */
const songs: readonly Song[] = [
  { file: "Ärtist/Älbum/01 eins.flac", args: ["-c:a", "flac"], title: "Eins" },
  { file: "Ärtist/Älbum/02 zwei.mp3", args: ["-c:a", "libmp3lame", "-b:a", "256k"], title: "Zwei" },
  { file: "ogg/drei.ogg", args: ["-c:a", "libvorbis", "-q:a", "8"], title: "Drei" },
  { file: "opus/四.opus", args: ["-c:a", "libopus", "-b:a", "192k"], title: "Vier" },
  { file: "m4a/fünf.m4a", args: ["-c:a", "aac", "-b:a", "256k"], title: "Fünf" },
  { file: "wav/sechs.wav", args: ["-c:a", "pcm_s16le"], title: "Sechs" },
  { file: "aiff/sieben.aiff", args: ["-c:a", "pcm_s16be", "-write_id3v2", "1"], title: "Sieben" },
];

function makeSong(folder: string, { file, args, title }: Song, n: number): void {
  const target = path.join(folder, file);
  mkdirSync(path.dirname(target), { recursive: true });
  const base = 180 + 45 * n;
  const voice = (side: number): string =>
    `0.3*sin(2*PI*${base + side}*t+2*sin(2*PI*0.9*t))+0.2*sin(2*PI*${2.5 * base}*t+t*t)`;
  const source = `aevalsrc=${voice(0)}|${voice(3)}:s=44100:d=${seconds}`;
  const tags = [
    "-metadata",
    `title=${title}`,
    "-metadata",
    "artist=Björk & Söhne",
    "-metadata",
    `track=${n + 1}`,
    "-metadata",
    "album=Formate",
  ];
  execFileSync("ffmpeg", [
    "-v",
    "error",
    "-y",
    "-f",
    "lavfi",
    "-i",
    source,
    ...tags,
    ...args,
    target,
  ]);
}

describe("a household of real processes", () => {
  const folder = new TempFolder();
  const music = folder.in("music");
  let origin: Daemon;
  const speakers: Daemon[] = [];
  const data = (n: number): string => folder.in(`speaker${n}`);
  const status = (n: number): Promise<SpeakerStatus> =>
    json(["ctl", "--data", data(n), "--json", "status"]);

  beforeAll(async () => {
    for (const [n, song] of songs.entries()) makeSong(music, song, n);
    execFileSync("sh", ["-c", `head -c 3000 /dev/urandom > "${music}/broken.mp3"`]);
    origin = await Daemon.start([
      "origin",
      "--data",
      folder.in("origin"),
      "--library",
      music,
      "--listen",
      "127.0.0.1:0",
    ]);
    for (const n of [1, 2]) {
      const { stdout } = await nightjar(["origin", "invite", "--data", folder.in("origin")]);
      const where = [
        "--data",
        data(n),
        "--name",
        `Speaker ${n}`,
        "--listen",
        "127.0.0.1:0",
        "--control",
        "127.0.0.1:0",
        "--http",
        "127.0.0.1:0",
      ];
      const how = [
        "--output",
        `wav:${folder.in(`capture${n}.wav`)}`,
        "--dac-ppm",
        n === 1 ? "0" : "80",
        "--cache-size",
        "64MiB",
      ];
      speakers.push(await Daemon.start(["speaker", ...where, ...how, "--join", stdout.trim()]));
    }
    for (const n of [1, 2]) {
      await until(`speaker ${n} knows the library`, async () => {
        const tracks = await json<readonly unknown[]>([
          "ctl",
          "--data",
          data(n),
          "--json",
          "library",
        ]);
        return tracks.length === songs.length ? true : undefined;
      });
    }
  }, 120_000);

  afterAll(async () => {
    for (const daemon of [...speakers, origin]) await daemon[Symbol.asyncDispose]();
    folder[Symbol.dispose]();
  });

  it("says on its ready line where everything is", () => {
    assert.equal(origin.ready["ready"], "origin");
    assert.match(String(origin.ready["udp"]), /^127\.0\.0\.1:\d+$/);
    const [first] = speakers;
    assert.equal(first?.ready["ready"], "speaker");
    assert.equal(first?.ready["name"], "Speaker 1");
    assert.equal(first?.ready["socket"], path.join(data(1), "control.sock"));
    assert.match(String(first?.ready["http"]), /^127\.0\.0\.1:\d+$/);
  });

  it("takes in every format, names what is broken, and finds accents without accents", async () => {
    const stats = await json<{
      tracks: number;
      ingest: { failed: { file: string; why: string }[] };
    }>(["origin", "stats", "--data", folder.in("origin"), "--json"]);
    assert.equal(stats.tracks, songs.length);
    assert.deepEqual(
      stats.ingest.failed.map(({ file }) => path.basename(file)),
      ["broken.mp3"],
    );
    const found = await json<readonly { title: string; rungs: string[] }[]>([
      "ctl",
      "--data",
      data(2),
      "--json",
      "library",
      "bjork funf",
    ]);
    assert.deepEqual(
      found.map(({ title }) => title),
      ["Fünf"],
    );
    assert.deepEqual(found[0]?.rungs, ["opus-96", "opus-160", "opus-320", "flac"]);
  });

  it("plays every file on both speakers, and the captures hold what the files hold, without a gap", async () => {
    for (const n of [1, 2]) {
      await json(["ctl", "--data", data(n), "--json", "volume", "100"]);
      await json(["ctl", "--data", data(n), "--json", "play", ...songs.map(({ title }) => title)]);
    }
    for (const n of [1, 2]) {
      await until(
        `speaker ${n} has played all`,
        async () => ((await status(n)).state === "stopped" ? true : undefined),
        90_000,
      );
      const { totals, play } = await status(n);
      assert.deepEqual(
        [totals.stalls, totals.underruns, play.stalls, totals.concealedMs],
        [0, 0, 0, 0],
      );
      assert.ok(play.startMs !== null && play.startMs < 500, String(play.startMs));
      assert.ok(totals.bytes.origin > 0);
    }
    for (const speaker of speakers) assert.equal(await speaker.stop(), 0);
    for (const n of [1, 2]) listen(folder.in(`capture${n}.wav`), music);
  }, 150_000);

  it("counted each play once", async () => {
    const report = await json<{ plays: number; counted: number; gaps: unknown[]; devices: number }>(
      ["origin", "events", "--data", folder.in("origin"), "--json"],
    );
    assert.equal(report.plays, 2 * songs.length);
    assert.equal(report.devices, 2);
    assert.deepEqual(report.gaps, []);
  });

  it("stops within two seconds of a SIGTERM, with exit code 0", async () => {
    const before = Date.now();
    assert.equal(await origin.stop(), 0);
    assert.ok(Date.now() - before < 2_000);
    rmSync(music, { recursive: true });
  });
});

/** The whole capture: each song where the one before it ends, each second of it true to its file. */
function listen(capture: string, music: string): void {
  const heard = readCapture(capture);
  assert.equal(statSync(capture).size, 44 + 4 * heard.length);
  let at = 0;
  for (const [n, { file, title }] of songs.entries()) {
    // ffmpeg hands out the padding of an AAC file's last frame too; the song ends before it.
    const source = decodeSource(path.join(music, file)).subarray(0, seconds * rate);
    const start = findStart(heard, source, Math.max(0, at - 100));
    const correlations = secondBySecond(heard, source, start);
    for (const [second, value] of correlations.entries()) {
      assert.ok(value > 0.99, `${title}: second ${second} correlates by ${value.toFixed(4)}`);
    }
    assert.ok(
      longestSilence(heard, start + 100, start + source.length - 100) < rate / 200,
      `${title} has a gap`,
    );
    if (n > 0)
      assert.ok(
        Math.abs(start - at) <= 2,
        `${title} begins ${start - at} samples beside the end of the one before`,
      );
    at = start + source.length;
  }
}
