/**
 * "Lanterns on the Weir": a waltz in D. Intro, A, B in the relative minor, A' with a cello's
 * counter-melody and glockenspiel, and a slowing cadence.
 */
import { Band, secondsAt } from "../score/band.ts";
import { bassLine, beats, broken, counterMelody, spell, struck } from "../score/figures.ts";
import { parseChords, parseLine, shift } from "../score/line.ts";
import { brush, shaker } from "../synth/drums.ts";
import { cello, clarinet } from "../synth/held.ts";
import { guitar, harp, pizzicatoBass } from "../synth/plucked.ts";
import { glockenspiel } from "../synth/struck.ts";
import type { Piece } from "./piece.ts";

const bar = 3;
const tempo = { bpm: 132, barBeats: bar, slowFromBeat: 54 * bar, slowing: 0.055 };
const line = { unit: 1, barBeats: bar };
const dMajor = [2, 4, 6, 7, 9, 11, 1];

const chordsA = "D D/F# G A7 D Bm Em7 A7 D F#m G Gm6 D/A A7 D D";
const chordsB = "Bm F#7 Bm E7 A A/C# D D7 G A/G F#m7 Bm Em7 E7 Asus A7";
const melodyA = `
  f#5:2 e5 | d5:2 a4 | b4:2 d5 | c#5:2 e5 | f#5:1.5 g5:.5 a5 | f#5:2 d5 | g5 f#5 e5 | e5:3 |
  f#5:2 a5 | c#6:2 a5 | b5:2 g5 | bb5:2 g5 | a5:1.5 g5:.5 f#5 | e5 f#5 c#5 | d5:3 | ~:2 `;
const melodyB = `
  d5 c#5 b4 | a#4:2 c#5 | b4 c#5 d5 | e5:1.5 d5:.5 b4 | a5:2 e5 | c#5:2 e5 | d5 e5 f#5 | a5:2 c6 |
  b5:2 d5 | e5 a5 c#6 | c#6 a5 e5 | d5:2 f#5 | g5:1.5 f#5:.5 e5 | g#5:2 b5 | d6:2 a5 | c#6 b5 a5`;
const answerA = `
  f#5:1.5 g5:.5 e5 | d5:2 a4 | b4 c#5 d5 | c#5:1.5 d5:.5 e5 | f#5:.5 g5:.5 a5 b5 | a5 f#5 d5 |
  g5:.5 a5:.5 g5 e5 | e5:3 | f#5:1.5 g5:.5 a5 | c#6 b5 a5 | b5:1.5 a5:.5 g5 | bb5:2 g5 |
  a5:1.5 g5:.5 f#5 | e5 f#5 c#5 | d5:3 | ~:3`;
const close = "g5:2 e5 | a5:2 f#5 | e5 f#5 c#5 | d5:3 | ~:3 | -:3";
const sparks = `
  a5:3 | f#5:3 | d6:3 | c#6:3 | a5:3 | b5:3 | b5:3 | c#6:2 e6 | d6:3 | c#6:3 | b5:3 | bb5:3 |
  a5:3 | g5:3 | f#5 a5 d6 | f#6:3`;

const harmony = parseChords(`D D/F# G A7 ${chordsA} ${chordsB} ${chordsA} Em7 D/A A7 D D`, bar);
const [a, b, a2, coda] = [4 * bar, 20 * bar, 36 * bar, 52 * bar];
const melody = [
  ...shift(parseLine(`${melodyA} a4`, line), a),
  ...shift(parseLine(melodyB, line), b),
  ...shift(parseLine(answerA, line), a2),
  ...shift(parseLine(close, line), coda),
];
const loudness = [
  [0, 0.6],
  [a, 0.75],
  [b, 0.7],
  [a2 - 6, 0.9],
  [coda, 0.9],
  [coda + 12, 0.55],
] as const;

export const lanterns: Piece = {
  seconds: secondsAt(57 * bar, tempo) + 3.5,
  room: { reverbS: 1.9, damping: 0.45, preDelayS: 0.02, wet: 0.2 },
  fadeS: 3,
  play: (bus) => {
    const band = new Band(bus, tempo, 11);
    const spelt = spell(harmony, { low: 55, high: 74, voices: 3 });
    const strummed = spelt.filter(({ beat }) => beat < 56 * bar);
    const opening = strummed.filter(({ beat }) => beat < b);
    const later = strummed.filter(({ beat }) => beat >= b);
    const middle = harmony.filter(({ beat }) => beat >= b && beat < coda);

    const lead = { player: clarinet, gain: 0.95, pan: 0.12, send: 0.45, held: 0.97 };
    band.play(lead, melody, loudness);
    const strings = { player: guitar, gain: 0.7, pan: -0.4, send: 0.25 };
    band.play(strings, broken(opening, [0, 1, 2, 3, 2, 1], 0.5), loudness);
    band.play(
      strings,
      struck(
        later,
        [
          [1, 0.9],
          [2, 0.9],
        ],
        0.02,
      ),
      loudness,
    );
    const harpSeat = { player: harp, gain: 0.55, pan: 0.45, send: 0.4, held: 1 };
    band.play(harpSeat, broken(later, [0, 1, 2, 3, 4, 3], 0.5), loudness);
    const bassNotes = bassLine(harmony.slice(0, -1), 40, [
      [0, 2, "bass"],
      [2, 1, "fifth"],
    ]);
    band.play(
      { player: pizzicatoBass, gain: 0.8, pan: 0, send: 0.12, held: 1 },
      bassNotes,
      loudness,
    );
    const counter = counterMelody(middle, melody, { centre: 57, scale: dMajor });
    band.play({ player: cello, gain: 0.62, pan: -0.2, send: 0.4, held: 1 }, counter, loudness);
    const bells = { player: glockenspiel, gain: 0.6, pan: 0.6, send: 0.6 };
    band.play(bells, shift(parseLine(sparks, line), a2), 0.6);
    const last = parseLine("d3 a3 d4 f#4 a4 d5", { unit: 0.12, barBeats: 0.12 });
    const final = shift(last, 56 * bar).map((note) => ({ ...note, beats: 5 }));
    band.play({ ...harpSeat, gain: 0.8, pan: 0 }, final, 0.8);

    const soft = { gain: 0.5, pan: 0.2, send: 0.2 };
    band.drum({ ...soft, player: brush }, beats("..o.o.", 12, 44, bar), loudness);
    band.drum({ ...soft, player: shaker, pan: -0.5 }, beats("x,o,o,", 36, 20, bar), 0.6);
  },
};
