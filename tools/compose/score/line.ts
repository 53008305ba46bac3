/**
 * A melody as text. Tokens apart by blanks: `d5` one unit long, `d5:3` three, `-:2` a rest, `~:2`
 * makes the note before it longer, `|` a bar line. Bar lines are checked: a bar that does not add
 * up is a bug of the score and fails an assertion. A chord progression is a text too.
 */
import { assert } from "../../../src/base/assert.ts";
import { type Chord, chordOf, midiOf } from "./pitch.ts";

export interface Note {
  /** In beats from the start of the piece. */
  readonly beat: number;
  readonly beats: number;
  readonly midi: number;
}

export interface LineOptions {
  /** Beats of a token without a number. */
  readonly unit: number;
  readonly barBeats: number;
}

export function parseLine(text: string, { unit, barBeats }: LineOptions): Note[] {
  const notes: { beat: number; beats: number; midi: number }[] = [];
  let beat = 0;
  for (const token of text.split(/\s+/).filter((word) => word !== "")) {
    if (token === "|") {
      const bars = beat / barBeats;
      assert(Math.abs(bars - Math.round(bars)) < 1e-9, `bar ${bars} adds up in "${text}"`);
      continue;
    }
    const [name = "", length = "1"] = token.split(":");
    const beats = Number(length) * unit;
    assert(beats > 0, `a length in ${token}`);
    const last = notes.at(-1);
    if (name === "~" && last !== undefined) last.beats += beats;
    else if (name !== "-") notes.push({ beat, beats, midi: midiOf(name) });
    beat += beats;
  }
  return notes;
}

/** A chord and the time it stands. */
export interface Harmony {
  readonly beat: number;
  readonly beats: number;
  readonly chord: Chord;
}

/** One word a bar; `Gm7,C7` shares its bar evenly. */
export function parseChords(text: string, barBeats: number): Harmony[] {
  return text
    .split(/\s+/)
    .filter((word) => word !== "" && word !== "|")
    .flatMap((word, bar) => {
      const names = word.split(",");
      const beats = barBeats / names.length;
      return names.map((name, i) => ({
        beat: bar * barBeats + i * beats,
        beats,
        chord: chordOf(name),
      }));
    });
}

/** The same, later by `beats`. */
export function shift<T extends { readonly beat: number }>(
  items: readonly T[],
  beats: number,
): T[] {
  return items.map((item) => ({ ...item, beat: item.beat + beats }));
}

export function transpose(notes: readonly Note[], semitones: number): Note[] {
  return notes.map((note) => ({ ...note, midi: note.midi + semitones }));
}
