/**
 * URLs on a real speaker, in real time: a file and a station, both from a server
 * that dies in their midst; what comes out is compared with what they were made of.
 */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import http, { type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, it } from "vitest";
import type { SpeakerStatus } from "../../src/player/model.ts";
import { rate, readCapture } from "../../tools/listen/wav.ts";
import { Daemon, json, nightjar, TempFolder, until } from "./daemon.ts";
import { decodeSource, findStart, secondBySecond } from "./sound.ts";

/** A sweep, of which no second sounds like another. */
function makeSound(file: string, seconds: number, ...codec: readonly string[]): void {
  const sweep = "0.4*sin(2*PI*(200*t+90*t*t))*(0.6+0.4*sin(2*PI*1.3*t))";
  const graph = `aevalsrc=${sweep}|${sweep}:s=44100:d=${seconds}`;
  execFileSync("ffmpeg", ["-v", "error", "-y", "-f", "lavfi", "-i", graph, ...codec, file]);
}

/** Serves files by ranges and breaks each answer off after so many bytes. */
class MediaServer implements AsyncDisposable {
  readonly #server: http.Server;
  readonly asked: string[] = [];

  static async open(answer: (path: string, from: number, to: ServerResponse) => void) {
    const server = new MediaServer(answer);
    await new Promise<void>((resolve) => server.#server.listen(0, "127.0.0.1", resolve));
    return server;
  }

  private constructor(answer: (path: string, from: number, to: ServerResponse) => void) {
    this.#server = http.createServer(({ url = "", headers }, response) => {
      this.asked.push(`${url} ${headers.range ?? "all"}`);
      const from = Number(/^bytes=(\d+)-$/.exec(headers.range ?? "")?.[1] ?? 0);
      answer(url, from, response);
    });
  }

  url(path: string): string {
    const { port } = this.#server.address() as AddressInfo; // it listens by TCP
    return `http://127.0.0.1:${port}${path}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

function startSpeaker(folder: TempFolder): Promise<Daemon> {
  const output = `wav:${folder.in("out.wav")}`;
  const where = ["--listen", "127.0.0.1:0", "--control", "127.0.0.1:0"];
  return Daemon.start(["speaker", "--data", folder.in("speaker"), "--output", output, ...where]);
}

/** Seconds of the source that are in the capture as they were made. */
function wholeSeconds(folder: TempFolder, source: string): number {
  const capture = readCapture(folder.in("out.wav"));
  const sound = decodeSource(source);
  const start = findStart(capture, sound);
  return secondBySecond(capture, sound, start).filter((value) => value > 0.95).length;
}

describe("a URL on a real speaker", { timeout: 120_000 }, () => {
  it("sounds as the file, whose server breaks off again and again", async () => {
    using folder = new TempFolder();
    const source = folder.in("song.mp3");
    makeSound(source, 8, "-b:a", "192k");
    const bytes = readFileSync(source);
    await using server = await MediaServer.open((path, from, response) => {
      if (path !== "/song.mp3") return void response.writeHead(404).end();
      response.writeHead(from > 0 ? 206 : 200, {
        ...{ "content-length": bytes.length - from, "accept-ranges": "bytes", etag: '"1"' },
        ...(from > 0
          ? { "content-range": `bytes ${from}-${bytes.length - 1}/${bytes.length}` }
          : {}),
        "content-type": "text/html",
      });
      response.write(bytes.subarray(from, from + 60_000), () => response.destroy());
    });
    const data = folder.in("speaker");
    {
      await using speaker = await startSpeaker(folder);
      await nightjar(["ctl", "--data", data, "volume", "100"]);
      const played = await nightjar([
        "ctl",
        "--data",
        data,
        "play",
        server.url("/song.mp3"),
        "--wait",
      ]);
      assert.equal(played.code, 0, played.stderr);
      const status = () => json<SpeakerStatus>(["ctl", "--data", data, "status", "--json"]);
      const { track } = await status();
      assert.deepEqual([track?.title, track?.live], ["song.mp3", false]);
      // What cannot be had changes nothing.
      const missing = await nightjar(["ctl", "--data", data, "play", server.url("/none")]);
      assert.match(missing.stderr, /has no such thing/);
      assert.equal((await status()).track?.id, track?.id);
      await until("it is over", async () => (await status()).state === "stopped" || undefined);
      void speaker;
    }
    assert.ok(
      server.asked.filter((line) => line.includes("bytes=")).length >= 2,
      `${server.asked}`,
    );
    assert.ok(wholeSeconds(folder, source) >= 6);
  });

  it("of a station sounds and is named, and comes back when the station dies", async () => {
    using folder = new TempFolder();
    const source = folder.in("station.mp3");
    makeSound(source, 30, "-b:a", "128k");
    const bytes = readFileSync(source);
    const interval = 8_000;
    let sent = 0;
    let answers = 0;
    await using server = await MediaServer.open((_path, _from, response) => {
      answers += 1;
      const dies = answers === 1 ? 64_000 : Number.POSITIVE_INFINITY;
      response.writeHead(200, {
        ...{ "icy-name": "Radio Test", "icy-metaint": `${interval}`, "content-type": "audio/mpeg" },
      });
      let given = 0;
      const block = (): void => {
        const text = Buffer.alloc(48);
        text.write(`StreamTitle='Part ${answers}';`);
        response.write(bytes.subarray(sent, sent + interval));
        response.write(Buffer.concat([Buffer.of(3), text]));
        sent += interval;
        given += interval;
      };
      // Three seconds at once, then at its pace.
      for (let i = 0; i < 6; i++) block();
      const timer = setInterval(() => {
        if (given >= dies || sent >= bytes.length || response.destroyed) {
          clearInterval(timer);
          response.destroy();
        } else block();
      }, 500);
    });
    const data = folder.in("speaker");
    {
      await using speaker = await startSpeaker(folder);
      await nightjar(["ctl", "--data", data, "volume", "100"]);
      const played = await nightjar(["ctl", "--data", data, "play", server.url("/live"), "--wait"]);
      assert.equal(played.code, 0, played.stderr);
      const status = () => json<SpeakerStatus>(["ctl", "--data", data, "status", "--json"]);
      const { track } = await status();
      assert.deepEqual([track?.live, track?.album], [true, "Radio Test"]);
      assert.equal((await nightjar(["ctl", "--data", data, "seek", "5"])).code, 1);
      await until(
        "it came back",
        async () => (await status()).track?.title === "Part 2" || undefined,
      );
      await until(
        "eight seconds",
        async () => (await status()).positionMs > 8_000 || undefined,
        60_000,
      );
      // The capture is whole once it has stopped; one that is killed lacks up to a second.
      assert.equal(await speaker.stop(), 0);
    }
    assert.ok(answers >= 2);
    const capture = readCapture(folder.in("out.wav"));
    assert.ok(capture.length > 8 * rate);
    assert.ok(wholeSeconds(folder, source) >= 3);
  });
});
