/** What the programs of a simulated house logged, with who and when: for messages and traces. */
import type { Log } from "../../src/ports/log.ts";

export interface LogLine {
  readonly atUs: number;
  readonly who: string;
  readonly level: "info" | "warn" | "error";
  readonly event: string;
  readonly fields: object;
}

/** The latest ones are enough for a message. */
const linesMax = 400;

export class SimLog {
  readonly lines: string[] = [];
  onLine: (line: LogLine) => void = () => undefined;
  readonly #nowUs: () => number;

  constructor(nowUs: () => number) {
    this.#nowUs = nowUs;
  }

  of(who: string): Log {
    const note =
      (level: LogLine["level"]) =>
      (event: string, fields: object = {}): void =>
        this.#note({ atUs: this.#nowUs(), who, level, event, fields });
    const log: Log = {
      debug: () => undefined, // too much for a message
      info: note("info"),
      warn: note("warn"),
      error: note("error"),
      child: () => log,
    };
    return log;
  }

  #note(line: LogLine): void {
    const { level, who, event, fields } = line;
    this.lines.push(`${level} ${who} ${event} ${JSON.stringify(fields)}`);
    if (this.lines.length > linesMax) this.lines.shift();
    this.onLine(line);
  }
}
