/** What people see while an image is built: what is being done, and how long each step took. */
import { cutTo } from "../../src/cli/format.ts";
import type { Clock } from "../../src/ports/clock.ts";
import { drawUs, quietUs } from "./limits.ts";

/** Of a terminal or of a file. */
export interface Output {
  readonly isTty: boolean;
  readonly columns: number;
  write(text: string): void;
}

export class Steps {
  readonly #output: Output;
  readonly #clock: Pick<Clock, "nowUs">;
  readonly #total: number;
  #number = 0;

  /** `total`: how many there will be. */
  constructor(output: Output, clock: Pick<Clock, "nowUs">, total: number) {
    this.#output = output;
    this.#clock = clock;
    this.#total = total;
  }

  /** The result is that of `work`, which may tell what it is at. */
  async step<T>(what: string, work: (tell: (line: string) => void) => Promise<T>): Promise<T> {
    this.#number += 1;
    const head = `[${this.#number}/${this.#total}] ${what}`;
    const { isTty } = this.#output;
    const startUs = this.#clock.nowUs();
    let shownUs = startUs;
    if (isTty) this.#draw(head);
    const result = await work((line) => {
      const nowUs = this.#clock.nowUs();
      if (nowUs - shownUs < (isTty ? drawUs : quietUs)) return;
      shownUs = nowUs;
      const seconds = Math.round((nowUs - startUs) / 1e6);
      if (isTty) this.#draw(`${head} ${seconds} s: ${line}`);
      else this.#output.write(`${head}, ${seconds} s: ${line}\n`);
    });
    const seconds = (this.#clock.nowUs() - startUs) / 1e6;
    this.#output.write(`${isTty ? "\r\x1b[K" : ""}${head}: ${seconds.toFixed(1)} s\n`);
    return result;
  }

  #draw(line: string): void {
    this.#output.write(`\r\x1b[K${cutTo(line, this.#output.columns - 1)}`);
  }
}
