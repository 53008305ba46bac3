/**
 * The household around the device: an origin with two ladders as its library, a server with the same for Cast
 * senders, and remotes, each a user with a home of its own. All are programs of this machine.
 */
import { spawn } from "node:child_process";
import { mkdirSync, symlinkSync } from "node:fs";
import path from "node:path";
import { Daemon, ingested, root, runNightjar, runToEnd } from "../bench/harness.ts";
import { ladderGraph, ladders } from "../listen/ladder.ts";
import { Fault, HilError } from "./errors.ts";
import { commandMsMax } from "./limits.ts";
import type { Ability } from "./model/select.ts";

const program = path.join(root, "bin/nightjar.js");
/** Beside the music, which takes no notice of it. */
const bundleName = "update.njb";
const senders = path.join(root, "tools/cast");

export interface HouseOptions {
  readonly folder: string;
  /** Where origin and media server listen. */
  readonly listenHost: string;
  /** How the device calls this machine. */
  readonly benchHost: string;
  /** A system's bundle, served to the device; undefined: there is none. */
  readonly update: string | undefined;
}

export class House implements AsyncDisposable {
  readonly #options: HouseOptions;
  readonly #ends: (() => void | Promise<void>)[] = [];
  #originPort = 0;
  #mediaPort = 0;
  readonly #logs = new Map<string, () => string>();

  static async open(options: HouseOptions): Promise<House> {
    const house = new House(options);
    try {
      await house.#open();
      return house;
    } catch (error) {
      await house[Symbol.asyncDispose]();
      throw error;
    }
  }

  private constructor(options: HouseOptions) {
    this.#options = options;
  }

  /** For one speaker, as the device reaches the origin. */
  async invite(): Promise<string> {
    const uri = await runNightjar(["origin", "invite", "--data", this.#in("origin")]);
    const at = `${this.#options.benchHost}:${this.#originPort}`;
    return uri.trim().replace(/^nightjar:\/\/[^/]+\//, `nightjar://${at}/`);
  }

  get lacking(): Readonly<Partial<Record<Ability, string>>> {
    const { update } = this.#options;
    return update === undefined ? { bundle: "the bench has no --update: a newer system" } : {};
  }

  /** Where the device gets the newer system. Throws HilError without one. */
  get updateUrl(): string {
    const { update, benchHost } = this.#options;
    if (update === undefined) throw new HilError("no-bundle", "the bench has no bundle");
    return `http://${benchHost}:${this.#mediaPort}/${bundleName}`;
  }

  /** `nightjar ctl --speaker AT …` as a user; what it printed. Throws Fault with what it complained of. */
  ctl(user: string, at: string, words: readonly string[]): Promise<string> {
    const home = this.#in("homes", user);
    mkdirSync(home, { recursive: true });
    return new Promise((resolve, reject) => {
      const child = spawn(program, ["ctl", "--speaker", at, ...words], {
        env: {
          ...process.env,
          HOME: home,
          XDG_CONFIG_HOME: path.join(home, "config"),
          NIGHTJAR_MDNS: "off",
        },
        timeout: commandMsMax,
      });
      let [out, err] = ["", ""];
      child.stdout.on("data", (part) => {
        out += String(part);
      });
      child.stderr.on("data", (part) => {
        err += String(part);
      });
      child.once("error", reject);
      child.once("close", (code) => {
        if (code === 0) resolve(out);
        else reject(new Fault(`ctl ${words.join(" ")}: ${err.trim() || `ended with ${code}`}`));
      });
    });
  }

  /** A Cast sender of another make that plays ladder b and stays. */
  cast(at: string): Daemon {
    const [host = "", port = ""] = at.split(":");
    const base = `http://${this.#options.benchHost}:${this.#mediaPort}`;
    const words = [path.join(senders, "castv2-client.js"), host, port, base, "play-b"];
    return Daemon.start(process.execPath, words);
  }

  logs(): Record<string, string> {
    return Object.fromEntries([...this.#logs].map(([name, log]) => [name, log()]));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const end of this.#ends.splice(0).reverse()) await end();
  }

  #in(...parts: readonly string[]): string {
    return path.join(this.#options.folder, ...parts);
  }

  async #open(): Promise<void> {
    mkdirSync(this.#in("music"), { recursive: true });
    for (const name of ladders) {
      const input = ["-v", "error", "-y", "-f", "lavfi", "-i", ladderGraph(name)];
      const tags = ["-metadata", `title=Ladder ${name}`, "-metadata", "artist=Bench"];
      const to = this.#in("music", `${name}.mp3`);
      await runToEnd("ffmpeg", [...input, ...tags, "-b:a", "128k", to]);
    }
    const { listenHost, update } = this.#options;
    if (update !== undefined) symlinkSync(path.resolve(update), this.#in("music", bundleName));
    const origin = ["origin", "--data", this.#in("origin"), "--library", this.#in("music")];
    const listen = ["--listen", `${listenHost}:0`, "--mdns", "off"];
    const { daemon, ready } = await Daemon.nightjar([...origin, ...listen]);
    this.#ends.push(() => daemon[Symbol.asyncDispose]());
    this.#logs.set("origin", () => daemon.log);
    this.#originPort = Number(ready.udp?.split(":").at(-1));
    await ingested(this.#in("origin"));
    await this.#serveMedia(listenHost);
  }

  async #serveMedia(host: string): Promise<void> {
    const words = [path.join(senders, "serve-media.js"), this.#in("music"), host, "0"];
    const child = spawn(process.execPath, words, { stdio: ["ignore", "pipe", "inherit"] });
    this.#ends.push(() => void child.kill());
    this.#mediaPort = await new Promise<number>((resolve, reject) => {
      child.once("error", reject);
      child.once("exit", (code) => reject(new Error(`the media server ended with ${code}`)));
      child.stdout.once("data", (text) => resolve(Number(/serving (\d+)/.exec(String(text))?.[1])));
    });
  }
}
