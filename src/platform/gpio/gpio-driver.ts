/**
 * The Gpio port over /dev/gpiochipN (docs/decisions/0053). Edges come through the
 * event loop's own poll, so no thread waits for them; the kernel notes their time
 * and keeps up to 16 a line until they are read.
 *
 * Invariants:
 *   I1  a call that throws holds no line
 *   I2  for each line edges alternate: a press that was lost in the kernel's queue is made up for by the level of now
 */
import { closeSync, openSync, readdirSync, readSync } from "node:fs";
import { assert } from "../../base/assert.ts";
import { GpioError, type GpioErrorCode } from "../../ports/errors.ts";
import type {
  ChipLabels,
  GpioChip,
  GpioDriver,
  GpioEdge,
  GpioInput,
  GpioInputs,
  GpioLine,
  GpioListener,
  GpioOutput,
  GpioOutputs,
} from "../../ports/gpio.ts";
import type { Native } from "../native.ts";
import * as uapi from "./uapi.ts";

const folder = "/dev";
const consumer = "nightjar";
/** What the kernel keeps for a line (linux/gpio.h, event_buffer_size). */
const eventsKeptPerLine = 16;

/** asm-generic/errno-base.h */
const errno = { notPermitted: 1, noAccess: 13, busy: 16, noDevice: 19, invalid: 22 } as const;

/** ioctl of a descriptor: 0, or the errno. */
export type Ioctl = (fd: number, call: number, argument: Uint8Array) => number;

export interface GpioCalls {
  readonly ioctl: Ioctl;
  readonly whenReadable: Native["whenReadable"];
}

export class ChardevGpio implements GpioDriver {
  readonly #calls: GpioCalls;
  readonly #folder: string;

  constructor(calls: GpioCalls, devices = folder) {
    this.#calls = calls;
    this.#folder = devices;
  }

  /** Throws GpioError `failed` where there is no FFI. */
  static load(native: Native | undefined): ChardevGpio {
    const c = native?.load(["libc.so.6"]);
    if (native === undefined || c === undefined)
      throw new GpioError("failed", "buttons and lights need koffi and glibc, which are not here", {
        remedy: "leave --board out",
      });
    const raw = c.func("int ioctl(int fd, unsigned long request, void *argument)");
    const ioctl: Ioctl = (fd, call, argument) => (raw(fd, call, argument) < 0 ? native.errno() : 0);
    return new ChardevGpio({ ioctl, whenReadable: (fd, run) => native.whenReadable(fd, run) });
  }

  chips(): readonly GpioChip[] {
    return this.#paths().flatMap((path) => {
      try {
        return [this.#within(path, (_fd, info) => info)];
      } catch {
        return []; // Not for us to read: as if it were not there.
      }
    });
  }

  inputs(labels: ChipLabels, lines: readonly GpioInput[], listener: GpioListener): GpioInputs {
    const fd = this.#request(labels, lines, uapi.inputRequest(lines, consumer));
    return new ChardevInputs(this.#calls, fd, lines, listener);
  }

  outputs(labels: ChipLabels, lines: readonly GpioOutput[]): GpioOutputs {
    const fd = this.#request(labels, lines, uapi.outputRequest(lines, consumer));
    return new ChardevOutputs(this.#calls, fd);
  }

  /** The descriptor of the lines. */
  #request(labels: ChipLabels, lines: readonly GpioLine[], bytes: Uint8Array | undefined): number {
    assert(lines.length > 0 && lines.length <= uapi.linesMax, "1 to 64 lines in a request");
    assert(bytes !== undefined, "the lines can be told in one request");
    return this.#within(this.#find(labels), (fd, chip) => {
      const missing = lines.find(({ line }) => line >= chip.lines);
      if (missing !== undefined)
        throw new GpioError(
          "no-line",
          `${chip.label} has no line ${missing.line}, only 0 to ${chip.lines - 1}`,
          { remedy: "take another in the board's profile" },
        );
      const failure = this.#calls.ioctl(fd, uapi.call.getLine, bytes);
      if (failure !== 0) throw this.#refusal(fd, chip, lines, failure);
      return uapi.requestFd(bytes);
    });
  }

  #find(labels: ChipLabels): string {
    const refused: unknown[] = [];
    const found = new Map<string, string>();
    for (const path of this.#paths()) {
      try {
        const { label } = this.#within(path, (_fd, info) => info);
        if (!found.has(label)) found.set(label, path);
      } catch (error) {
        refused.push(error);
      }
    }
    for (const label of labels) {
      const path = found.get(label);
      if (path !== undefined) return path;
    }
    if (found.size === 0 && refused.length > 0) throw refused[0];
    const there = found.size === 0 ? "none" : [...found.keys()].join(", ");
    throw new GpioError(
      "no-chip",
      `no GPIO chip here is called ${labels.join(" or ")}; there is: ${there}`,
      { remedy: "choose the board's own profile (nightjar boards)" },
    );
  }

  #paths(): string[] {
    try {
      const names = readdirSync(this.#folder).filter((name) => /^gpiochip\d+$/.test(name));
      return names.sort().map((name) => `${this.#folder}/${name}`);
    } catch {
      return []; // Another system than Linux has no such folder.
    }
  }

  /** With the chip open. Throws GpioError. */
  #within<T>(path: string, work: (fd: number, info: GpioChip) => T): T {
    let fd: number;
    try {
      fd = openSync(path, "r+");
    } catch (cause) {
      const code = (cause as NodeJS.ErrnoException).code; // openSync throws these alone
      throw refusal(path, code === "EACCES" || code === "EPERM" ? errno.noAccess : 0, cause);
    }
    try {
      const bytes = new Uint8Array(uapi.chipInfoBytes);
      const failure = this.#calls.ioctl(fd, uapi.call.chipInfo, bytes);
      if (failure !== 0) throw refusal(path, failure);
      return work(fd, uapi.chipInfo(bytes));
    } finally {
      closeSync(fd);
    }
  }

  /** The kernel says that a line is taken, not which nor by whom. */
  #refusal(fd: number, chip: GpioChip, lines: readonly GpioLine[], failure: number): GpioError {
    if (failure !== errno.busy) return refusal(`${chip.name} (${chip.label})`, failure);
    for (const { line } of lines) {
      const info = uapi.lineInfoRequest(line);
      if (this.#calls.ioctl(fd, uapi.call.lineInfo, info) !== 0) continue;
      const user = uapi.lineUser(info);
      if (user === undefined) continue;
      const who = user === "" ? "the kernel or another program" : `"${user}"`;
      return new GpioError("line-busy", `line ${line} of ${chip.label} is used by ${who}`, {
        remedy: "take another line in the board's profile, or end what uses it",
      });
    }
    return refusal(`${chip.name} (${chip.label})`, failure);
  }
}

class ChardevInputs implements GpioInputs {
  readonly #calls: GpioCalls;
  readonly #lines: readonly GpioInput[];
  readonly #listener: GpioListener;
  readonly #poll: Disposable;
  readonly #events: Uint8Array;
  readonly #levels: boolean[];
  #fd: number | undefined;
  #seq = 0;

  constructor(calls: GpioCalls, fd: number, lines: readonly GpioInput[], listener: GpioListener) {
    this.#calls = calls;
    this.#fd = fd;
    this.#lines = lines;
    this.#listener = listener;
    this.#events = new Uint8Array(uapi.lineEventBytes * eventsKeptPerLine * lines.length);
    try {
      this.#levels = [...this.read()];
      this.#poll = calls.whenReadable(fd, () => this.#take());
    } catch (error) {
      closeSync(fd);
      throw error;
    }
  }

  read(): readonly boolean[] {
    const count = this.#lines.length;
    if (this.#fd === undefined) return this.#lines.map(() => false);
    const bytes = uapi.lineValues(0n, (1n << BigInt(count)) - 1n);
    const failure = this.#calls.ioctl(this.#fd, uapi.call.getValues, bytes);
    if (failure !== 0) throw refusal("the lines", failure);
    const bits = uapi.valueBits(bytes);
    return this.#lines.map((_, index) => ((bits >> BigInt(index)) & 1n) === 1n);
  }

  [Symbol.dispose](): void {
    const fd = this.#fd;
    if (fd === undefined) return;
    this.#fd = undefined;
    this.#poll[Symbol.dispose]();
    closeSync(fd);
  }

  #take(): void {
    if (this.#fd === undefined) return;
    try {
      const length = readSync(this.#fd, this.#events);
      const edges = this.#edgesOf(uapi.lineEvents(this.#events.subarray(0, length)));
      if (edges.length > 0) this.#listener.edges(edges);
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === "EAGAIN") return; // readSync or an ioctl, whose errors have codes
      this[Symbol.dispose]();
      const error = new GpioError("lost", "the GPIO chip is gone", { cause });
      this.#listener.lost(error);
    }
  }

  #edgesOf(events: readonly uapi.LineEvent[]): GpioEdge[] {
    const edges: GpioEdge[] = [];
    let isLossy = false;
    for (const { line, active, atUs, seq } of events) {
      isLossy ||= seq !== (this.#seq + 1) >>> 0;
      this.#seq = seq;
      this.#note(
        edges,
        this.#lines.findIndex((each) => each.line === line),
        active,
        atUs,
      );
    }
    const lastUs = events.at(-1)?.atUs ?? 0;
    if (isLossy)
      for (const [index, active] of this.read().entries()) this.#note(edges, index, active, lastUs);
    return edges;
  }

  #note(edges: GpioEdge[], index: number, active: boolean, atUs: number): void {
    if (index < 0 || this.#levels[index] === active) return;
    this.#levels[index] = active;
    edges.push({ index, active, atUs });
  }
}

class ChardevOutputs implements GpioOutputs {
  readonly #calls: GpioCalls;
  #fd: number | undefined;

  constructor(calls: GpioCalls, fd: number) {
    this.#calls = calls;
    this.#fd = fd;
  }

  set(index: number, active: boolean): void {
    if (this.#fd === undefined) return;
    const bit = 1n << BigInt(index);
    const bytes = uapi.lineValues(active ? bit : 0n, bit);
    const failure = this.#calls.ioctl(this.#fd, uapi.call.setValues, bytes);
    if (failure !== 0) throw refusal("the lines", failure);
  }

  [Symbol.dispose](): void {
    if (this.#fd !== undefined) closeSync(this.#fd);
    this.#fd = undefined;
  }
}

function refusal(what: string, failure: number, cause?: unknown): GpioError {
  const codes: Readonly<Record<number, GpioErrorCode>> = {
    [errno.notPermitted]: "not-permitted",
    [errno.noAccess]: "not-permitted",
    [errno.busy]: "line-busy",
    [errno.noDevice]: "lost",
  };
  const code = codes[failure] ?? "failed";
  const why = {
    "not-permitted": "this user may not use it",
    "line-busy": "a line is used by something else",
    lost: "it is gone",
    failed: `the kernel refuses it (error ${failure})`,
  } as const;
  const remedies: Partial<Record<GpioErrorCode, string>> = {
    "not-permitted": "put the user into group gpio: sudo usermod -aG gpio USER, and log in anew",
    "line-busy": "end what uses it, or take other lines in the board's profile",
    failed: "Nightjar needs Linux 5.10 or newer for buttons and lights",
  };
  const reason = code === "no-chip" || code === "no-line" ? "" : why[code];
  const remedy = remedies[code];
  return new GpioError(code, `${what}: ${reason}`, {
    ...(remedy === undefined ? {} : { remedy }),
    ...(cause === undefined ? {} : { cause }),
  });
}
