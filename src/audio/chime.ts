/**
 * Sounds that a speaker makes by itself, without network, cache or files: the tone
 * of an alarm that has nothing else to play, and the two notes before an
 * announcement. Pure.
 */
import type { Clip } from "./clip.ts";
import { clipOfSamples } from "./clip.ts";

/** In Hz: enough for the partials below, and half the memory of 48 kHz. */
const rate = 24_000;

interface Note {
  readonly atS: number;
  readonly hz: number;
  /** Until it has faded to a third. */
  readonly ringS: number;
}

/** Like a struck bar: partials of which the high ones fade first. */
const partials = [
  { times: 1, level: 0.7, fade: 1 },
  { times: 2, level: 0.2, fade: 1.8 },
  { times: 4, level: 0.1, fade: 4 },
];
const attackS = 0.012;
/** Notes overlap: so many at full level fit below full scale. */
const noteLevel = 0.45;

/** Four rising notes and a rest, four seconds long: to be played over and over. */
export function alarmChime(): Clip {
  return chime(4, [
    { atS: 0, hz: 523.25, ringS: 0.5 },
    { atS: 0.4, hz: 659.26, ringS: 0.5 },
    { atS: 0.8, hz: 783.99, ringS: 0.5 },
    { atS: 1.2, hz: 1046.5, ringS: 0.8 },
  ]);
}

/** Two notes: somebody is about to say something. */
export function attentionChime(): Clip {
  return chime(1.2, [
    { atS: 0, hz: 587.33, ringS: 0.3 },
    { atS: 0.3, hz: 880, ringS: 0.35 },
  ]);
}

function chime(seconds: number, notes: readonly Note[]): Clip {
  const samples = new Float32Array(Math.round(seconds * rate));
  for (const note of notes) addNote(samples, note);
  fadeEnd(samples);
  return clipOfSamples(samples, rate);
}

function addNote(samples: Float32Array, { atS, hz, ringS }: Note): void {
  const from = Math.round(atS * rate);
  for (let i = from; i < samples.length; i++) {
    const t = (i - from) / rate;
    const attack = t < attackS ? Math.sin((Math.PI * t) / (2 * attackS)) ** 2 : 1;
    let sum = 0;
    for (const { times, level, fade } of partials)
      sum += level * Math.exp((-t * fade) / ringS) * Math.sin(2 * Math.PI * hz * times * t);
    samples[i] = (samples[i] ?? 0) + noteLevel * attack * sum;
  }
}

function fadeEnd(samples: Float32Array): void {
  const frames = Math.round(rate * 0.05);
  const from = samples.length - frames;
  for (let i = from; i < samples.length; i++)
    samples[i] = (samples[i] ?? 0) * (1 - (i - from + 1) / frames);
}
