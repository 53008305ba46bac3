/**
 * JSON lines on stderr: time, level, component, event, then the fields.
 *
 * A line that cannot be written is dropped and counted: a broken pipe behind
 * stderr must not stop the music.
 */
import type { Clock } from "../ports/clock.ts";
import type { Log, LogFields } from "../ports/log.ts";

export type LogLevel = "debug" | "info" | "warn" | "error";

const ranks: Readonly<Record<LogLevel, number>> = { debug: 0, info: 1, warn: 2, error: 3 };

export interface JsonLogOptions {
  readonly clock: Clock;
  /** Lines below it are not written. */
  readonly level: LogLevel;
  readonly component: string;
  /** Where the lines go: stderr unless a test says otherwise. */
  readonly stream?: NodeJS.WritableStream;
}

/** Shared by a log and its children. */
class LineSink {
  readonly #stream: NodeJS.WritableStream;
  #dropped = 0;

  constructor(stream: NodeJS.WritableStream) {
    this.#stream = stream;
    stream.on("error", () => {
      this.#dropped += 1;
    });
  }

  get dropped(): number {
    return this.#dropped;
  }

  write(line: string): void {
    try {
      this.#stream.write(line);
    } catch {
      this.#dropped += 1;
    }
  }
}

export class JsonLog implements Log {
  readonly #options: JsonLogOptions;
  readonly #sink: LineSink;

  constructor(options: JsonLogOptions, sink?: LineSink) {
    this.#options = options;
    this.#sink = sink ?? new LineSink(options.stream ?? process.stderr);
  }

  /** Lines that could not be written. */
  get dropped(): number {
    return this.#sink.dropped;
  }

  debug(event: string, fields?: LogFields): void {
    this.#write("debug", event, fields);
  }
  info(event: string, fields?: LogFields): void {
    this.#write("info", event, fields);
  }
  warn(event: string, fields?: LogFields): void {
    this.#write("warn", event, fields);
  }
  error(event: string, fields?: LogFields): void {
    this.#write("error", event, fields);
  }

  child(component: string): Log {
    return new JsonLog({ ...this.#options, component }, this.#sink);
  }

  #write(level: LogLevel, event: string, fields: LogFields = {}): void {
    const { clock, component } = this.#options;
    if (ranks[level] < ranks[this.#options.level]) return;
    const time = wallTime(clock.wallMs());
    const fixed = { time, level, component, event };
    // Fixed names come first for the eye and last for the value: a field cannot pose as one of them.
    this.#sink.write(`${JSON.stringify({ ...fixed, ...fields, ...fixed })}\n`);
  }
}

/** A board without an RTC may hold a time that no calendar has. */
function wallTime(wallMs: number): string {
  const date = new Date(wallMs);
  return Number.isNaN(date.getTime()) ? String(wallMs) : date.toISOString();
}
