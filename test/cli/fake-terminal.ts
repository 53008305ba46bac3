/** A terminal that keeps what is written. */
import type { Terminal, TerminalStream } from "../../src/ports/terminal.ts";

export class FakeStream implements TerminalStream {
  text = "";
  isTty = false;
  columns = 100;
  rows = 24;
  colour = false;

  write(text: string): void {
    this.text += text;
  }
}

export class FakeTerminal implements Terminal {
  readonly out = new FakeStream();
  readonly err = new FakeStream();
  readonly closing = new AbortController();

  get closed(): AbortSignal {
    return this.closing.signal;
  }
}
