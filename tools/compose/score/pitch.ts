/**
 * Names of notes and chords, as musicians write them, to MIDI numbers (C4 = 60).
 *
 * A misspelt name is a bug of the score and fails an assertion.
 */
import { assert } from "../../../src/base/assert.ts";

const letters = new Map([
  ["c", 0],
  ["d", 2],
  ["e", 4],
  ["f", 5],
  ["g", 7],
  ["a", 9],
  ["b", 11],
]);

/** `c4`, `f#5`, `bb3`. */
export function midiOf(name: string): number {
  const [, letter = "", accidental = "", octave = ""] = /^([a-g])([#b]?)(\d)$/.exec(name) ?? [];
  const step = letters.get(letter);
  assert(step !== undefined, `a note's name: ${name}`);
  return 12 * (Number(octave) + 1) + step + alter(accidental);
}

function alter(accidental: string): number {
  return accidental === "#" ? 1 : accidental === "b" ? -1 : 0;
}

/** Semitones above the root. The second entry is always the third, or what stands for it. */
const qualities = new Map<string, readonly number[]>([
  ["", [0, 4, 7]],
  ["m", [0, 3, 7]],
  ["7", [0, 4, 7, 10]],
  ["m7", [0, 3, 7, 10]],
  ["maj7", [0, 4, 7, 11]],
  ["6", [0, 4, 7, 9]],
  ["m6", [0, 3, 7, 9]],
  ["sus", [0, 5, 7]],
  ["dim7", [0, 3, 6, 9]],
  ["add9", [0, 4, 7, 14]],
]);

export interface Chord {
  readonly root: number;
  /** Pitch class of the lowest voice; the root unless a slash says otherwise. */
  readonly bass: number;
  /** Pitch classes, root first. */
  readonly classes: readonly number[];
}

/** `Am`, `F#7`, `Bbmaj7`, `D/F#`. */
export function chordOf(name: string): Chord {
  const [, root = "", sharp = "", quality = "", , bass] =
    /^([A-G])([#b]?)([a-z0-9]*)(\/([A-G][#b]?))?$/.exec(name) ?? [];
  const intervals = qualities.get(quality);
  assert(intervals !== undefined && root !== "", `a chord's name: ${name}`);
  const rootClass = classOf(root + sharp);
  return {
    root: rootClass,
    bass: bass === undefined ? rootClass : classOf(bass),
    classes: intervals.map((interval) => (rootClass + interval) % 12),
  };
}

function classOf(name: string): number {
  return (midiOf(`${name[0]?.toLowerCase() ?? ""}${name.slice(1)}4`) + 12) % 12;
}

/** The note of this pitch class nearest to `midi`. */
export function nearest(pitchClass: number, midi: number): number {
  const up = (pitchClass - (midi % 12) + 12) % 12;
  return midi + (up > 6 ? up - 12 : up);
}
