/**
 * A GPIO chip in virtual time: tests move the voltage of its lines and look at what
 * a program puts on them. Debounces as the kernel does: an edge is told once the
 * line was still for as long as was asked.
 */

import type { Cancel, Clock } from "../../src/ports/clock.ts";
import { GpioError } from "../../src/ports/errors.ts";
import type {
  ChipLabels,
  GpioChip,
  GpioDriver,
  GpioInput,
  GpioInputs,
  GpioListener,
  GpioOutput,
  GpioOutputs,
} from "../../src/ports/gpio.ts";

interface Watched {
  readonly spec: GpioInput;
  readonly index: number;
  readonly listener: GpioListener;
  told: boolean;
  settling: Cancel | undefined;
}

export class SimGpio implements GpioDriver {
  readonly label: string;
  readonly lines: number;
  readonly #clock: Clock;
  readonly #high = new Set<number>();
  readonly #watched = new Map<number, Watched>();
  readonly #driven = new Map<number, GpioOutput>();
  /** Called at each change of a line that a program drives. */
  onOutput: (line: number, high: boolean) => void = () => undefined;

  constructor(clock: Clock, { label = "sim", lines = 54 } = {}) {
    this.#clock = clock;
    this.label = label;
    this.lines = lines;
  }

  chips(): readonly GpioChip[] {
    return [{ name: "gpiochip0", label: this.label, lines: this.lines }];
  }

  inputs(chip: ChipLabels, lines: readonly GpioInput[], listener: GpioListener): GpioInputs {
    this.#take(chip, lines);
    for (const [index, spec] of lines.entries()) {
      // What nobody drives is where its pull resistor pulls it.
      if (spec.pull === "up") this.#high.add(spec.line);
      const told = this.#isActive(spec);
      this.#watched.set(spec.line, { spec, index, listener, told, settling: undefined });
    }
    return {
      read: () => lines.map((spec) => this.#watched.get(spec.line)?.told ?? false),
      [Symbol.dispose]: () => {
        for (const { line } of lines) {
          this.#watched.get(line)?.settling?.();
          this.#watched.delete(line);
        }
      },
    };
  }

  outputs(chip: ChipLabels, lines: readonly GpioOutput[]): GpioOutputs {
    this.#take(chip, lines);
    const put = (spec: GpioOutput, active: boolean): void => {
      const high = active !== spec.activeLow;
      if (high) this.#high.add(spec.line);
      else this.#high.delete(spec.line);
      this.onOutput(spec.line, high);
    };
    for (const spec of lines) {
      this.#driven.set(spec.line, spec);
      put(spec, spec.active);
    }
    return {
      set: (index, active) => {
        const spec = lines[index];
        if (spec !== undefined && this.#driven.has(spec.line)) put(spec, active);
      },
      [Symbol.dispose]: () => {
        for (const { line } of lines) this.#driven.delete(line);
      },
    };
  }

  isHigh(line: number): boolean {
    return this.#high.has(line);
  }

  /** Lines that a program has. */
  get taken(): number {
    return this.#watched.size + this.#driven.size;
  }

  /** What hangs on the line moves it. */
  drive(line: number, high: boolean): void {
    if (high) this.#high.add(line);
    else this.#high.delete(line);
    const watched = this.#watched.get(line);
    if (watched === undefined) return;
    watched.settling?.();
    watched.settling = undefined;
    const { debounceUs } = watched.spec;
    if (debounceUs === 0) this.#tell(watched);
    else watched.settling = this.#clock.after(debounceUs, () => this.#tell(watched));
  }

  /** The chip goes, as one on USB that is pulled out. */
  pull(): void {
    const listeners = new Set([...this.#watched.values()].map(({ listener }) => listener));
    this.#watched.clear();
    this.#driven.clear();
    for (const listener of listeners) listener.lost(new GpioError("lost", "the chip is gone"));
  }

  #tell(watched: Watched): void {
    const active = this.#isActive(watched.spec);
    if (active === watched.told) return;
    watched.told = active;
    watched.listener.edges([{ index: watched.index, active, atUs: this.#clock.nowUs() }]);
  }

  #isActive({ line, activeLow }: GpioInput): boolean {
    return this.#high.has(line) !== activeLow;
  }

  #take(chip: ChipLabels, lines: readonly { readonly line: number }[]): void {
    if (!chip.includes(this.label))
      throw new GpioError("no-chip", `no GPIO chip here is called ${chip.join(" or ")}`);
    for (const { line } of lines) {
      if (line >= this.lines) throw new GpioError("no-line", `no line ${line}`);
      if (this.#watched.has(line) || this.#driven.has(line))
        throw new GpioError("line-busy", `line ${line} is used`);
    }
  }
}
