/**
 * A speaker and a sender of another make on a LAN of their own (namespaces), with
 * media on the sender's machine whose every second can be told by its sound (ladders).
 */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync } from "node:fs";
import path from "node:path";
import { Heard, type Ladder, ladderGraph, ladders } from "../../../tools/listen/ladder.ts";
import { readCapture } from "../../../tools/listen/wav.ts";
import { type LabHost, NetLab, until } from "../../discovery/net-lab.ts";
import { Daemon } from "../daemon.ts";

export const speakerName = "Cast Kitchen";
const mediaPort = 8100;
const castPort = 8009;
const on = { NIGHTJAR_MDNS: "on" };
const here = import.meta.dirname;
/** What tests and the bench for devices both use. */
const senders = path.join(here, "../../../tools/cast");
const main = path.join(here, "../../../dist/program/main.js");

/** What a sender printed of a step. */
export interface Told {
  readonly step: string;
  readonly told: unknown;
}

export class CastLab implements AsyncDisposable {
  readonly lab = new NetLab();
  readonly speakerHost: LabHost = this.lab.host();
  readonly sender: LabHost = this.lab.host();
  readonly data = path.join(this.lab.folder, "speaker");
  readonly capture = path.join(this.lab.folder, "out.wav");
  #speaker: Daemon | undefined;

  /** `root`: the speaker has a proof of a root of ours. */
  static async open(
    options: { readonly more?: readonly string[]; readonly root?: boolean } = {},
  ): Promise<CastLab> {
    const lab = new CastLab();
    try {
      if (options.root === true) lab.#makeRoot();
      await lab.#open(options.more ?? []);
      return lab;
    } catch (error) {
      await lab[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** Certificate of the root. */
  get root(): string {
    return path.join(this.lab.folder, "root", "root.crt");
  }

  /** Where the ladders are: `${base}/a.mp3`. */
  get base(): string {
    return `http://${this.sender.address}:${mediaPort}`;
  }

  /** Runs a sender's program in its network to its end; what it told, step by step. */
  async run(command: readonly string[], limitMs = 40_000): Promise<readonly Told[]> {
    const { child, lines } = this.sender.start(command);
    await until("the sender is done", () => child.exitCode !== null, limitMs).catch((error) => {
      throw new Error(`${error}: ${lines.join("\n")}`);
    });
    assert.equal(child.exitCode, 0, `${lines.join("\n")}\n${this.log}`);
    return told(lines);
  }

  /** The last that the speaker said. */
  get log(): string {
    return this.#speaker?.log.slice(-5).join("\n") ?? "";
  }

  /** Starts one that stays. */
  start(command: readonly string[]): ReturnType<LabHost["start"]> {
    return this.sender.start(command);
  }

  /** `file`: another sender, of this folder. */
  castv2(role: string, file?: string): readonly string[] {
    const program =
      file === undefined ? path.join(senders, "castv2-client.js") : path.join(here, file);
    const where = [this.speakerHost.address, String(castPort), this.base];
    return [process.execPath, program, ...where, role];
  }

  pychromecast(role: string): readonly string[] {
    const program = path.join(here, "pychromecast_sender.py");
    return ["/usr/bin/python3", program, speakerName, this.base, role];
  }

  /** VLC with ladder `a`: pauses after some seconds, goes on, seeks, quits. It runs as nobody: it refuses root. */
  vlc(): readonly string[] {
    const home = path.join(this.lab.folder, "vlc-home");
    mkdirSync(home);
    chmodSync(home, 0o777);
    chmodSync(this.lab.folder, 0o755);
    const sout = `#chromecast{ip=${this.speakerHost.address},port=${castPort}}`;
    const file = path.join(this.lab.folder, "a.mp3");
    const nobody = `setpriv --reuid=65534 --regid=65534 --clear-groups env HOME=${home}`;
    const options = "-I rc --rc-fake-tty --no-video --demux-filter=demux_chromecast";
    const keys =
      "sleep 5; echo pause; sleep 2; echo pause; sleep 3; echo seek 15; sleep 5; echo quit";
    const cast = `--sout '${sout}' --sout-chromecast-conversion-quality=0`;
    return ["sh", "-c", `(${keys}) | ${nobody} cvlc ${options} ${cast} ${file}`];
  }

  /** What the speaker says through its own remote. */
  ctl<T>(...words: readonly string[]): T {
    const command = [process.execPath, main, "ctl", "--data", this.data, "--json", ...words];
    return JSON.parse(this.speakerHost.run(command)) as T; // the test names what it expects
  }

  /** Stops the speaker, and hears what it played. */
  async heard(): Promise<Heard> {
    await this.#speaker?.stop();
    return new Heard(readCapture(this.capture));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#speaker?.[Symbol.asyncDispose]();
    await this.lab[Symbol.asyncDispose]();
  }

  async #open(more: readonly string[]): Promise<void> {
    for (const name of ladders) this.#makeLadder(name);
    const serve = path.join(senders, "serve-media.js");
    const where = [this.lab.folder, "0.0.0.0", String(mediaPort)];
    const media = this.sender.start([process.execPath, serve, ...where]);
    await until("media is served", () => media.lines.includes(`serving ${mediaPort}`));
    const output = ["--output", `wav:${this.capture}`, "--cast", `0.0.0.0:${castPort}`];
    const args = ["speaker", "--data", this.data, "--name", speakerName, ...output, ...more];
    this.#speaker = await Daemon.start(args, on, this.speakerHost.through);
    assert.equal(this.#speaker.ready["cast"], `0.0.0.0:${castPort}`);
    this.ctl("volume", "100");
  }

  #makeRoot(): void {
    const root = path.dirname(this.root);
    execFileSync(process.execPath, [main, "cast-root", "--data", this.data, "--root", root]);
  }

  #makeLadder(name: Ladder): void {
    const file = path.join(this.lab.folder, `${name}.mp3`);
    const input = ["-v", "error", "-y", "-f", "lavfi", "-i", ladderGraph(name)];
    execFileSync("ffmpeg", [...input, "-b:a", "128k", file]);
  }
}

function told(lines: readonly string[]): readonly Told[] {
  return lines.filter((line) => line.startsWith('{"step"')).map((line) => JSON.parse(line) as Told); // our own senders' lines
}
