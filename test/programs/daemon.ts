/** Real processes: starts the compiled program, waits for its ready line, talks to it, stops it. */
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { builtProgram } from "./built-program.ts";

const program = builtProgram();

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Nothing that a test starts may speak to other machines: who tests discovery says so, in a network of its own. */
const alone = { NIGHTJAR_MDNS: "off" } as const;

/** The program's command line, begun by what puts it into another network. A web remote serves all addresses unless told otherwise. */
function commandOf(args: readonly string[], through: readonly string[] = []): readonly string[] {
  const closed = ["--http", "--cast"].filter((listener) => !args.includes(listener));
  const off = args[0] === "speaker" ? closed.flatMap((listener) => [listener, "off"]) : [];
  return [...through, program, ...args, ...off];
}

/** Runs a command to its end. */
export function nightjar(
  args: readonly string[],
  options: { readonly env?: NodeJS.ProcessEnv; readonly through?: readonly string[] } = {},
): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const [command = "", ...words] = commandOf(args, options.through);
    const child = spawn(command, words, {
      env: { ...process.env, ...alone, ...options.env },
    });
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, stdout, stderr }));
  });
}

/** The JSON document of a command that must succeed. */
export async function json<T>(args: readonly string[]): Promise<T> {
  const { code, stdout, stderr } = await nightjar(args);
  assert.equal(code, 0, `nightjar ${args.join(" ")}: ${stderr}`);
  return JSON.parse(stdout) as T; // the test names what it expects
}

export class Daemon implements AsyncDisposable {
  readonly child: ChildProcess;
  readonly ready: Readonly<Record<string, unknown>>;
  readonly log: string[];

  static async start(
    args: readonly string[],
    env: NodeJS.ProcessEnv = {},
    through: readonly string[] = [],
  ): Promise<Daemon> {
    const [command = "", ...words] = commandOf(args, through);
    const child = spawn(command, words, {
      env: { ...process.env, ...alone, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const log: string[] = [];
    if (child.stderr !== null) createInterface(child.stderr).on("line", (line) => log.push(line));
    const ready = await new Promise<string>((resolve, reject) => {
      if (child.stdout !== null) createInterface(child.stdout).once("line", resolve);
      child.once("exit", (code) =>
        reject(new Error(`exit ${code} before ready: ${log.join("\n")}`)),
      );
    });
    return new Daemon(child, JSON.parse(ready) as Record<string, unknown>, log); // CONTRACT: one JSON line
  }

  private constructor(
    child: ChildProcess,
    ready: Readonly<Record<string, unknown>>,
    log: string[],
  ) {
    this.child = child;
    this.ready = ready;
    this.log = log;
  }

  /** Exit code after SIGTERM. */
  stop(signal: NodeJS.Signals = "SIGTERM"): Promise<number | null> {
    return new Promise((resolve) => {
      if (this.child.exitCode !== null || this.child.signalCode !== null)
        resolve(this.child.exitCode);
      else {
        this.child.once("exit", (code) => resolve(code));
        this.child.kill(signal);
      }
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop("SIGKILL");
  }
}

/** A folder that goes when the test is over. */
export class TempFolder implements Disposable {
  readonly path = mkdtempSync(path.join(os.tmpdir(), "nightjar-"));

  in(...parts: string[]): string {
    return path.join(this.path, ...parts);
  }
  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

/** Asks again until it is so; the only waiting in these tests, and always for something. `what` is asked for once it failed. */
export async function until<T>(
  what: string | (() => string),
  look: () => Promise<T | undefined>,
  limitMs = 30_000,
): Promise<T> {
  const end = Date.now() + limitMs;
  for (;;) {
    const seen = await look();
    if (seen !== undefined) return seen;
    if (Date.now() >= end)
      assert.fail(`it took longer than ${limitMs} ms: ${typeof what === "string" ? what : what()}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
