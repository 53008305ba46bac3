/**
 * Commands on a device over ssh(1), all over one connection: a handshake takes a small board half a second and an
 * emulated one several, and a button is held for as long as a command takes.
 */
import { execFileSync, spawn } from "node:child_process";
import path from "node:path";
import { HilError } from "../errors.ts";
import { commandMsMax } from "../limits.ts";
import type { Ran } from "../ports.ts";

/** ssh's own complaint where it cannot get through (ssh(1), EXIT STATUS). */
export const notReached = 255;
/** To a connection. An emulated machine that starts beside other work did not shake hands within 20 s. */
const connectS = 60;
/** A device that is silent for two of these is gone: its plug was pulled, or its network. */
const aliveS = 15;

export interface SshPlace {
  /** As ssh takes it, such as root@kitchen. */
  readonly host: string;
  /** Words of a shell instead of `ssh`. */
  readonly program: string | undefined;
  /** Where the connection's socket goes; its path has a hundred bytes at most (unix(7)). */
  readonly folder: string;
}

export class SshShell implements Disposable {
  readonly #place: SshPlace;

  constructor(place: SshPlace) {
    this.#place = place;
  }

  /** What it printed on both streams, and how it ended; `notReached` where nobody answers. */
  run(command: string, signal: AbortSignal, limitMs = commandMsMax): Promise<Ran> {
    const { host } = this.#place;
    const child = spawn("sh", ["-c", `${this.#words} "$@"`, "sh", host, "--", command], {
      stdio: ["ignore", "pipe", "pipe"],
      signal: AbortSignal.any([signal, AbortSignal.timeout(limitMs)]),
    });
    let output = "";
    const hear = (part: unknown): void => {
      output += String(part);
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    return new Promise((resolve, reject) => {
      child.once("error", (error) => {
        const unanswered = `no answer from ${host} to ${command}`;
        const why = new HilError("no-answer", unanswered, { cause: error });
        reject(signal.aborted ? signal.reason : why);
      });
      child.once("close", (status) => resolve({ status: status ?? notReached, output }));
    });
  }

  /** As `run`; throws HilError `no-answer` where nobody answers. */
  async ask(command: string, signal: AbortSignal, limitMs?: number): Promise<Ran> {
    const ran = await this.run(command, signal, limitMs);
    if (ran.status !== notReached) return ran;
    // Whatever is left of a connection is that of a device that is gone.
    this.forget();
    const { host } = this.#place;
    throw new HilError("no-answer", `no answer from ${host}: ${ran.output.trim()}`);
  }

  /** The next command makes a connection of its own. */
  forget(): void {
    try {
      const exit = `${this.#words} -O exit "$@"`;
      execFileSync("sh", ["-c", exit, "sh", this.#place.host], { stdio: "ignore" });
    } catch {
      // There was none.
    }
  }

  [Symbol.dispose](): void {
    this.forget();
  }

  get #words(): string {
    const socket = path.join(this.#place.folder, "ssh-%C");
    const one = `-o ControlMaster=auto -o ControlPath='${socket}' -o ControlPersist=60`;
    const alive = `-o ServerAliveInterval=${aliveS} -o ServerAliveCountMax=2`;
    const { program = "ssh" } = this.#place;
    return `${program} -o BatchMode=yes -o ConnectTimeout=${connectS} ${alive} ${one}`;
  }
}
