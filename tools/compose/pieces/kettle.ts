/**
 * "Blue Kettle": a swing tune in F, thirty-two bars and a tag. Vibraphone has the tune, then a
 * chorus of eighths; clarinet sings the bridge; walking bass, tine piano, ride and brushes.
 */
import { Band, secondsAt } from "../score/band.ts";
import { beats, counterMelody, spell, struck, walkingBass } from "../score/figures.ts";
import { parseChords, parseLine, shift } from "../score/line.ts";
import { brush, closedHat, ride, softKick } from "../synth/drums.ts";
import { clarinet } from "../synth/held.ts";
import { pizzicatoBass } from "../synth/plucked.ts";
import { tinePiano, vibraphone } from "../synth/struck.ts";
import type { Piece } from "./piece.ts";

const bar = 4;
const tempo = { bpm: 138, barBeats: bar, swing: 0.64, slowFromBeat: 42 * bar, slowing: 0.05 };
const line = { unit: 0.5, barBeats: bar };
const fMajor = [5, 7, 9, 10, 0, 2, 4];

const chordsA = "F6 Dm7 Gm7 C7 Am7 D7 Gm7,C7 F6";
const chordsB = "Bbmaj7 Bbm6 Am7 D7 G7 G7 Gm7 C7";
const tag = "Gm7,C7 Am7,D7 Gm7,C7 F6 F6";
const tune = `
  c5:3 a4 c5:2 d5:2 | f5:3 d5:3 -:2 | bb4:2 d5 f5:3 g5:2 | e5:4 -:2 g4 a4 |
  c5:3 e5:2 g5:3 | f#5:3 d5:3 c5:2 | bb4:2 a4 bb4 d5:2 e5:2 | f5:5 -:3 |`;
const chorus = `
  f4 a4 c5 e5 d5 c5 a4:2 | f4 a4 d5 f5 e5 d5 c5:2 | bb4 d5 f5 a5 g5 f5 d5:2 | e5 g5 bb5 a5 g5 e5 c5:2 |
  e5 c5 a4 c5 e5 g5:3 | f#5 a5 c6 a5 f#5 d5 eb5:2 | d5 bb4 g4 bb4 c5 e5 g5:2 | f5:3 c5 a4:4 |`;
const bridge = `
  d5:3 f5:3 a5:2 | g5:3 f5:3 db5:2 | c5:2 e5:2 g5:3 e5 | f#5:6 -:2 |
  f5:3 d5:3 b4:2 | a5:3 g5:3 f5:2 | bb5:2 a5 g5:2 f5 d5:2 | e5:4 g5:2 c5:2 |`;
const close = `
  bb4:2 a4 bb4 d5:2 e5:2 | g5:3 e5:3 f#5:2 | bb4:2 d5 e5 g5:2 e5:2 | f5:8 | -:8`;

const head = 4 * bar;
const harmony = parseChords(
  `Gm7 C7 Am7,D7 Gm7,C7 ${chordsA} ${chordsA} ${chordsB} ${chordsA} ${tag}`,
  bar,
);
const [a2, b, a3, end] = [12 * bar, 20 * bar, 28 * bar, 36 * bar];
const theme = parseLine(tune, line);
const sung = shift(parseLine(bridge, line), b);
const struckTune = [
  ...shift(theme, head),
  ...shift(parseLine(chorus, line), a2),
  ...shift(theme, a3),
  ...shift(parseLine(close, line), end),
];
const loudness = [
  [0, 0.65],
  [head, 0.75],
  [a2, 0.85],
  [b, 0.75],
  [a3, 0.9],
  [end + 16, 0.7],
] as const;

export const kettle: Piece = {
  seconds: secondsAt(41 * bar, tempo) + 2.5,
  room: { reverbS: 1.1, damping: 0.55, preDelayS: 0.01, wet: 0.15 },
  fadeS: 2,
  play: (bus) => {
    const band = new Band(bus, tempo, 37);
    const spelt = spell(harmony, { low: 54, high: 72, voices: 4 });
    const running = spelt.slice(0, -2);
    const vibes = { player: vibraphone, gain: 1, pan: 0.2, send: 0.35 };
    band.play(vibes, struckTune, loudness);
    const reedSeat = { player: clarinet, gain: 0.85, pan: -0.15, send: 0.35, held: 0.92 };
    band.play(reedSeat, sung, loudness);
    const under = harmony.filter(({ beat }) => beat >= a3 && beat < end + 3 * bar);
    const counter = counterMelody(under, struckTune, { centre: 58, scale: fMajor });
    band.play({ ...reedSeat, gain: 0.6, pan: -0.4 }, counter, loudness);
    const comping = { player: tinePiano, gain: 0.62, pan: -0.3, send: 0.25 };
    band.play(
      comping,
      struck(
        running,
        [
          [0, 0.6],
          [1.5, 1.2],
        ],
        0.01,
      ),
      loudness,
    );
    const walk = walkingBass(harmony.slice(0, -2), 41);
    band.play({ player: pizzicatoBass, gain: 0.9, pan: 0, send: 0.1, held: 0.97 }, walk, loudness);
    const last = spelt.slice(-2, -1).map((chord) => ({ ...chord, beats: 7 }));
    band.play({ ...comping, gain: 0.8 }, struck(last, [[0, 7]], 0.05), 0.8);
    const stop = [{ beat: 39 * bar, beats: 6, midi: 41 }];
    band.play({ player: pizzicatoBass, gain: 0.9, pan: 0, send: 0.15 }, stop, 0.8);

    const kit = { gain: 0.75, pan: 0.35, send: 0.12 };
    band.drum({ ...kit, player: ride }, beats("x..x.ox..x.o", 2, 37, bar), loudness);
    band.drum({ ...kit, player: closedHat, pan: -0.35 }, beats(".x.x", 0, 39, bar), loudness);
    band.drum({ ...kit, player: brush, pan: -0.1 }, beats("ox.oox.o", 4, 35, bar), loudness);
    band.drum({ ...kit, player: softKick, pan: 0 }, beats("o.o.", 4, 35, bar), loudness);
    band.drum({ ...kit, player: ride, gain: 1 }, [{ beat: 39 * bar, weight: 1 }], 0.9);
  },
};
