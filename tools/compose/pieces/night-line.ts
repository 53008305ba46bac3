/**
 * "Night Line": one suite without a pause, in four movements that are cut into tracks at bar
 * lines while pads, echoes and the hall sound on. From A minor by C and C minor to E flat.
 *
 * A player that puts even a few milliseconds between the tracks breaks held notes in two.
 */
import { Band, secondsAt } from "../score/band.ts";
import {
  bassLine,
  beats,
  broken,
  counterMelody,
  echo,
  type Spelt,
  spell,
  struck,
} from "../score/figures.ts";
import type { Harmony, Note } from "../score/line.ts";
import { closedHat, crash, kick, openHat, riser, shaker, snare } from "../synth/drums.ts";
import { pad, strings, synthLead } from "../synth/held.ts";
import { nightBell } from "../synth/struck.ts";
import { synthBass, synthPluck } from "../synth/swept.ts";
import {
  barBeats,
  bellTune,
  harmony,
  leadTune,
  movementBars,
  movements,
} from "./night-line-score.ts";
import type { Piece } from "./piece.ts";

const tempo = { bpm: 118, barBeats };
const bars = movementBars;
const suiteBars = bars * movements;
const cMajor = [0, 2, 4, 5, 7, 9, 11];
const eFlatMajor = [3, 5, 7, 8, 10, 0, 2];

/** Loudness by bar: it departs quietly, is broad on the viaduct, close under the hill, open at dawn. */
const arc = (
  [
    [0, 0.4],
    [16, 0.7],
    [34, 0.85],
    [56, 0.8],
    [64, 0.55],
    [68, 0.5],
    [84, 0.7],
    [102, 0.75],
    [118, 0.95],
    [126, 0.85],
    [134, 0.5],
  ] as const
).map(([bar, level]) => [bar * barBeats, level] as const);

/** Seconds from the start of the suite to the start of each movement after the first. */
export const movementStartsS = [1, 2, 3].map((i) => secondsAt(i * bars * barBeats, tempo));

export const nightLine: Piece = {
  seconds: secondsAt(suiteBars * barBeats, tempo) + 1,
  room: { reverbS: 2.2, damping: 0.35, preDelayS: 0.018, wet: 0.2 },
  fadeS: 7,
  play: (bus) => {
    const band = new Band(bus, tempo, 61);
    const spelt = spell(harmony, { low: 55, high: 75, voices: 4 });
    playHarmony(band, spelt);
    playTunes(band);
    playBass(band);
    playDrums(band);
  },
};

function during<T extends { readonly beat: number }>(
  items: readonly T[],
  from: number,
  to: number,
): T[] {
  return items.filter(({ beat }) => beat >= from * barBeats && beat < to * barBeats);
}

function playHarmony(band: Band, spelt: readonly Spelt[]): void {
  const bed = { player: pad, gain: 0.62, pan: 0, send: 0.5, held: 1.04 };
  // The end of the last chord is the hall's.
  band.play(bed, struck(during(spelt, 0, suiteBars - 2), [[0, 4]]), arc);
  const arpeggio = { player: synthPluck, gain: 0.6, pan: -0.3, send: 0.3, held: 0.8 };
  const quick = [
    ...broken(during(spelt, 4, 64), [0, 1, 2, 3, 4, 3, 2, 1], 0.5),
    ...broken(during(spelt, 84, 102), [0, 2, 1, 3], 1),
    ...broken(during(spelt, 102, 128), [0, 1, 2, 3, 4, 5, 4, 3, 2, 3, 2, 1, 0, 1, 2, 1], 0.25),
  ];
  band.play(arpeggio, quick, arc);
  band.play({ ...arpeggio, gain: 0.3, pan: 0.6 }, echo(quick, 0.75), arc);
  band.play({ ...arpeggio, gain: 0.14, pan: -0.7 }, echo(quick, 1.5), arc);
}

function playTunes(band: Band): void {
  const lead = { player: synthLead, gain: 0.8, pan: 0.05, send: 0.4, held: 0.96 };
  band.play(lead, leadTune, arc);
  band.play({ ...lead, gain: 0.22, pan: 0.65 }, echo(leadTune, 0.75), arc);
  const bells = { player: nightBell, gain: 0.75, pan: 0.35, send: 0.7 };
  band.play(bells, bellTune, arc);
  band.play({ ...bells, gain: 0.3, pan: -0.5 }, echo(bellTune, 1.5), arc);
  const second = { player: strings, gain: 0.6, pan: -0.25, send: 0.45, held: 1 };
  const viaduct = counter(during(harmony, 50, 66), cMajor);
  const dawn = counter(during(harmony, 110, 134), eFlatMajor);
  band.play(second, [...viaduct, ...dawn], arc);
}

function counter(part: readonly Harmony[], scale: readonly number[]): Note[] {
  return counterMelody(part, leadTune, { centre: 66, scale });
}

function playBass(band: Band): void {
  const seat = { player: synthBass, gain: 0.75, pan: 0, send: 0.05, held: 0.85 };
  const rolling = [0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5].map((at, i) => {
    const part = i === 3 || i === 6 ? ("octave" as const) : ("bass" as const);
    return [at, 0.5, part] as const;
  });
  const steady = [
    [0, 1.5, "bass"],
    [1.5, 1, "bass"],
    [2.5, 1.5, "fifth"],
  ] as const;
  const long = [
    [0, 3.5, "bass"],
    [3.5, 0.5, "octave"],
  ] as const;
  band.play(seat, bassLine(during(harmony, 8, 24), 36, steady), arc);
  band.play(seat, bassLine(during(harmony, 24, 60), 36, rolling), arc);
  band.play(seat, bassLine(during(harmony, 60, 102), 36, long), arc);
  band.play(seat, bassLine(during(harmony, 102, 126), 36, rolling), arc);
  band.play(seat, bassLine(during(harmony, 126, 133), 36, [[0, 4, "bass"]]), arc);
}

function playDrums(band: Band): void {
  const kit = { gain: 0.8, pan: 0, send: 0.08 };
  const hats = { ...kit, player: closedHat, pan: 0.3 };
  const add = (player: typeof kick, pattern: string, from: number, to: number, pan = 0): void =>
    band.drum({ ...kit, player, pan }, beats(pattern, from, to - from, barBeats), arc);
  for (const [from, to] of [
    [16, 32],
    [34, 58],
    [102, 126],
  ] as const) {
    add(kick, "x.x.x.x.", from, to);
    add(openHat, ".x.x.x.x", from, to, -0.2);
  }
  add(kick, "x....x..", 76, 100);
  band.drum(hats, beats("x,o,x,o,x,o,x,oo", 8, 24, barBeats), arc);
  band.drum(hats, beats("x,o,x,oox,o,xoo,", 34, 26, barBeats), arc);
  band.drum(hats, beats("..o...o...o...oo", 72, 30, barBeats), arc);
  band.drum(hats, beats("x,o,x,oox,o,xooo", 102, 26, barBeats), arc);
  add(snare, ".x.x", 24, 32);
  add(snare, ".x.x", 34, 58);
  add(snare, "..x.", 76, 100);
  add(snare, ".x.x", 102, 126);
  add(shaker, "oxoooxoooxoooxoo", 42, 60, -0.5);
  add(shaker, "oxoooxoooxoooxoo", 110, 128, -0.5);
  const [swell, splash] = [
    { ...kit, player: riser, send: 0.4 },
    { ...kit, player: crash, send: 0.5 },
  ];
  band.drum(
    swell,
    [32, 66, 100, 116].map((bar) => ({ beat: bar * barBeats, weight: 1 })),
    0.8,
  );
  band.drum(
    splash,
    [34, 50, 102, 118, 126].map((bar) => ({ beat: bar * barBeats, weight: 1 })),
    0.8,
  );
}
