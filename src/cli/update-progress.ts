/** How far an update is: a bar on a terminal, a line at each tenth otherwise. */
import type { Progress } from "../update/installer.ts";
import { bar, bytesText } from "./format.ts";
import type { Machine } from "./machine.ts";

const barWidth = 28;

export class UpdateProgress implements Disposable {
  readonly #machine: Machine;
  /** Programs that read JSON read no bars, but they read stdout alone. */
  readonly #drawn: boolean;
  #last = "";

  constructor(machine: Machine, json: boolean) {
    this.#machine = machine;
    this.#drawn = machine.terminal.err.isTty && !json;
  }

  show({ stage, doneBytes, totalBytes }: Progress): void {
    const { err } = this.#machine.terminal;
    const share = doneBytes / totalBytes;
    if (this.#drawn) {
      const figures = `${bytesText(doneBytes)} of ${bytesText(totalBytes)}`;
      err.write(`\r\x1b[K${stage} ${bar(share, barWidth)} ${figures}`);
      return;
    }
    const line = `${stage}: ${10 * Math.floor(10 * share)} %\n`;
    if (line !== this.#last) err.write(line);
    this.#last = line;
  }

  [Symbol.dispose](): void {
    if (this.#drawn) this.#machine.terminal.err.write("\r\x1b[K");
  }
}
