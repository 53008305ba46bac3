/** What is wired to a board: the content of a profile (docs/HARDWARE.md). Types only, and the words in it. */
import type { GpioLine, GpioPull } from "../ports/gpio.ts";

export const presetActions = [
  "preset-1",
  "preset-2",
  "preset-3",
  "preset-4",
  "preset-5",
  "preset-6",
] as const;

/** What a button can do. */
export const buttonActions = [
  "play-pause",
  "next",
  "previous",
  "volume-up",
  "volume-down",
  "mute",
  "pairing",
  ...presetActions,
] as const;
export type ButtonAction = (typeof buttonActions)[number];

/** What a very long hold can do. */
export const veryLongActions = ["factory-reset"] as const;

/** What a light can show, what matters most first: of those that hold it shows the first. */
export const lightStates = [
  "armed",
  "warning",
  "limit",
  "refused",
  "volume",
  "booting",
  "pairing",
  "trouble",
  "muted",
  "buffering",
  "playing",
  "paused",
  "idle",
] as const;
export type LightState = (typeof lightStates)[number];

interface Named {
  /** For people: what is printed beside it. */
  readonly name: string;
}

export interface ButtonSpec extends GpioLine, Named {
  readonly pull: GpioPull;
  readonly debounceUs: number;
  readonly click: ButtonAction | undefined;
  readonly double: ButtonAction | undefined;
  readonly hold: ButtonAction | undefined;
  readonly veryLong: "factory-reset" | undefined;
}

/** A knob that turns without end, for the volume. Its push is a button of its own. */
export interface EncoderSpec extends Named {
  readonly lineA: number;
  readonly lineB: number;
  readonly pull: GpioPull;
  readonly activeLow: boolean;
  /** Edges from one detent to the next: 4 or 2. */
  readonly edgesPerStep: number;
  /** Turned to the right it is louder; or softer, where its wires are the other way round. */
  readonly reversed: boolean;
}

export interface LightSpec extends GpioLine, Named {
  readonly shows: readonly LightState[];
}

/** Active: it sounds. */
export interface AmplifierSpec extends GpioLine {
  readonly settleUs: number;
  readonly idleUs: number;
}

export interface BoardProfile {
  readonly about: string;
  /** What `--output` is where nobody says it: "alsa:hw:CARD=…". */
  readonly output: string | undefined;
  /** The device-tree overlay that makes the card known, without folder and ending. */
  readonly overlay: string | undefined;
  readonly chip: readonly string[];
  /** Lines that the sound card has, and nothing else may. */
  readonly reserved: readonly number[];
  readonly buttons: readonly ButtonSpec[];
  readonly encoders: readonly EncoderSpec[];
  readonly lights: readonly LightSpec[];
  readonly amplifier: AmplifierSpec | undefined;
}
