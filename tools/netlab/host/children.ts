/**
 * Programs started inside a host of the lab. Each leads a process group, is killed by the kernel should
 * this process die without a word, and is ended with its group when the lab is closed.
 */
import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { stopMsMax } from "../limits.ts";
import { signalOne } from "./process-table.ts";

export class Children {
  readonly #running = new Set<ChildProcess>();

  /** `argv` in the namespace at `path`; the child's number is that of the program itself. */
  start(path: string, argv: readonly string[], options: SpawnOptions): ChildProcess {
    const launcher = ["setpriv", "--pdeathsig", "KILL", "nsenter", `--net=${path}`, "--"];
    const [command = "", ...args] = [...launcher, ...argv];
    const child = spawn(command, args, { detached: true, ...options });
    this.#running.add(child);
    const gone = () => this.#running.delete(child);
    child.once("exit", gone);
    child.once("error", gone);
    return child;
  }

  /** SIGTERM to all groups; after `stopMsMax` SIGKILL. Resolves when all have ended. */
  async stop(): Promise<void> {
    const ended = Promise.all([...this.#running].map(exitOf));
    this.signal("SIGTERM");
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, stopMsMax);
    });
    await Promise.race([ended, late]);
    clearTimeout(timer);
    this.signal("SIGKILL");
    await ended;
  }

  signal(signal: NodeJS.Signals): void {
    for (const { pid } of this.#running) if (pid !== undefined) signalGroup(pid, signal);
  }
}

function exitOf(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once("exit", () => resolve());
    child.once("error", () => resolve());
  });
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // Not a leader (it shares the terminal), or just gone.
    signalOne(pid, signal);
  }
}
