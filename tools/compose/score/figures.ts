/**
 * Ways to play a harmony: struck, broken, walked in the bass, followed by a counter-melody.
 * All take the progression and give notes; the band decides how they sound.
 */
import type { Hit } from "./band.ts";
import type { Harmony, Note } from "./line.ts";
import { nearest } from "./pitch.ts";
import { leadVoices, type Range } from "./voicing.ts";

/** A progression with its spelling. */
export interface Spelt extends Harmony {
  readonly voicing: readonly number[];
}

export function spell(harmony: readonly Harmony[], range: Range): Spelt[] {
  const voicings = leadVoices(
    harmony.map(({ chord }) => chord),
    range,
  );
  return harmony.map((item, i) => ({ ...item, voicing: voicings[i] ?? [] }));
}

/** Every chord struck at these beats of it, each for `beats` at most; `roll` delays each higher voice. */
export function struck(
  spelt: readonly Spelt[],
  rhythm: readonly (readonly [at: number, beats: number])[],
  roll = 0,
): Note[] {
  return spelt.flatMap(({ beat, beats, voicing }) =>
    rhythm
      .filter(([at]) => at < beats)
      .flatMap(([at, length]) =>
        voicing.map((midi, voice) => ({
          beat: beat + at + roll * voice,
          beats: Math.min(length, beats - at) - roll * voice,
          midi,
        })),
      ),
  );
}

/**
 * Chords broken into single notes, one each `step` beats. The pattern holds voice numbers; a
 * number past the last voice means the same voice an octave up.
 */
export function broken(spelt: readonly Spelt[], pattern: readonly number[], step: number): Note[] {
  return spelt.flatMap(({ beat, beats, voicing }) => {
    const count = Math.round(beats / step);
    return Array.from({ length: count }, (_, i) => {
      const voice = pattern[i % pattern.length] ?? 0;
      const octave = Math.floor(voice / voicing.length);
      const midi = (voicing[voice % voicing.length] ?? 60) + 12 * octave;
      return { beat: beat + i * step, beats: step, midi };
    });
  });
}

/** The bass note of each chord near `centre`, at these beats; `fifth` strokes take the fifth below or above. */
export function bassLine(
  harmony: readonly Harmony[],
  centre: number,
  rhythm: readonly (readonly [at: number, beats: number, part: "bass" | "fifth" | "octave"])[],
): Note[] {
  return harmony.flatMap(({ beat, beats, chord }) => {
    const low = nearest(chord.bass, centre);
    const fifth = nearest(chord.classes[2] ?? chord.root, centre);
    const parts = { bass: low, fifth, octave: low + 12 };
    return rhythm
      .filter(([at]) => at < beats)
      .map(([at, length, part]) => ({
        beat: beat + at,
        beats: Math.min(length, beats - at),
        midi: parts[part],
      }));
  });
}

/** A note a beat: the root, chord tones up or down by turns, and a half step into the next root. */
export function walkingBass(harmony: readonly Harmony[], centre: number): Note[] {
  const notes: Note[] = [];
  for (const [i, item] of harmony.entries()) {
    const next = harmony[i + 1]?.chord.bass ?? item.chord.bass;
    const last = notes.at(-1)?.midi ?? centre;
    const steps = walkOne(item, next, {
      from: (last + centre) >> 1,
      lowest: centre - 9,
      up: i % 2 === 0,
    });
    notes.push(...steps.map((midi, k) => ({ beat: item.beat + k, beats: 1, midi })));
  }
  return notes;
}

function walkOne(
  { beats, chord }: Harmony,
  next: number,
  way: { readonly from: number; readonly lowest: number; readonly up: boolean },
): number[] {
  const steps = [nearest(chord.bass, way.from)];
  for (let k = 1; k < beats; k++) {
    const midi = steps[k - 1] ?? way.from;
    const target = nearest(next, midi);
    const tone = chord.classes[k % chord.classes.length] ?? chord.root;
    const step =
      k === beats - 1
        ? target + (midi >= target ? 1 : -1)
        : nearest(tone, midi + (way.up ? 3 : -3));
    steps.push(step < way.lowest ? step + 12 : step);
  }
  return steps;
}

/**
 * A second voice of long notes in its own range: on each chord the tone that moves least and is
 * not what the melody has there, with a passing note of the scale before a leap of a third or fourth.
 */
export function counterMelody(
  harmony: readonly Harmony[],
  melody: readonly Note[],
  { centre, scale }: { readonly centre: number; readonly scale: readonly number[] },
): Note[] {
  const stations: number[] = [];
  for (const item of harmony) {
    stations.push(guideTone(item, melody, stations.at(-1) ?? centre, centre));
  }
  return harmony.flatMap(({ beat, beats }, i) => {
    const here = stations[i] ?? centre;
    const next = stations[i + 1] ?? here;
    const between = passing(here, next, scale);
    if (between === undefined || beats < 3) return [{ beat, beats, midi: here }];
    return [
      { beat, beats: beats - 1, midi: here },
      { beat: beat + beats - 1, beats: 1, midi: between },
    ];
  });
}

function guideTone(
  { beat, beats, chord }: Harmony,
  melody: readonly Note[],
  midi: number,
  centre: number,
): number {
  const sung = melody.find((note) => note.beat < beat + beats && note.beat + note.beats > beat);
  const cost = (candidate: number): number =>
    Math.abs(candidate - midi) +
    0.5 * Math.abs(candidate - centre) +
    (sung !== undefined && sung.midi % 12 === candidate % 12 ? 5 : 0) +
    (candidate === midi ? 1.5 : 0);
  const candidates = chord.classes.map((pitchClass) => nearest(pitchClass, midi));
  return candidates.reduce((best, candidate) => (cost(candidate) < cost(best) ? candidate : best));
}

/** The note of the scale in the middle of a third or fourth; undefined for other intervals. */
function passing(from: number, to: number, scale: readonly number[]): number | undefined {
  const gap = Math.abs(to - from);
  if (gap < 3 || gap > 5) return undefined;
  const low = Math.min(from, to);
  return [low + 2, low + 3, low + 1].find((midi) => midi < low + gap && scale.includes(midi % 12));
}

/** The same notes again, later: an echo that is written out, to be played softer from another seat. */
export function echo(notes: readonly Note[], delay: number): Note[] {
  return notes.map((note) => ({ ...note, beat: note.beat + delay }));
}

/** A drum's bar, one character a step: `x` full, `o` soft, `.` silent; repeated over `bars`. */
export function beats(pattern: string, fromBar: number, bars: number, barBeats: number): Hit[] {
  const step = barBeats / pattern.length;
  const weights = new Map([
    ["x", 1],
    ["o", 0.55],
    [",", 0.3],
  ]);
  return Array.from({ length: bars }, (_, bar) =>
    [...pattern].flatMap((mark, i) => {
      const weight = weights.get(mark);
      return weight === undefined ? [] : [{ beat: (fromBar + bar) * barBeats + i * step, weight }];
    }),
  ).flat();
}
