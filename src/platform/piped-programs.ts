/** The PipedPrograms port by node:child_process, each in a process group of its own. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import type { PipedProgram, PipedPrograms } from "../ports/process.ts";
import { killGroup, LineTail, lowerPriority } from "./process.ts";

export const nodePipedPrograms: PipedPrograms = {
  start: (command, niceness) => new NodePipedProgram(command, niceness),
};

class NodePipedProgram implements PipedProgram {
  readonly #child;
  readonly #pieces: AsyncIterator<Uint8Array>;
  readonly #said = new LineTail(undefined);
  #gone = false;

  constructor([program = "", ...args]: readonly string[], niceness: number) {
    const child = spawn(program, args, { detached: true, stdio: ["pipe", "pipe", "pipe"] });
    this.#child = child;
    const gone = (): void => {
      this.#gone = true;
    };
    child.once("error", (error) => {
      this.#said.push(error.message);
      gone();
      child.stdout.destroy();
    });
    child.once("close", gone);
    // A program that reads no more: the next write says so.
    child.stdin.on("error", gone);
    child.stdin.on("close", gone);
    child.stdout.on("error", gone);
    child.stderr.setEncoding("utf8").on("data", (text: string) => this.#said.push(text));
    this.#pieces = child.stdout[Symbol.asyncIterator]();
    lowerPriority(child.pid, niceness);
  }

  get stderr(): string {
    return this.#said.text;
  }

  async write(bytes: Uint8Array): Promise<boolean> {
    const { stdin } = this.#child;
    if (this.#gone || !stdin.writable) return false;
    if (stdin.write(bytes)) return true;
    const stop = new AbortController();
    const { signal } = stop;
    const over = (event: string) => once(stdin, event, { signal }).catch(() => undefined);
    await Promise.race([over("drain"), over("close")]);
    stop.abort();
    return !this.#gone;
  }

  end(): void {
    this.#child.stdin.end();
  }

  async read(): Promise<Uint8Array | undefined> {
    try {
      const { done, value } = await this.#pieces.next();
      return done === true ? undefined : value;
    } catch {
      // It was killed, or never started.
      return undefined;
    }
  }

  kill(): void {
    killGroup(this.#child.pid);
    this.#child.stdout.destroy();
  }
}
