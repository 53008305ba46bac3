/**
 * What the benches that run real programs share: the installed program as daemons in child
 * processes, the library to play, and a remote that asks a speaker over its Unix socket.
 *
 * Every process that is started here is ended here; folders go with them.
 */
import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { ControlClient } from "../../src/control/client.ts";
import { statusFromWire } from "../../src/control/wire-status.ts";
import { NodeClock } from "../../src/platform/clock.ts";
import { nodeNetwork } from "../../src/platform/network.ts";
import type { PlayerCommand, SpeakerStatus } from "../../src/player/model.ts";
import { BenchError } from "./errors.ts";
import { ingestMsMax, logTailChars, readyMsMax, stopMsMax } from "./limits.ts";

/** The root of the repository, from dist/tools/bench and from tools/bench alike. */
export const root = findRoot(import.meta.dirname);
const program = path.join(root, "bin/nightjar.js");
const composer = path.join(root, "dist/tools/compose/main.js");

function findRoot(from: string): string {
  let folder = from;
  while (!existsSync(path.join(folder, "package.json"))) folder = path.dirname(folder);
  return folder;
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** What the promise gives, or undefined when it takes longer. Leaves no timer behind. */
async function within<T>(promise: Promise<T>, ms: number): Promise<T | undefined> {
  const timer = new AbortController();
  const late = new Promise<undefined>((resolve) => {
    const handle = setTimeout(() => resolve(undefined), ms);
    timer.signal.addEventListener("abort", () => clearTimeout(handle), { once: true });
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    timer.abort();
  }
}

/** A new folder under the system's temporary one, gone with all its contents when disposed. */
export async function temporaryFolder(): Promise<AsyncDisposable & { readonly path: string }> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "nightjar-bench-"));
  return {
    path: folder,
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true, maxRetries: 3 }),
  };
}

/** The ready line's fields that benches use; CONTRACT.md has them all. */
interface ReadyLine {
  readonly ready: string;
  readonly udp?: string;
}

/** What a bench starts says nothing to other machines. */
const alone = { ...process.env, NIGHTJAR_MDNS: "off" };

/** Starts a program: on this machine as it is, or in a host of an emulated network. */
export type Launch = (argv: readonly string[], options: SpawnOptions) => ChildProcess;

const here: Launch = ([command = "", ...args], options) => spawn(command, args, options);

/** A child process with the end of its log. */
export class Daemon implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #ended: Promise<void>;
  #log = "";

  /** Any program; resolves when it has been spawned. */
  static start(command: string, args: readonly string[], launch = here): Daemon {
    const options = { cwd: os.tmpdir(), env: alone };
    return new Daemon(
      launch([command, ...args], { ...options, stdio: ["ignore", "pipe", "pipe"] }),
    );
  }

  /** `nightjar …`, up to its ready line. Throws BenchError `not-ready` with the end of its log. */
  static async nightjar(
    args: readonly string[],
    launch = here,
  ): Promise<{ daemon: Daemon; ready: ReadyLine }> {
    const daemon = Daemon.start(program, args, launch);
    try {
      return { daemon, ready: await daemon.#readyLine() };
    } catch (error) {
      await daemon[Symbol.asyncDispose]();
      throw error;
    }
  }

  private constructor(child: ChildProcess) {
    this.#child = child;
    child.stderr?.on("data", (text) => {
      this.#log = (this.#log + String(text)).slice(-logTailChars);
    });
    this.#ended = new Promise((resolve) => {
      child.once("exit", () => resolve());
      child.once("error", (error) => {
        this.#log += error.message;
        resolve();
      });
    });
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }
  get log(): string {
    return this.#log.trim();
  }
  get running(): boolean {
    return this.#child.pid !== undefined && this.#child.exitCode === null;
  }

  async #readyLine(): Promise<ReadyLine> {
    const line = new Promise<string>((resolve) => {
      let text = "";
      this.#child.stdout?.on("data", (piece) => {
        text += String(piece);
        const end = text.indexOf("\n");
        if (end >= 0) resolve(text.slice(0, end));
      });
    });
    const first = await within(Promise.race([line, this.#ended]), readyMsMax);
    if (typeof first !== "string") {
      throw new BenchError("not-ready", `nightjar did not get ready: ${this.log}`);
    }
    const parsed: unknown = JSON.parse(first);
    if (typeof parsed === "object" && parsed !== null && "ready" in parsed) {
      return parsed as ReadyLine; // the one shape that CONTRACT.md gives this line
    }
    throw new BenchError("not-ready", `nightjar's first line is not its ready line: ${first}`);
  }

  /** Asks it to stop, and kills it when it does not. Safe to call twice. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.running) return;
    this.#child.kill("SIGTERM");
    await within(this.#ended, stopMsMax);
    if (!this.running) return;
    process.stderr.write(`bench: process ${this.pid} did not stop in ${stopMsMax} ms; killed\n`);
    this.#child.kill("SIGKILL");
    await this.#ended;
  }
}

/** Runs a program to its end and gives its stdout. Throws BenchError `program-failed`. */
export async function runToEnd(command: string, args: readonly string[]): Promise<string> {
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"], env: alone });
  let [out, log] = ["", ""];
  child.stdout.on("data", (text) => {
    out += String(text);
  });
  child.stderr.on("data", (text) => {
    log = (log + String(text)).slice(-logTailChars);
  });
  const code = await new Promise<number | null>((resolve) => {
    child.once("close", resolve);
    child.once("error", () => resolve(null));
  });
  if (code === 0) return out;
  throw new BenchError(
    "program-failed",
    `${command} ${args.slice(0, 2).join(" ")} ended with ${code}: ${log}`,
  );
}

export function runNightjar(args: readonly string[]): Promise<string> {
  return runToEnd(program, args);
}

/** The built-in library, composed once per machine and kept in the temporary folder. */
export async function builtInLibrary(): Promise<string> {
  const folder = path.join(os.tmpdir(), "nightjar-bench-library");
  await runToEnd(process.execPath, [composer, "--out", folder]);
  return folder;
}

/** An origin over the built-in library, everything ingested. */
export async function startOrigin(data: string): Promise<{ daemon: Daemon; port: number }> {
  const library = await builtInLibrary();
  const { daemon, ready } = await Daemon.nightjar([
    "origin",
    "--data",
    data,
    "--library",
    library,
    "--listen",
    "127.0.0.1:0",
    "--mdns",
    "off",
  ]);
  try {
    await ingested(data);
  } catch (error) {
    await daemon[Symbol.asyncDispose]();
    throw error;
  }
  return { daemon, port: Number(ready.udp?.split(":").at(-1)) };
}

/** Waits until the origin has nothing left to ingest. */
export async function ingested(data: string): Promise<void> {
  const deadline = performance.now() + ingestMsMax;
  while (performance.now() < deadline) {
    const stats: unknown = JSON.parse(
      await runNightjar(["origin", "stats", "--data", data, "--json"]),
    );
    const { done, total } = (stats as { ingest: { done: number; total: number } }).ingest; // CONTRACT.md, Origin reports
    if (total > 0 && done === total) return;
    await sleep(500);
  }
  throw new BenchError("ingest-slow", `ingest is not done after ${ingestMsMax / 1000} s`);
}

/** An invite that names this port of loopback instead of the origin's own: a relay's. */
export async function inviteVia(data: string, port: number): Promise<string> {
  const uri = (await runNightjar(["origin", "invite", "--data", data])).trim();
  return uri.replace(/^nightjar:\/\/[^/]+\//, `nightjar://127.0.0.1:${port}/`);
}

/** A speaker's daemon without output and without listeners but its Unix socket, joined through `port`. */
export async function startSpeaker(
  data: string,
  origin: { readonly data: string; readonly port: number },
): Promise<Daemon> {
  const off = ["--control", "off", "--http", "off", "--cast", "off", "--mdns", "off"];
  const join = ["--join", await inviteVia(origin.data, origin.port)];
  const listen = ["--listen", "127.0.0.1:0", "--output", "null", "--name", "Bench"];
  const { daemon } = await Daemon.nightjar(["speaker", "--data", data, ...listen, ...join, ...off]);
  return daemon;
}

/** A remote on a speaker's Unix socket. */
export class Remote implements AsyncDisposable {
  readonly #client: ControlClient;

  /** Throws NetworkError or ControlError. */
  static async connect(data: string): Promise<Remote> {
    const ports = { network: nodeNetwork, clock: new NodeClock() };
    const target = { kind: "unix", path: path.join(data, "control.sock") } as const;
    const who = { name: "bench", kind: "bench" };
    return new Remote(
      await ControlClient.connect(ports, target, who, AbortSignal.timeout(readyMsMax)),
    );
  }

  private constructor(client: ControlClient) {
    this.#client = client;
  }

  async status(): Promise<SpeakerStatus> {
    const reply = await this.#client.query({ status: {} });
    return statusFromWire(reply.status ?? {});
  }

  /** Resolves when it is accepted, or, with `toFirstSample`, when sound is out. Throws BenchError `refused`. */
  async tell(command: PlayerCommand, toFirstSample = false): Promise<void> {
    const answer = await this.#client.command(command, { waitFirstSample: toFirstSample });
    if (answer.code !== "ok") throw new BenchError("refused", `${command.kind}: ${answer.message}`);
  }

  /** Ids of all tracks, once there are at least `count`. */
  async library(count: number): Promise<readonly string[]> {
    const deadline = performance.now() + readyMsMax;
    while (performance.now() < deadline) {
      const { library } = await this.#client.query({ library: { query: "" } });
      const ids = (library?.tracks ?? []).map(({ id }) => id ?? "");
      if (ids.length >= count) return ids;
      await sleep(100);
    }
    throw new BenchError("no-library", `the speaker does not know ${count} tracks yet`);
  }

  /** Ids by title, of all tracks, once there are at least `count`. */
  async titles(count: number): Promise<ReadonlyMap<string, string>> {
    await this.library(count);
    const { library } = await this.#client.query({ library: { query: "" } });
    return new Map((library?.tracks ?? []).map(({ id, title }) => [title ?? "", id ?? ""]));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#client[Symbol.asyncDispose]();
  }
}
