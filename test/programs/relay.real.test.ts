/**
 * Sound that a speaker has no decoder for, over the real link: an origin fetches it
 * from a server and puts it through ffmpeg, a speaker plays it, each on a machine
 * of its own; what counts is what the speaker's capture holds.
 */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import path from "node:path";
import { describe, it } from "vitest";
import type { QueueItem, SpeakerStatus } from "../../src/player/model.ts";
import { Heard } from "../../tools/listen/ladder.ts";
import { readCapture } from "../../tools/listen/wav.ts";
import { type LabHost, labTrouble, NetLab } from "../discovery/net-lab.ts";
import { Daemon, TempFolder, until } from "./daemon.ts";

const noLab = labTrouble();
const here = import.meta.dirname;
const main = path.join(here, "../../dist/program/main.js");
const mediaPort = 8100;
const ladderSeconds = 24;
/** A command of a remote, on a machine that is busy with other things. */
const commandMs = 60_000;

/** Second n of it is a tone of 500 + 100·n Hz: ladder `a` of cast/cast-lab.ts. */
function makeLadder(file: string, ...codec: readonly string[]): void {
  const tone = "0.3*sin(2*PI*(500+100*floor(t))*t)";
  const graph = `aevalsrc=${tone}|${tone}:s=48000:d=${ladderSeconds}`;
  execFileSync("ffmpeg", ["-v", "error", "-y", "-f", "lavfi", "-i", graph, ...codec, file]);
}

/** An origin, a speaker and a server of media, each on a machine of its own. */
class RelayLab implements AsyncDisposable {
  readonly lab = new NetLab();
  readonly folder = new TempFolder();
  readonly originHost: LabHost = this.lab.host();
  readonly speakerHost: LabHost = this.lab.host();
  readonly server: LabHost = this.lab.host();
  readonly #data = this.folder.in("speaker");
  #origin: Daemon | undefined;
  #speaker: Daemon | undefined;

  static async open(joined = true): Promise<RelayLab> {
    const lab = new RelayLab();
    try {
      await lab.#open(joined);
      return lab;
    } catch (error) {
      await lab[Symbol.asyncDispose]();
      throw error;
    }
  }

  make(name: string, ...codec: readonly string[]): string {
    makeLadder(this.folder.in("media", name), ...codec);
    return `http://${this.server.address}:${mediaPort}/${name}`;
  }

  ctl<T>(...words: readonly string[]): T {
    return JSON.parse(this.#remote("--json", ...words)) as T; // the test names what it expects
  }

  /** What a command says that is refused. */
  refused(...words: readonly string[]): string {
    try {
      this.#remote(...words);
    } catch (error) {
      return String((error as { stderr?: unknown }).stderr); // execFileSync's own
    }
    return assert.fail(`${words.join(" ")} was done`);
  }

  async until(what: string, is: (status: SpeakerStatus) => boolean, limitMs = 60_000) {
    return await until(
      () => `${what}: ${JSON.stringify(this.ctl("status"))} ${this.#speaker?.log.slice(-5)}`,
      async () => {
        const status = this.ctl<SpeakerStatus>("status");
        return is(status) ? status : undefined;
      },
      limitMs,
    );
  }

  async startOrigin(): Promise<void> {
    const library = this.folder.in("library");
    mkdirSync(library, { recursive: true });
    const args = ["origin", "--data", this.folder.in("origin"), "--library", library];
    const where = ["--listen", "0.0.0.0:7645"];
    this.#origin = await Daemon.start([...args, ...where], {}, this.originHost.through);
  }

  async killOrigin(): Promise<void> {
    await this.#origin?.stop("SIGKILL");
  }

  /** Stops the speaker, and hears what it played. */
  async heard(): Promise<Heard> {
    assert.equal(await this.#speaker?.stop(), 0);
    return new Heard(readCapture(this.folder.in("out.wav")));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#speaker?.[Symbol.asyncDispose]();
    await this.#origin?.[Symbol.asyncDispose]();
    await this.lab[Symbol.asyncDispose]();
    this.folder[Symbol.dispose]();
  }

  async #open(joined: boolean): Promise<void> {
    mkdirSync(this.folder.in("media"));
    const serve = path.join(here, "../../tools/cast/serve-media.js");
    const where = [this.folder.in("media"), "0.0.0.0", String(mediaPort)];
    const media = this.server.start([process.execPath, serve, ...where]);
    await until(
      "media is served",
      async () => media.lines.includes(`serving ${mediaPort}`) || undefined,
    );
    await this.startOrigin();
    const invite = [process.execPath, main, "origin", "invite", "--data"];
    const asked = this.originHost.run([...invite, this.folder.in("origin"), "--json"]);
    const { uri } = JSON.parse(asked) as { uri: string }; // CONTRACT.md
    const join = ["--origin", `${this.originHost.address}:7645`, "--join", uri];
    const args = ["speaker", "--data", this.#data, "--output", `wav:${this.folder.in("out.wav")}`];
    const more = ["--control", "off", ...(joined ? join : [])];
    this.#speaker = await Daemon.start([...args, ...more], {}, this.speakerHost.through);
    this.ctl("volume", "100");
    if (joined)
      await this.until("the origin is there", ({ link }) =>
        link.some(({ kind, state }) => kind === "origin" && state === "ready"),
      );
  }

  #remote(...words: readonly string[]): string {
    const command = [process.execPath, main, "ctl", "--data", this.#data, ...words];
    return this.speakerHost.run(command, commandMs);
  }
}

/** Seconds of the ladder as they follow each other. */
function seconds(from: number, to: number): readonly string[] {
  return Array.from({ length: to - from + 1 }, (_, i) => `a${from + i}`);
}

describe.skipIf(noLab !== undefined)(
  `a URL that the origin decodes, over the link${noLab === undefined ? "" : ` (skipped: ${noLab})`}`,
  { timeout: 180_000 },
  () => {
    it("an M4A with its index at the end is heard, has its length, and can be sought in", async () => {
      await using lab = await RelayLab.open();
      const url = lab.make("a.m4a", "-c:a", "aac", "-b:a", "128k");
      lab.ctl("play", url, "--wait");
      const { track } = lab.ctl<SpeakerStatus>("status");
      assert.ok(Math.abs((track?.durationMs ?? 0) - 1_000 * ladderSeconds) < 200);
      await lab.until("a second", ({ positionMs }) => positionMs > 1_200);
      lab.ctl("seek", "18");
      await lab.until("a second there", ({ positionMs }) => positionMs > 19_200);
      // Back: however late a busy machine asked for the first place, this one was not reached by playing.
      lab.ctl("seek", "10");
      await lab.until("it is over", ({ state }) => state === "stopped");
      const heard = await lab.heard();
      const whole = ["a0", "a18", ...seconds(10, ladderSeconds - 1)];
      assert.ok(heard.has(...whole), JSON.stringify(heard.runs));
    });

    it("a station of AAC is heard and named, and goes on when the origin was away in its midst", async () => {
      await using lab = await RelayLab.open();
      lab.make("a.aac", "-c:a", "aac", "-b:a", "96k");
      const url = `http://${lab.server.address}:${mediaPort}/live/a.aac?s=${ladderSeconds}`;
      lab.ctl("play", url, "--wait");
      const { track } = await lab.until("its title", (status) => status.track?.title === "Ladder");
      assert.deepEqual([track?.live, track?.album], [true, "Radio Lab"]);
      await lab.until("four seconds", ({ positionMs }) => positionMs > 4_000);
      await lab.killOrigin();
      await lab.until("what was at hand is over", ({ state }) => state === "buffering");
      await lab.startOrigin();
      await lab.until("it sounds again", ({ state }) => state === "playing");
      const { positionMs: from } = lab.ctl<SpeakerStatus>("status");
      await lab.until("three seconds of it", ({ positionMs }) => positionMs > from + 3_000);
      const heard = await lab.heard();
      const shown = JSON.stringify(heard.runs);
      // A station is met where it is: this one begins anew for who asks anew.
      assert.ok(heard.has(...seconds(0, 3), "-", "a0", "a1", "a2"), shown);
    });

    it("a live stream of HLS is heard part by part, at the pace at which they are made", async () => {
      await using lab = await RelayLab.open();
      lab.make("hls.m3u8", "-c:a", "aac", "-hls_time", "2", "-hls_list_size", "0");
      const url = `http://${lab.server.address}:${mediaPort}/window/hls.m3u8`;
      lab.ctl("play", url, "--wait");
      assert.equal(lab.ctl<SpeakerStatus>("status").track?.live, true);
      await lab.until("it is over", ({ state }) => state === "stopped", 120_000);
      const heard = await lab.heard();
      assert.ok(heard.has(...seconds(0, ladderSeconds - 1)), JSON.stringify(heard.runs));
    });

    it("a file goes on at its place when the origin was away in its midst", async () => {
      await using lab = await RelayLab.open();
      const url = lab.make("a.m4a", "-c:a", "aac", "-movflags", "+faststart");
      lab.ctl("play", url, "--wait");
      await lab.until("two seconds", ({ positionMs }) => positionMs > 2_000);
      await lab.killOrigin();
      await lab.until("what was at hand is over", ({ state }) => state === "buffering");
      await lab.startOrigin();
      await lab.until("it is over", ({ state }) => state === "stopped", 90_000);
      const heard = await lab.heard();
      assert.ok(heard.has(...seconds(0, ladderSeconds - 1)), JSON.stringify(heard.runs));
      // Nothing twice: the seconds come in their order and no other.
      const tones = heard.order.filter((name) => name !== "-");
      assert.deepEqual(
        tones.filter((name, i) => name !== tones[i - 1]),
        seconds(0, ladderSeconds - 1),
      );
    });

    it("without an origin it is refused in words, and what plays goes on", async () => {
      await using lab = await RelayLab.open(false);
      const good = lab.make("a.mp3", "-b:a", "128k");
      const foreign = lab.make("a.m4a", "-c:a", "aac");
      lab.ctl("play", good, "--wait");
      const why = lab.refused("play", foreign);
      assert.match(
        why,
        /MP4 \(AAC, ALAC\) cannot be decoded here, and no origin is there to do it/,
      );
      assert.equal(lab.ctl<QueueItem[]>("queue").length, 1);
      await lab.until("it goes on", ({ positionMs }) => positionMs > 3_000);
      const heard = await lab.heard();
      assert.ok(heard.has("a0", "a1", "a2"), JSON.stringify(heard.runs));
    });
  },
);
