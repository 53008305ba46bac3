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
/** An answer to a greeting comes at once where somebody listens. */
const greetingMs = 3_000;

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
  async run(command: string, signal: AbortSignal, limitMs = commandMsMax): Promise<Ran> {
    const deadline = performance.now() + limitMs;
    while (!this.#greeted) {
      // What was typed before anybody listened was lost, or is answered later: marks tell the answers apart.
      const quiet = "stty -echo; export TERM=dumb PS1= PS2= SYSTEMD_COLORS=0 SYSTEMD_PAGER=cat";
      // Of a line that was typed too early the end may be there alone, an open quote among it: Ctrl-C drops it.
      this.#socket.write("\u0003\n");
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
    // The mark is split, so that an echo of the command is not taken for its end.
    const [head, tail] = [mark.slice(0, 2), mark.slice(2)];
    this.#socket.write(`echo ${head}''${tail}B; { ${command}\n}; echo ${head}''${tail}E$?\n`);
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
