/** stdout and stderr of the process as a Terminal. */
import type { WriteStream } from "node:tty";
import type { Terminal, TerminalStream } from "../ports/terminal.ts";

const columnsUnknown = 80;
const rowsUnknown = 24;

export class NodeTerminal implements Terminal {
  readonly out: TerminalStream = new NodeTerminalStream(process.stdout);
  readonly err: TerminalStream = new NodeTerminalStream(process.stderr);
  readonly #closed = new AbortController();

  constructor() {
    // EPIPE and its like: whoever read us has gone, and an unheard error would be a crash.
    process.stdout.on("error", (error) => this.#closed.abort(error));
    process.stderr.on("error", () => undefined);
  }

  get closed(): AbortSignal {
    return this.#closed.signal;
  }
}

class NodeTerminalStream implements TerminalStream {
  readonly #stream: WriteStream;

  constructor(stream: WriteStream) {
    this.#stream = stream;
  }

  get isTty(): boolean {
    return this.#stream.isTTY === true;
  }
  get columns(): number {
    return this.#stream.columns || columnsUnknown;
  }
  get rows(): number {
    return this.#stream.rows || rowsUnknown;
  }
  get colour(): boolean {
    const { NO_COLOR: noColour = "", TERM: term } = process.env;
    return this.isTty && noColour === "" && term !== "dumb";
  }

  write(text: string): void {
    if (this.#stream.writable) this.#stream.write(text);
  }
}
