/**
 * "Salt on the Rope": a jig in E Dorian, twice round its two strains; whistle first, then the
 * fiddle joins, then both with a second voice, over guitar, drone and a frame drum.
 */
import { Band, secondsAt } from "../score/band.ts";
import { bassLine, beats, counterMelody, spell, struck } from "../score/figures.ts";
import { parseChords, parseLine, shift, transpose } from "../score/line.ts";
import { frameDrum, shaker, softKick } from "../synth/drums.ts";
import { cello, fiddle, whistle } from "../synth/held.ts";
import { guitar, pizzicatoBass } from "../synth/plucked.ts";
import { marimba } from "../synth/struck.ts";
import type { Piece } from "./piece.ts";

/** Six eighths, counted as three quarters. */
const bar = 3;
const tempo = { bpm: 164, barBeats: bar, slowFromBeat: 66.5 * bar, slowing: 0.06 };
const line = { unit: 0.5, barBeats: bar };
const eDorian = [4, 6, 7, 9, 11, 1, 2];

const strainA = `
  e5 b4 b4 e5 f#5 g5 | f#5 d5 a4 d5 e5 f#5 | e5 b4 b4 b4 c#5 d5 | c#5 a4 a4 a4 b4 d5 |
  e5 b4 b4 e5 f#5 g5 | a5 g5 f#5 g5 f#5 e5 | d5 e5 f#5 d5 b4 a4 | b4 e5 d5 e5:3 |`;
const strainB = `
  g5:2 a5 b5 a5 g5 | f#5 d5 f#5 a5 f#5 d5 | e5:2 f#5 g5 f#5 e5 | c#5 e5 a5 g5 f#5 e5 |
  g5:2 a5 b5 a5 g5 | f#5 g5 a5 d5 f#5 a5 | b5 a5 g5 f#5 e5 d5 | b4 e5 d#5 e5:3 |`;
const ending = "e5 f#5 g5 f#5 e5 d5 | b4 e5 d#5 e5:3 | ~:6 | -:6";
const chordsA = "Em D Em A Em A D,A Em";
const chordsB = "G D Em A C D G,B7 Em";

const round = `${chordsA} ${chordsA} ${chordsB} ${chordsB}`;
const harmony = parseChords(`Em Em D Em ${round} ${round} C,D B7,Em Em`, bar);
const first = 4 * bar;
const second = 36 * bar;
const strainsA = parseLine(`${strainA} ${strainA}`, line);
const strainsB = parseLine(`${strainB} ${strainB}`, line);
const tune = [...strainsA, ...shift(strainsB, 16 * bar)];
const coda = shift(parseLine(ending, line), 68 * bar);
const loudness = [
  [0, 0.55],
  [first, 0.65],
  [20 * bar, 0.75],
  [second, 0.75],
  [52 * bar, 0.95],
  [69 * bar, 0.95],
] as const;

export const salt: Piece = {
  seconds: secondsAt(71 * bar, tempo) + 3,
  room: { reverbS: 1.3, damping: 0.5, preDelayS: 0.012, wet: 0.16 },
  fadeS: 2.5,
  play: (bus) => {
    const band = new Band(bus, tempo, 23);
    const spelt = spell(harmony, { low: 52, high: 71, voices: 4 });
    const running = spelt.slice(0, -1);
    const whistleSeat = { player: whistle, gain: 0.9, pan: 0.25, send: 0.4, held: 0.93 };
    const fiddleSeat = { player: fiddle, gain: 0.8, pan: -0.3, send: 0.35, held: 0.9 };
    band.play(whistleSeat, shift(tune, first), loudness);
    band.play(fiddleSeat, shift(strainsB, first + 16 * bar), loudness);
    band.play(fiddleSeat, transpose(shift(tune, second), -12), loudness);
    band.play(whistleSeat, [...shift(tune, second), ...coda], loudness);
    band.play(fiddleSeat, transpose(coda, -12), loudness);

    const strum = { player: guitar, gain: 0.6, pan: -0.55, send: 0.2 };
    const pattern = [
      [0, 1],
      [1, 0.5],
      [1.5, 1],
      [2.5, 0.5],
    ] as const;
    band.play(strum, struck(running, pattern, 0.03), loudness);
    const bassNotes = bassLine(running, 40, [
      [0, 1.4, "bass"],
      [1.5, 1.4, "fifth"],
    ]);
    band.play({ player: pizzicatoBass, gain: 0.75, pan: 0, send: 0.1 }, bassNotes, loudness);
    const drone = struck(droneFifth(), [[0, 12]]);
    band.play({ player: cello, gain: 0.45, pan: 0.1, send: 0.4, held: 1 }, drone, loudness);
    const later = harmony.filter(({ beat }) => beat >= second && beat < 68 * bar);
    const counter = counterMelody(later, shift(tune, second), { centre: 64, scale: eDorian });
    band.play({ player: marimba, gain: 0.7, pan: 0.5, send: 0.3 }, halves(counter), loudness);
    const last = spelt.slice(-1).map((chord) => ({ ...chord, beats: 6 }));
    band.play({ ...strum, gain: 0.8, pan: -0.2 }, struck(last, [[0, 6]], 0.06), 0.9);

    const drum = { player: frameDrum, gain: 0.8, pan: 0.1, send: 0.25 };
    band.drum(drum, beats("x.ox.o", 4, 16, bar), loudness);
    band.drum(drum, beats("x,oxo,", 20, 48, bar), loudness);
    band.drum({ ...drum, player: softKick }, beats("x..x..", 36, 32, bar), loudness);
    band.drum(
      { ...drum, player: shaker, gain: 0.5, pan: 0.6 },
      beats("xooxoo", 20, 48, bar),
      loudness,
    );
    band.drum(drum, [{ beat: 70 * bar, weight: 1 }], 0.9);
  },
};

/** E and B under the whole piece, renewed every four bars. */
function droneFifth() {
  return Array.from({ length: 17 }, (_, i) => ({
    beat: (4 * i + 2) * bar,
    beats: 4 * bar,
    chord: { root: 4, bass: 4, classes: [4, 11] },
    voicing: [40, 47],
  }));
}

/** Each long note struck again on the second half of its bar. */
function halves(notes: readonly { beat: number; beats: number; midi: number }[]) {
  return notes.flatMap((note) =>
    note.beats < 2
      ? [note]
      : [
          { ...note, beats: 1.5 },
          { ...note, beat: note.beat + 1.5, beats: 1.5 },
        ],
  );
}
