/**
 * Runs programs by node:child_process, each in a process group of its own, so
 * that an abort takes its children too. Nothing is read from standard input.
 */
import { spawn } from "node:child_process";
import os from "node:os";
import { concatBytes } from "../base/bytes.ts";
import { ProcessError } from "../ports/errors.ts";
import type { ProcessResult, ProcessRunner } from "../ports/process.ts";

const stderrBytesMax = 64 * 1024;
/** Nothing we run prints more; a program that does is broken and is killed. */
const stdoutBytesMax = 64 * 1024 * 1024;

export class NodeProcessRunner implements ProcessRunner {
  readonly cores = os.availableParallelism();

  run(
    command: readonly string[],
    options: { readonly onStderrLine?: (line: string) => void; readonly niceness?: number },
    signal: AbortSignal,
  ): Promise<ProcessResult> {
    const [program = "", ...args] = command;
    if (signal.aborted) return Promise.reject(signal.reason);
    return new Promise((resolve, reject) => {
      const child = spawn(program, args, { detached: true, stdio: ["ignore", "pipe", "pipe"] });
      const kill = (): void => killGroup(child.pid);
      signal.addEventListener("abort", kill, { once: true });
      const stdout = new Collector(stdoutBytesMax, kill);
      const lines = new LineTail(options.onStderrLine);
      child.stdout.on("data", (bytes: Uint8Array) => stdout.push(bytes));
      child.stderr.setEncoding("utf8").on("data", (text: string) => lines.push(text));
      child.once("error", (error) => {
        signal.removeEventListener("abort", kill);
        reject(startError(program, error));
      });
      child.once("close", (code, killedBy) => {
        signal.removeEventListener("abort", kill);
        if (signal.aborted) reject(signal.reason);
        else if (stdout.overflowed) reject(failed(program, "it printed far too much"));
        else if (code === null) reject(failed(program, `killed by ${killedBy}`));
        else resolve({ exitCode: code, stdout: stdout.bytes(), stderr: lines.text });
      });
      lowerPriority(child.pid, options.niceness);
    });
  }
}

export function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // Gone already: that is what was wanted.
  }
}

export function lowerPriority(pid: number | undefined, niceness: number | undefined): void {
  if (pid === undefined || niceness === undefined) return;
  try {
    os.setPriority(pid, niceness);
  } catch {
    // Gone already, or not allowed here: it then runs as we do.
  }
}

function startError(program: string, error: Error): ProcessError {
  if ("code" in error && error.code === "ENOENT") {
    return new ProcessError("not-installed", `${program} is not installed`, {
      remedy: `install it: apt install ${program === "ffprobe" ? "ffmpeg" : program}`,
      cause: error,
    });
  }
  return new ProcessError("failed", `cannot start ${program}: ${error.message}`, { cause: error });
}

function failed(program: string, why: string): ProcessError {
  return new ProcessError("failed", `${program} did not end well: ${why}`);
}

class Collector {
  readonly #parts: Uint8Array[] = [];
  readonly #lengthMax: number;
  readonly #onOverflow: () => void;
  #length = 0;

  constructor(lengthMax: number, onOverflow: () => void) {
    this.#lengthMax = lengthMax;
    this.#onOverflow = onOverflow;
  }

  get overflowed(): boolean {
    return this.#length > this.#lengthMax;
  }

  push(bytes: Uint8Array): void {
    this.#length += bytes.length;
    if (this.overflowed) this.#onOverflow();
    else this.#parts.push(bytes);
  }

  bytes(): Uint8Array {
    return concatBytes(this.#parts);
  }
}

/** Hands on lines and keeps the end of the text. */
export class LineTail {
  readonly #onLine: ((line: string) => void) | undefined;
  #pending = "";
  text = "";

  constructor(onLine: ((line: string) => void) | undefined) {
    this.#onLine = onLine;
  }

  push(piece: string): void {
    this.text = (this.text + piece).slice(-stderrBytesMax);
    if (this.#onLine === undefined) return;
    const lines = (this.#pending + piece).split(/[\r\n]+/);
    this.#pending = (lines.pop() ?? "").slice(-stderrBytesMax);
    for (const line of lines) this.#onLine(line);
  }
}
