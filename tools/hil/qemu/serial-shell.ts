/**
 * A root shell on a serial line: commands with an end mark each, so that what they print and how they ended can be
 * told from whatever else comes over the line. One at a time.
 *
 * systemd's debug shell (`systemd.debug_shell=TTY` on the kernel's command line) is at the other end: images need
 * nothing of their own for it.
 */
import { createConnection, type Socket } from "node:net";
import { HilError } from "../errors.ts";
import { commandMsMax } from "../limits.ts";
import type { Ran } from "../ports.ts";

/** Colours and other orders to a terminal (ECMA-48). */
// biome-ignore lint/suspicious/noControlCharactersInRegex: escape is what these begin with
export const escapes = /\u001b(\[[0-9;?]*[A-Za-z]|M|\][^\u0007]*\u0007|[=>])/g;
/** A shell that was just started takes seconds on a busy host to read its first line. */
const greetingMs = 10_000;

export class SerialShell implements Disposable {
  readonly #socket: Socket;
  #heard = "";
  #next = 0;
  #greeted = false;

  constructor(at: string) {
    this.#socket = createConnection(at);
    // The machine goes before its sockets.
    this.#socket.on("error", () => undefined);
    this.#socket.setEncoding("utf8").on("data", (text: string) => {
      this.#heard += text;
    });
  }

  /** Throws HilError `no-answer`. */
  async ask(command: string, signal: AbortSignal, limitMs = commandMsMax): Promise<Ran> {
    const deadline = performance.now() + limitMs;
    while (!this.#greeted) {
      // What was typed before anybody listened was lost, or is answered later: marks tell the answers apart.
      const quiet = "stty -echo; export TERM=dumb PS1= PS2= SYSTEMD_COLORS=0 SYSTEMD_PAGER=cat";
      const greeted = await this.#exchange(quiet, greetingMs, signal);
      this.#greeted = greeted !== undefined;
      if (performance.now() > deadline) throw noAnswer(command);
    }
    const ran = await this.#exchange(command, deadline - performance.now(), signal);
    if (ran === undefined) {
      this.#greeted = false;
      throw noAnswer(command);
    }
    return ran;
  }

  [Symbol.dispose](): void {
    this.#socket.destroy();
  }

  async #exchange(command: string, limitMs: number, signal: AbortSignal): Promise<Ran | undefined> {
    const mark = `nj${this.#next++}x${Math.trunc(performance.now()).toString(36)}`;
    this.#heard = "";
    // The mark is split by a variable that is none, so that an echo of the command is not taken for its end, and a
    // line of which only the end arrived leaves no quote open. Ctrl-C instead would end a shell that still starts.
    const split = `${mark.slice(0, 2)}$\{NJ}${mark.slice(2)}`;
    this.#socket.write(`echo ${split}B; { ${command}\n}; echo ${split}E$?\n`);
    const answer = new RegExp(`${mark}B\\r?\\n([\\s\\S]*?)${mark}E(\\d+)`);
    const deadline = performance.now() + limitMs;
    while (performance.now() < deadline) {
      signal.throwIfAborted();
      const [, output = "", status] = answer.exec(this.#heard) ?? [];
      if (status !== undefined)
        return {
          status: Number(status),
          output: output.replaceAll(escapes, "").replaceAll("\r", ""),
        };
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return undefined;
  }
}

function noAnswer(command: string): HilError {
  return new HilError("no-answer", `the device's shell did not answer to: ${command}`, {
    remedy: "see the console in the report",
  });
}
