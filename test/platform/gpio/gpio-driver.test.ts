/** The driver on a kernel that does as it is told: files in place of chips, a pipe in place of lines. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  closeSync,
  mkdtempSync,
  openSync,
  readlinkSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, it } from "vitest";
import { ChardevGpio } from "../../../src/platform/gpio/gpio-driver.ts";
import { call, lineEventBytes } from "../../../src/platform/gpio/uapi.ts";
import { GpioError } from "../../../src/ports/errors.ts";
import type { GpioEdge } from "../../../src/ports/gpio.ts";

const busy = 16;
let folder = "";
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "nightjar-gpio-"));
  for (const name of ["gpiochip0", "gpiochip1", "other"])
    writeFileSync(path.join(folder, name), "");
  spawnSync("mkfifo", [path.join(folder, "lines")]);
});
afterEach(() => rmSync(folder, { recursive: true }));

/** gpiochip0 is "first", then "second"; line 2 is another's. */
class Kernel {
  readonly lines: number;
  readonly held: number[] = [];
  levels = 0n;
  ready: () => void = () => undefined;

  constructor() {
    this.lines = openSync(path.join(folder, "lines"), "r+");
  }

  readonly gpio = () =>
    new ChardevGpio(
      {
        ioctl: (fd, number, argument) => this.#call(fd, number, argument),
        whenReadable: (_fd, run) => {
          this.ready = run;
          return { [Symbol.dispose]: () => undefined };
        },
      },
      folder,
    );

  event(line: number, active: boolean, seq: number): void {
    const bytes = new Uint8Array(lineEventBytes);
    const view = new DataView(bytes.buffer);
    view.setBigUint64(0, BigInt(seq) * 1_000_000n, true);
    view.setUint32(8, active ? 1 : 2, true);
    view.setUint32(12, line, true);
    view.setUint32(16, seq, true);
    writeSync(this.lines, bytes);
  }

  #call(fd: number, number: number, argument: Uint8Array): number {
    const view = new DataView(argument.buffer);
    const text = (value: string, at: number): void => argument.set(Buffer.from(value), at);
    switch (number) {
      case call.chipInfo:
        text(readlinkSync(`/proc/self/fd/${fd}`).endsWith("0") ? "first" : "second", 32);
        view.setUint32(64, 8, true);
        return 0;
      case call.getLine: {
        const count = view.getUint32(560, true);
        const asked = Array.from({ length: count }, (_, at) => view.getUint32(4 * at, true));
        if (asked.includes(2)) return busy;
        this.held.push(...asked);
        view.setInt32(588, openSync(path.join(folder, "lines"), "r+"), true);
        return 0;
      }
      case call.lineInfo:
        if (view.getUint32(64, true) === 2) {
          view.setBigUint64(72, 1n, true);
          text("spi0 CS0", 32);
        }
        return 0;
      case call.getValues:
        view.setBigUint64(0, this.levels, true);
        return 0;
      case call.setValues: {
        const mask = view.getBigUint64(8, true);
        this.levels = (this.levels & ~mask) | (view.getBigUint64(0, true) & mask);
        return 0;
      }
      default:
        return 22;
    }
  }
}

const input = (line: number) => ({ line, activeLow: true, pull: "up", debounceUs: 5_000 }) as const;

function refused(work: () => unknown): string {
  try {
    work();
    return "granted";
  } catch (error) {
    assert.ok(error instanceof GpioError);
    return `${error.code}: ${error.message}; ${error.remedy}`;
  }
}

describe("GPIO of the kernel", () => {
  it("finds a chip by its label, the first of several that is there", () => {
    const kernel = new Kernel();
    const gpio = kernel.gpio();
    assert.deepEqual(
      gpio.chips().map(({ label, lines }) => `${label} ${lines}`),
      ["first 8", "second 8"],
    );
    using _lights = gpio.outputs(["none", "second"], [{ line: 1, activeLow: false, active: true }]);
    assert.deepEqual(kernel.held, [1]);
    assert.equal(
      refused(() => gpio.outputs(["none"], [{ line: 1, activeLow: false, active: true }])),
      "no-chip: no GPIO chip here is called none; there is: first, second; choose the board's own profile (nightjar boards)",
    );
    closeSync(kernel.lines);
  });

  it("says which line is taken, and by whom, and which there is not", () => {
    const kernel = new Kernel();
    const listener = { edges: () => undefined, lost: () => undefined };
    const ask = (line: number) =>
      kernel.gpio().inputs(["first"], [input(1), input(line)], listener);
    assert.match(
      refused(() => ask(2)),
      /^line-busy: line 2 of first is used by "spi0 CS0"; take/,
    );
    assert.match(
      refused(() => ask(8)),
      /^no-line: first has no line 8, only 0 to 7; /,
    );
    closeSync(kernel.lines);
  });

  it("tells edges in their order, and what was lost by the levels of now", () => {
    const kernel = new Kernel();
    const told: GpioEdge[] = [];
    const listener = {
      edges: (edges: readonly GpioEdge[]) => told.push(...edges),
      lost: (error: GpioError) => assert.fail(error),
    };
    using _inputs = kernel.gpio().inputs(["first"], [input(4), input(5)], listener);
    kernel.event(5, true, 1);
    kernel.event(5, false, 2);
    kernel.ready();
    assert.deepEqual(told.splice(0), [
      { index: 1, active: true, atUs: 1_000 },
      { index: 1, active: false, atUs: 2_000 },
    ]);
    // 3 to 6 did not fit into the kernel's queue: by now the first line is active, the second is not.
    kernel.levels = 0b01n;
    kernel.event(5, true, 7);
    kernel.ready();
    assert.deepEqual(told, [
      { index: 1, active: true, atUs: 7_000 },
      { index: 0, active: true, atUs: 7_000 },
      { index: 1, active: false, atUs: 7_000 },
    ]);
    closeSync(kernel.lines);
  });

  it("sets one line and leaves the others", () => {
    const kernel = new Kernel();
    const lines = [1, 3].map((line) => ({ line, activeLow: false, active: false }));
    using outputs = kernel.gpio().outputs(["first"], lines);
    outputs.set(1, true);
    outputs.set(0, true);
    outputs.set(1, false);
    assert.equal(kernel.levels, 0b01n);
    outputs[Symbol.dispose]();
    outputs.set(0, false);
    assert.equal(kernel.levels, 0b01n, "closed");
    closeSync(kernel.lines);
  });
});
