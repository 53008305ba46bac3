/**
 * "Last Bus, First Snow": a slow song in A minor that ends in major. Tine piano alone, a cello's
 * tune, strings for the middle, bells like flakes, and one long last chord.
 */
import { Band, secondsAt } from "../score/band.ts";
import { bassLine, beats, broken, counterMelody, spell, struck } from "../score/figures.ts";
import { parseChords, parseLine, shift, transpose } from "../score/line.ts";
import { brush, shaker, softKick } from "../synth/drums.ts";
import { cello, strings, whistle } from "../synth/held.ts";
import { pizzicatoBass } from "../synth/plucked.ts";
import { glockenspiel, tinePiano } from "../synth/struck.ts";
import type { Piece } from "./piece.ts";

const bar = 4;
const tempo = { bpm: 80, barBeats: bar, slowFromBeat: 26 * bar, slowing: 0.05 };
const line = { unit: 1, barBeats: bar };
const aMinor = [9, 11, 0, 2, 4, 5, 7];

const chordsA = "Am F C G/B Am Dm7 Esus,E7 Am";
const chordsB = "F G Em7 Am Dm7 G7 Cmaj7 E7";
const tuneA = `
  -:1 e5 a5 b5 | c6:2 b5 a5 | g5:3 e5 | d5:2 g5:2 | e5:2 a5 c6 | a5:2 f5 d5 | a5:2 g#5:2 | a5:4 |`;
const tuneB = `
  a5:1.5 g5:.5 f5 a5 | g5:1.5 a5:.5 b5 d6 | b5:3 g5 | a5:2 c6 e6 | d6:1.5 c6:.5 a5 f5 | b5:2 d6 g5 |
  e5:2 g5 b5 | b5 g#5 e5:2 |`;
const close = "a5:2 f5:2 | f5 d5 b4 e5 | c#5:4 | ~:4";

const harmony = parseChords(`Am F ${chordsA} ${chordsB} ${chordsA} F Dm7,E7 A A`, bar);
const [a, b, a2, end] = [2 * bar, 10 * bar, 18 * bar, 26 * bar];
const theme = parseLine(tuneA, line);
const middle = shift(parseLine(tuneB, line), b);
const ending = shift(parseLine(close, line), end);
const melody = [...shift(theme, a), ...middle, ...shift(theme, a2), ...ending];
const loudness = [
  [0, 0.55],
  [a, 0.65],
  [b, 0.75],
  [b + 24, 0.95],
  [a2, 0.8],
  [end, 0.7],
  [end + 12, 0.5],
] as const;

export const snow: Piece = {
  seconds: secondsAt(30 * bar, tempo) + 3.5,
  room: { reverbS: 2.6, damping: 0.4, preDelayS: 0.025, wet: 0.24 },
  fadeS: 4,
  play: (bus) => {
    const band = new Band(bus, tempo, 41);
    const spelt = spell(harmony, { low: 55, high: 74, voices: 4 });
    const flowing = spelt.filter(({ beat }) => beat < 28 * bar);
    const wide = spelt.filter(({ beat }) => beat >= b);
    const keys = { player: tinePiano, gain: 0.6, pan: -0.2, send: 0.35, held: 1.6 };
    band.play(keys, broken(flowing, [0, 1, 2, 3, 4, 3, 2, 1], 0.5), loudness);
    const low = { player: cello, gain: 0.85, pan: 0.15, send: 0.4, held: 0.98 };
    band.play(low, transpose([...shift(theme, a), ...shift(theme, a2), ...ending], -12), loudness);
    const high = { player: whistle, gain: 0.7, pan: 0.3, send: 0.5, held: 0.97 };
    band.play(high, middle, loudness);
    const section = { player: strings, gain: 0.6, pan: 0, send: 0.45, held: 1 };
    band.play(section, struck(wide, [[0, 4]]), loudness);
    const rest = harmony.filter(({ beat }) => beat >= b && beat < 28 * bar);
    const counter = counterMelody(rest, melody, { centre: 69, scale: aMinor });
    band.play({ ...section, gain: 0.5, pan: -0.3 }, counter, loudness);
    const bassNotes = bassLine(harmony, 38, [
      [0, 2.5, "bass"],
      [2.5, 1.5, "bass"],
    ]);
    band.play(
      { player: pizzicatoBass, gain: 0.7, pan: 0, send: 0.15, held: 1 },
      bassNotes,
      loudness,
    );
    const flakes = { player: glockenspiel, gain: 0.42, pan: 0.55, send: 0.7 };
    const falling = spelt.filter(({ beat }) => beat < a || beat >= a2);
    band.play(flakes, broken(falling, [6, 5, 7, 4], 2), 0.55);
    const last = spelt.slice(-2, -1).map((chord) => ({ ...chord, beats: 8 }));
    band.play({ ...keys, held: 1 }, struck(last, [[0, 8]], 0.09), 0.7);

    const kit = { gain: 0.6, pan: 0, send: 0.2 };
    band.drum({ ...kit, player: softKick }, beats("x....o..", 10, 16, bar), loudness);
    band.drum({ ...kit, player: brush, pan: 0.2 }, beats("..x...x,", 10, 16, bar), loudness);
    band.drum(
      { ...kit, player: shaker, gain: 0.4, pan: -0.5 },
      beats("o,o,o,o,", 10, 16, bar),
      loudness,
    );
  },
};
