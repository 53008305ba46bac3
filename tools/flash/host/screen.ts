/** What people see while it works: a bar on a terminal, a line now and then elsewhere, and one question. */
import { createInterface } from "node:readline/promises";
import { cutTo, painter } from "../../../src/cli/format.ts";
import { NodeClock } from "../../../src/platform/clock.ts";
import { NodeTerminal } from "../../../src/platform/terminal.ts";
import { lineGapUs } from "../limits.ts";
import { RateMeter } from "../model/rate.ts";
import type { OnProgress } from "./read-plan.ts";

const barColumns = 28;
/** A terminal is drawn at most so often. */
const drawGapUs = 200_000;

export class Screen {
  readonly terminal = new NodeTerminal();
  readonly paint = painter(this.terminal.err.colour);
  readonly #clock = new NodeClock();

  say(line: string): void {
    this.terminal.err.write(`${line}\n`);
  }

  /** What `work` does, shown while it does it; the result is its own. */
  async during<T>(what: string, work: (onProgress: OnProgress) => Promise<T>): Promise<T> {
    let meter: RateMeter | undefined;
    let shownUs = this.#clock.nowUs();
    const startUs = shownUs;
    const { isTty } = this.terminal.err;
    try {
      return await work((done, total) => {
        const nowUs = this.#clock.nowUs();
        if (meter === undefined) {
          meter = new RateMeter(total);
          meter.add(0, startUs);
        }
        meter.add(done, nowUs);
        if (nowUs - shownUs < (isTty ? drawGapUs : lineGapUs)) return;
        shownUs = nowUs;
        this.#show(what, meter);
      });
    } finally {
      if (isTty) this.terminal.err.write("\r\x1b[K");
    }
  }

  /** What was typed; undefined where there is no terminal. */
  async ask(question: string, signal: AbortSignal): Promise<string | undefined> {
    if (!process.stdin.isTTY || !this.terminal.err.isTty) return undefined;
    const lines = createInterface({ input: process.stdin, output: process.stderr });
    // In its raw mode the terminal sends no signal by itself.
    lines.on("SIGINT", () => process.kill(process.pid, "SIGINT"));
    try {
      return (await lines.question(question, { signal })).trim();
    } finally {
      lines.close();
    }
  }

  #show(what: string, meter: RateMeter): void {
    const { err } = this.terminal;
    if (!err.isTty) {
      this.say(`${what}: ${meter.text}`);
      return;
    }
    err.write(
      `\r\x1b[K${cutTo(`${what} ${meter.bar(barColumns)} ${meter.text}`, err.columns - 1)}`,
    );
  }
}
