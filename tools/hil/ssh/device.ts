/**
 * A board over SSH. What QEMU does by itself is done by programs of the bench (hooks) or is lacking, and then cases
 * say so. Its card is written by hand (npm run flash): the board is taken as it is.
 */

import { type ChildProcess, spawn } from "node:child_process";
import { createSocket } from "node:dgram";
import { existsSync } from "node:fs";
import path from "node:path";
import { run } from "../../image/programs.ts";
import { GrowingCapture, rate } from "../../listen/wav.ts";
import type { Hooks } from "../command-line.ts";
import { HilError } from "../errors.ts";
import { commandMsMax } from "../limits.ts";
import { instancesIn, mdnsPort, questionOf } from "../model/frame.ts";
import type { Ability } from "../model/select.ts";
import type { Device, Ear, Ran } from "../ports.ts";
import { notReached, SshShell } from "./shell.ts";

const controlPort = 7_646;
const castPort = 8_009;
const group = "224.0.0.251";
const asks = 6;
const askEveryMs = 1_000;

export class SshDevice implements Device {
  readonly about: string;
  readonly image = undefined;
  readonly lacking: Readonly<Partial<Record<Ability, string>>>;
  readonly control: string;
  readonly cast: string;
  readonly benchHost: string;
  readonly listenHost = "0.0.0.0";
  readonly ear: Ear | undefined;
  readonly #shell: SshShell;
  readonly #hooks: Hooks;
  readonly #recorder: Recorder | undefined;
  #powered = true;

  /** Throws HilError where it does not answer. */
  static async open(
    host: string,
    hooks: Hooks,
    folder: string,
    signal: AbortSignal,
  ): Promise<SshDevice> {
    const shell = new SshShell({ host, program: hooks.ssh, folder });
    const who = 'echo "$SSH_CONNECTION"; test "$(id -u)" = 0';
    const { status, output } = await shell.run(who, signal);
    const [bench, , board] = output.trim().split(" ");
    if (status === notReached || bench === undefined || board === undefined)
      throw new HilError("not-reached", `no answer from ${host}: ${output.trim()}`, {
        remedy: `see that ssh ${host} works without a question`,
      });
    if (status !== 0)
      throw new HilError("not-root", `${host} does not let root in`, {
        remedy: "name root@HOST: services are stopped and started",
      });
    const program = capturing(hooks);
    const recorder = program === undefined ? undefined : await Recorder.open(program, folder);
    return new SshDevice({ host, shell, bench, board, hooks, recorder });
  }

  private constructor(options: {
    readonly host: string;
    readonly shell: SshShell;
    readonly bench: string;
    readonly board: string;
    readonly hooks: Hooks;
    readonly recorder: Recorder | undefined;
  }) {
    const { host, shell, bench, board, hooks, recorder } = options;
    this.#shell = shell;
    this.#hooks = hooks;
    this.#recorder = recorder;
    this.ear = recorder;
    this.about = `${host} over SSH`;
    this.benchHost = bench;
    this.control = `${board}:${controlPort}`;
    this.cast = `${board}:${castPort}`;
    const without = (name: keyof Hooks, what: string): string | undefined =>
      hooks[name] === undefined ? `the bench has no --${name}: ${what}` : undefined;
    this.lacking = lackingOf({
      card: "a board's card is written by hand: npm run flash",
      power: without("power", "a program that switches the board's power"),
      link: without("link", "a program that takes its network away"),
      lines: without("lines", "a program that moves its GPIO lines"),
      ear:
        capturing(hooks) === undefined
          ? "the bench has no --capture: a sound card that hears it"
          : undefined,
    });
  }

  get powered(): boolean {
    return this.#powered;
  }

  async flash(): Promise<void> {
    throw new HilError("no-card", "a board's card is written by hand", {
      remedy: "npm run -s flash -- write IMAGE DISK",
    });
  }

  async powerOn(signal: AbortSignal): Promise<void> {
    await this.#hook("power", ["on"], signal);
    this.#powered = true;
  }

  async powerCut(signal: AbortSignal): Promise<void> {
    await this.#hook("power", ["off"], signal);
    this.#powered = false;
    this.#shell.forget();
  }

  async shell(command: string, signal: AbortSignal, limitMs?: number): Promise<Ran> {
    return await this.#shell.ask(command, signal, limitMs);
  }

  async link(up: boolean, signal: AbortSignal): Promise<void> {
    await this.#hook("link", [up ? "up" : "down"], signal);
  }

  async drive(line: number, high: boolean, signal: AbortSignal): Promise<void> {
    await this.#hook("lines", [String(line), high ? "high" : "low"], signal);
  }

  /** Answers of all who are on the bench's network; those of this board's address count. */
  async browse(type: string, signal: AbortSignal): Promise<readonly string[]> {
    const found = new Set<string>();
    const board = this.control.split(":")[0];
    const socket = createSocket({ type: "udp4", reuseAddr: true });
    // From another port than 5353 it is answered directly (RFC 6762 §6.7).
    socket.on("message", (message, from) => {
      if (from.address === board) for (const name of instancesIn(message, type)) found.add(name);
    });
    try {
      for (let count = 0; count < asks && found.size === 0; count++) {
        signal.throwIfAborted();
        socket.send(questionOf(type), mdnsPort, group);
        await new Promise((resolve) => setTimeout(resolve, askEveryMs));
      }
    } finally {
      socket.close();
    }
    return [...found];
  }

  async logs(): Promise<Readonly<Record<string, string>>> {
    const journal = "journalctl -b -u nightjar-speaker --no-pager -n 2000";
    const told = await this.shell(journal, AbortSignal.timeout(commandMsMax)).catch(String);
    return { journal: typeof told === "string" ? told : told.output };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#recorder?.[Symbol.dispose]();
    this.#shell[Symbol.dispose]();
  }

  /** A program of the bench with its arguments; words between spaces, as in a shell. */
  async #hook(name: keyof Hooks, words: readonly string[], signal: AbortSignal): Promise<void> {
    const command = this.#hooks[name];
    if (command === undefined) throw new HilError("no-hook", `the bench has no --${name}`);
    await run("sh", ["-c", `${command} "$@"`, "sh", ...words], {}, signal);
  }
}

function lackingOf(
  found: Readonly<Partial<Record<Ability, string | undefined>>>,
): Readonly<Partial<Record<Ability, string>>> {
  const there = Object.entries(found).filter(([, why]) => why !== undefined);
  return Object.fromEntries(there) as Partial<Record<Ability, string>>; // the same keys
}

/** A shell's words, with the file to write before them as `$1`; undefined: nothing to listen with. */
function capturing({ capture, captureWith }: Hooks): string | undefined {
  if (captureWith !== undefined) return `${captureWith} "$1"`;
  if (capture === undefined) return undefined;
  const form = `-f S16_LE -c 2 -r ${rate} -t wav`;
  return `exec arecord -q -D '${capture.replaceAll("'", "'\\''")}' ${form} "$1"`;
}

/** alsa-utils' arecord, or a program of the bench, from the beginning of a run to its end. */
class Recorder implements Ear, Disposable {
  readonly #child: ChildProcess;
  readonly #file: GrowingCapture;

  static async open(program: string, folder: string): Promise<Recorder> {
    const file = path.join(folder, "heard.wav");
    // In a group of its own, so that all of it can be ended.
    const child = spawn("sh", ["-c", program, "sh", file], {
      stdio: ["ignore", "ignore", "pipe"],
      detached: true,
    });
    let said = "";
    child.stderr.on("data", (part) => {
      said += String(part);
    });
    while (!existsSync(file)) {
      if (child.exitCode !== null)
        throw new HilError("deaf", `nothing hears the board: ${program}: ${said.trim()}`, {
          remedy: "sudo apt-get install alsa-utils; arecord -l lists devices",
        });
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return new Recorder(child, new GrowingCapture(file));
  }

  private constructor(child: ChildProcess, file: GrowingCapture) {
    this.#child = child;
    this.#file = file;
  }

  frames(): number {
    return this.#file.frames;
  }

  read(from: number, to: number): Int16Array {
    return this.#file.read(from, to);
  }

  [Symbol.dispose](): void {
    if (this.#child.exitCode === null && this.#child.pid !== undefined)
      process.kill(-this.#child.pid);
    this.#file[Symbol.dispose]();
  }
}
