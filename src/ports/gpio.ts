/**
 * Lines of a GPIO chip: buttons, knobs, lights, an amplifier's mute. Levels are
 * logical: active means pressed, lit or on, whatever the voltage is.
 *
 * Calls return at once; edges come later, in order, with the kernel's time.
 */
import type { GpioError } from "./errors.ts";

export type GpioPull = "up" | "down" | "none";

export interface GpioLine {
  /** Its number on the chip (on a Raspberry Pi the BCM number). */
  readonly line: number;
  /** Active is the low voltage. */
  readonly activeLow: boolean;
}

export interface GpioInput extends GpioLine {
  readonly pull: GpioPull;
  /** An edge is told once the line was still for so long; 0: each edge as it comes. */
  readonly debounceUs: number;
}

export interface GpioOutput extends GpioLine {
  /** Level from the first moment on. */
  readonly active: boolean;
}

export interface GpioEdge {
  /** Place of the line in the request. */
  readonly index: number;
  readonly active: boolean;
  /** Of Clock.nowUs. */
  readonly atUs: number;
}

/** Which chip: the first of these labels that the machine has. */
export type ChipLabels = readonly string[];

export interface GpioInputs extends Disposable {
  /** Levels now, in the order of the request. Throws GpioError. */
  read(): readonly boolean[];
}

export interface GpioOutputs extends Disposable {
  /** Throws GpioError. */
  set(index: number, active: boolean): void;
}

export interface GpioListener {
  /** What happened since the last call. Where edges were lost the levels of now stand for them. */
  edges(edges: readonly GpioEdge[]): void;
  /** The chip is gone, with its lines; nothing comes any more. */
  lost(error: GpioError): void;
}

export interface GpioChip {
  /** As the kernel counts: "gpiochip0". Not the same after every boot. */
  readonly name: string;
  readonly label: string;
  readonly lines: number;
}

export interface GpioDriver {
  /** All chips that may be read. */
  chips(): readonly GpioChip[];
  /** 1 to 64 lines for the caller alone, until disposed. Throws GpioError; nothing is held then. */
  inputs(chip: ChipLabels, lines: readonly GpioInput[], listener: GpioListener): GpioInputs;
  outputs(chip: ChipLabels, lines: readonly GpioOutput[]): GpioOutputs;
}
