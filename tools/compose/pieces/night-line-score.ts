/** The notes of "Night Line": harmony and tunes of its four movements, as text. How they are played is next door. */
import { parseChords, parseLine, shift } from "../score/line.ts";

export const barBeats = 4;
/** Each movement has this many bars; the third is half-time to the ear, not to the count. */
export const movementBars = 34;
export const movements = 4;

const line = { unit: 0.5, barBeats };
const bars = (count: number) => count * barBeats;

const yardLoop = "Am F C G";
const yardB = "Dm Am F E7 Dm Am F G7";
const yardTune = `
  a4:3 c5:3 e5:2 | f5:3 e5:3 c5:2 | g5:4 e5:2 d5:2 | d5:6 b4:2 |
  c5:3 e5:3 a5:2 | a5:3 g5:3 f5:2 | e5:4 g5:4 | d5:8 |`;
const yardTuneB = `
  f5:4 d5:2 f5:2 | e5:6 c5:2 | a5:4 f5:2 a5:2 | g#5:6 e5:2 |
  f5:2 a5:2 d6:4 | c6:3 b5:3 a5:2 | f5:2 a5:2 c6:4 | b5:4 g5:4 |`;

const viaductA = "C G/B Am F";
const viaductB = "Dm7 Em7 F G Dm7 Em7 F G";
const viaductTune = `
  e5:2 g5:2 c6:3 b5 | b5:3 g5:3 d5:2 | c5:2 e5:2 a5:3 g5 | a5:3 f5:3 c5:2 |
  e5:2 g5:2 c6:3 d6 | d6:3 b5:3 g5:2 | a5:2 c6:2 e6:3 d6 | c6:6 -:2 |`;
const viaductTuneB = `
  f5:3 a5:3 d6:2 | b5:3 g5:3 e5:2 | a5:2 c6:2 a5:2 f5:2 | g5:4 b5:4 |
  f5:3 a5:3 c6:2 | b5:3 e5:3 g5:2 | a5:2 g5:2 f5:2 e5:2 | d5:4 g5:4 |`;

const hillA = "Cm Ab Fm G7";
const hillB = "Ab Bb Gm Cm Fm7 Bb7 Ebmaj7 G7";
const hillTune = `
  g4:4 c5:4 | eb5:6 d5:2 | c5:4 ab4:4 | b4:8 |
  c5:4 eb5:4 | eb5:2 ab5:4 g5:2 | f5:4 c5:4 | d5:4 b4:4 |`;
const hillTuneB = `
  c5:3 eb5:3 ab5:2 | f5:6 d5:2 | d5:3 g5:3 bb5:2 | g5:4 eb5:4 |
  ab5:3 f5:3 c5:2 | d5:4 f5:2 ab5:2 | g5:6 d5:2 | b4:4 d5:4 |`;

const dawnA = "Eb Bb/D Cm Ab";
const dawnB = "Fm7 Gm7 Ab Bb Fm7 Gm7 Ab Bb7";
const dawnEnd = "Eb Cm Ab Abm6 Eb/Bb Bb7 Eb Eb Eb Eb";
const dawnTune = `
  g5:3 bb5:3 eb6:2 | d6:4 bb5:2 f5:2 | g5:3 c6:3 eb6:2 | eb6:2 c6:2 ab5:4 |
  g5:3 bb5:3 eb6:2 | d6:2 f6:2 d6:2 bb5:2 | c6:3 d6:3 eb6:2 | c6:8 |`;
const dawnTuneB = `
  ab5:3 c6:3 eb6:2 | d6:3 bb5:3 g5:2 | c6:2 eb6:2 c6:2 ab5:2 | bb5:8 |
  ab5:3 c6:3 f6:2 | d6:4 bb5:4 | c6:4 eb6:4 | d6:4 f6:4 |`;
const dawnClose = `
  g5:8 | eb5:4 g5:4 | ab5:4 c6:4 | b5:4 ab5:4 | g5:4 eb5:4 | f5:4 d5:4 | eb5:8 | ~:8 | -:8 | -:8`;

/** The harmony of all four movements, bar by bar. */
export const harmony = parseChords(
  [
    `${yardLoop} ${yardLoop} ${yardLoop} ${yardLoop} ${yardLoop} ${yardLoop} ${yardB} G7 G7`,
    `${viaductA} ${viaductA} ${viaductB} ${viaductA} ${viaductA} F G Am F F G Am F G7 G7`,
    `${hillA} ${hillA} ${hillA} ${hillA} ${hillB} ${hillA} ${hillA} Bb7 Bb7`,
    `${dawnA} ${dawnA} ${dawnB} ${dawnA} ${dawnA} ${dawnEnd}`,
  ].join(" "),
  barBeats,
);

const movement = (index: number, bar: number) => bars(index * movementBars + bar);
const tune = (text: string, index: number, bar: number) =>
  shift(parseLine(text, line), movement(index, bar));

/** What the lead plays, over the whole suite. */
export const leadTune = [
  ...tune(yardTune, 0, 16),
  ...tune(yardTuneB, 0, 24),
  ...tune(viaductTune, 1, 0),
  ...tune(viaductTuneB, 1, 8),
  ...tune(viaductTune, 1, 16),
  ...tune(hillTuneB, 2, 16),
  ...tune(dawnTune, 3, 0),
  ...tune(dawnTuneB, 3, 8),
  ...tune(dawnTune, 3, 16),
  ...tune(dawnClose, 3, 24),
];

/** What the bells play: where the lead rests, its shadow. */
export const bellTune = [
  ...tune(yardTune, 0, 8),
  ...tune(viaductTune, 1, 24).filter(({ beat }) => beat < movement(1, 32)),
  ...tune(hillTune, 2, 8),
  ...tune(hillTune, 2, 24),
  ...tune(dawnClose, 3, 24),
];
