/**
 * Line-in of a real speaker, in real time: a file or a card at the pace of a clock
 * of its own goes in, and what comes out of the speaker is compared with it.
 */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { describe, it } from "vitest";
import type { SpeakerStatus } from "../../src/player/model.ts";
import { rate, readCapture } from "../../tools/listen/wav.ts";
import { fault, pacedMissing, pacedRig } from "../platform/alsa/paced.ts";
import { Daemon, json, nightjar, TempFolder, until } from "./daemon.ts";
import { correlation, decodeSource } from "./sound.ts";

const sourceSeconds = 4;
const windowFrames = rate / 8;
/** Each part of a window is looked at by itself: while a servo learns on a busy board it moves the pitch by some cents. */
const partFrames = windowFrames / 4;

/** Four seconds of which no stretch sounds like another. */
function makeSource(file: string): void {
  const sweep = `0.4*sin(2*PI*(150*t+100*t*t))*(0.6+0.4*sin(2*PI*1.3*t))`;
  const graph = `aevalsrc=${sweep}|${sweep}:s=44100:d=${sourceSeconds}`;
  execFileSync("ffmpeg", [
    "-v",
    "error",
    "-y",
    "-f",
    "lavfi",
    "-i",
    graph,
    "-c:a",
    "pcm_s16le",
    file,
  ]);
}

interface Match {
  /** Frame of the source, which goes around, that is heard at the window's first frame. */
  readonly at: number;
  /** Of the part of it that fits worst. */
  readonly value: number;
}

/** Where in the source each eighth of a second of the capture comes from, and how well it fits. */
function follow(heard: Int16Array, source: Int16Array, from: number, windows: number): Match[] {
  const around = new Int16Array(source.length + windowFrames);
  around.set(source);
  around.set(source.subarray(0, windowFrames), source.length);
  const best = (a: number, first: number, last: number, step: number, frames: number): Match => {
    let found: Match = { at: 0, value: -1 };
    for (let b = first; b <= last; b += step) {
      const at = (b + source.length) % source.length;
      const value = correlation(heard, around, { a, b: at, frames });
      if (value > found.value) found = { at, value };
    }
    return found;
  };
  const search = (a: number): Match => {
    // A window of a sweep has its peak within some samples of the right place.
    const rough = best(a, 0, source.length - 1, 4, windowFrames / 4);
    return best(a, rough.at - 8, rough.at + 8, 1, windowFrames);
  };
  const worstPart = (a: number, at: number): number => {
    const values = [0, 1, 2, 3].map((part) => {
      const from = at + part * partFrames;
      return best(a + part * partFrames, from - 12, from + 12, 1, partFrames).value;
    });
    return Math.min(...values);
  };
  const places: Match[] = [];
  for (let n = 0; n < windows; n++) {
    const a = from + n * windowFrames;
    const next = (places.at(-1)?.at ?? 0) + windowFrames;
    const near = n === 0 ? undefined : best(a, next - 40, next + 40, 1, windowFrames);
    places.push(near !== undefined && near.value > 0.9 ? near : search(a));
  }
  return places.map(({ at }, n) => ({ at, value: worstPart(from + n * windowFrames, at) }));
}

/**
 * Windows that are whole, of so many: all but those that lie across an end of the file, a few while
 * the clocks are still being learnt, and, on a board that was kept busy, those around the
 * interruptions that it counted.
 */
function demandMost(good: number, of: number, { input, totals }: SpeakerStatus): void {
  const interruptions = (input?.dropouts ?? 0) + (input?.overruns ?? 0) + totals.underruns;
  const spoilt = 6 + 4 * interruptions;
  assert.ok(
    good >= of - spoilt && good > of / 3,
    `${good} of ${of}, ${interruptions} interruptions`,
  );
}

const nowNs = (): bigint => process.hrtime.bigint();

/** When the daemon said in its log that the input was open, by the monotonic clock. */
function openedNs(log: readonly string[]): bigint {
  const line = log.find((text) => text.includes('"input-open"'));
  assert.ok(line !== undefined, log.join("\n"));
  const { time } = JSON.parse(line) as { time: string }; // our own log
  return nowNs() - BigInt(Math.round((Date.now() - Date.parse(time)) * 1e6));
}

const common = ["--control", "off", "--listen", "127.0.0.1:0", "--mdns", "off"];

describe("line-in of a real speaker", () => {
  it("is heard as it is, as late as the speaker says, from one clock to the other", async () => {
    using folder = new TempFolder();
    makeSource(folder.in("in.wav"));
    const data = folder.in("data");
    const ctl = (...words: string[]) => nightjar(["ctl", "--data", data, ...words]);
    const sound = [
      "--output",
      `wav:${folder.in("out.wav")}`,
      "--input",
      `wav:${folder.in("in.wav")}`,
    ];
    const clocks = ["--dac-ppm", "-50", "--adc-ppm", "150"];
    await using speaker = await Daemon.start([
      "speaker",
      "--data",
      data,
      ...common,
      ...sound,
      ...clocks,
    ]);
    const [row] = await json<{ id: string }[]>(["ctl", "--data", data, "--json", "library"]);
    assert.equal(row?.id, "line-in");
    await ctl("volume", "100");
    const played = await ctl("play", "line-in", "--wait");
    assert.match(played.stdout, /^Line-in \(\d+ ms\)$/m, played.stderr);
    const status = await until("ten seconds of line-in", async () => {
      const now = await json<SpeakerStatus>(["ctl", "--data", data, "--json", "status"]);
      return now.positionMs > 10_000 ? now : undefined;
    });
    assert.deepEqual([status.state, status.track?.id], ["playing", "line-in"]);
    const text = (await ctl("status")).stdout;
    assert.match(text, /wav:.*in\.wav 44100 Hz · \d+ ms from in to out/);
    const inputNs = openedNs(speaker.log);
    // What was interrupted since, by the remotes' own start-up too, counts as well.
    const last = await json<SpeakerStatus>(["ctl", "--data", data, "--json", "status"]);
    assert.equal(await speaker.stop(), 0);

    const heard = readCapture(folder.in("out.wav"));
    const source = decodeSource(folder.in("in.wav"));
    const from = heard.length - Math.floor(9 * rate);
    const matches = follow(heard, source, from, 64);
    const good = matches.filter(({ value }) => value > 0.98);
    const latencyMs = status.input?.latencyMs ?? 0;
    demandMost(good.length, 64, last);
    const { startMonotonicNs } = JSON.parse(readFileSync(folder.in("out.wav.json"), "utf8")) as {
      startMonotonicNs: number;
    };
    const inS = good.map(({ at }) => at / rate);
    const outS = good.map((match) => (from + matches.indexOf(match) * windowFrames) / rate);
    const late = outS.map((out, i) => {
      const since = out + (startMonotonicNs - Number(inputNs)) / 1e9 - (inS[i] ?? 0);
      return 1_000 * (since - sourceSeconds * Math.round(since / sourceSeconds));
    });
    late.sort((a, b) => a - b);
    const [p50 = 0, most = 0] = [late[late.length >> 1], late.at(-1)];
    // The log tells the time of opening to some milliseconds, and later on a busy board.
    assert.ok(Math.abs(p50 - latencyMs) < 60, `heard after ${p50} ms, said ${latencyMs} ms`);
    assert.ok(most - p50 < 60, `heard after ${p50} to ${most} ms`);
    assert.ok(latencyMs > 15 && latencyMs < 130, `${latencyMs} ms`);
  }, 60_000);

  const missing = pacedMissing();
  it.skipIf(missing !== undefined)(
    `goes from a card to a card, and outlives its unplugging (${missing ?? "cards made of a clock"})`,
    async () => {
      using folder = new TempFolder();
      makeSource(folder.in("in.wav"));
      // Behind the header of 44 bytes are the raw samples, but for what ffmpeg says of itself.
      const wav = readFileSync(folder.in("in.wav"));
      writeFileSync(folder.in("in.raw"), wav.subarray(wav.indexOf("data", 12, "latin1") + 8));
      using rig = pacedRig({
        line: { rates: "44100", formats: "S16_LE", infile: folder.in("in.raw"), ppm: 200 },
        room: { rates: "48000", formats: "S16_LE", channels: "2" },
      });
      const data = folder.in("data");
      const status = () => json<SpeakerStatus>(["ctl", "--data", data, "--json", "status"]);
      const sound = ["--output", "alsa:room", "--input", "alsa:line"];
      await using speaker = await Daemon.start(["speaker", "--data", data, ...common, ...sound]);
      await nightjar(["ctl", "--data", data, "volume", "100"]);
      await nightjar(["ctl", "--data", data, "play", "line-in", "--wait"]);
      const first = await until("six seconds of line-in", async () => {
        const now = await status();
        return now.positionMs > 6_000 ? now : undefined;
      });
      assert.equal(first.input?.rate, 44_100);
      assert.ok((first.input?.latencyMs ?? 0) < 130, `${first.input?.latencyMs} ms`);
      rig.cards.line.fault = fault.gone;
      const gone = await until("it is missed", async () => {
        const now = await status();
        return now.state === "buffering" ? now : undefined;
      });
      assert.match(gone.trouble ?? "", /alsa|line|input/i);
      rig.cards.line.fault = fault.none;
      await until("it is back", async () =>
        (await status()).state === "playing" ? true : undefined,
      );
      assert.equal(await speaker.stop(), 0);
      const raw = readFileSync(rig.cards.room.played);
      const heard = Int16Array.from({ length: raw.length >> 2 }, (_, i) => raw.readInt16LE(4 * i));
      const source = decodeSource(folder.in("in.wav"));
      const start = heard.findIndex((sample) => Math.abs(sample) > 10) + rate;
      const good = follow(heard, source, start, 32).filter(({ value }) => value > 0.98);
      demandMost(good.length, 32, first);
    },
    60_000,
  );

  it("is answered at once where the input cannot be opened, with what ALSA says; the queue stays", async () => {
    using folder = new TempFolder();
    const data = folder.in("data");
    const sound = ["--output", "null", "--input", "alsa:hw:77"];
    await using speaker = await Daemon.start(["speaker", "--data", data, ...common, ...sound]);
    const fromNs = nowNs();
    const played = await nightjar(["ctl", "--data", data, "play", "line-in", "--wait"]);
    assert.ok(nowNs() - fromNs < 10_000_000_000n);
    assert.equal(played.code, 1);
    assert.match(
      played.stderr,
      /^nightjar: there is no sound: .*"?hw:77"?.*; it begins by itself .* the queue is as it was\n$/,
    );
    assert.equal(await speaker.stop(), 0);
  }, 60_000);
});
