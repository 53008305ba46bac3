/**
 * The players that have pitch. Each takes a tone and mixes it into the bus; none keeps anything
 * between tones, so their order does not matter.
 *
 * Loudness by ear: a velocity of 0.8 of each is about as loud as of any other.
 */
import { Rng } from "../../../src/base/rng.ts";
import { type Bus, scratchTone } from "./bus.ts";
import { decayPerFrame } from "./maths.ts";
import {
  addFm,
  addWave,
  type Envelope,
  envelop,
  fadeEnd,
  filter,
  soundingFrames,
} from "./shape.ts";
import { bowed, flute, reed, saw, sineTable, square, type Wave } from "./tables.ts";

export interface Tone {
  readonly startFrame: number;
  readonly heldS: number;
  readonly hz: number;
  /** 0 to 1; louder is brighter too. */
  readonly velocity: number;
  readonly pan: number;
  readonly send: number;
}

export type Instrument = (bus: Bus, tone: Tone) => void;

function place(tone: Tone, gain: number) {
  return { startFrame: tone.startFrame, gain, pan: tone.pan, send: tone.send };
}

interface StringKind {
  /** How fast the string falls silent: 1/e in this time at 220 Hz. */
  readonly ringS: number;
  /** 0 bright to 0.5 dull, the share of the neighbour in the loop's averaging. */
  readonly dull: number;
  readonly releaseS: number;
  readonly gain: number;
}

/** A plucked string (Karplus and Strong 1983), tuned by an all-pass in its loop (Jaffe and Smith). */
function pluckedString(kind: StringKind): Instrument {
  return (bus, tone) => {
    const { rate } = bus;
    const period = rate / tone.hz - kind.dull;
    const whole = Math.floor(period - 0.1);
    const fraction = period - whole;
    const bend = (1 - fraction) / (1 + fraction);
    const line = excitation(whole, tone);
    const loss = decayPerFrame(kind.ringS * Math.sqrt(220 / tone.hz), tone.hz);
    const ring = Math.min(tone.heldS + 5 * kind.releaseS, tone.heldS + 2);
    const frames = Math.ceil(ring * rate);
    const out = scratchTone(frames);
    let at = 0;
    let last = 0;
    let passIn = 0;
    let passOut = 0;
    for (let i = 0; i < frames; i++) {
      const x = line[at] as number; // at is below the line's length
      const mean = loss * ((1 - kind.dull) * x + kind.dull * last);
      last = x;
      passOut = bend * (mean - passOut) + passIn;
      passIn = mean;
      line[at] = passOut;
      at = at + 1 === whole ? 0 : at + 1;
      out[i] = x;
    }
    const envelope = { attackS: 0.002, decayS: 9, sustain: 1, releaseS: kind.releaseS };
    envelop(out, frames, rate, envelope, tone.heldS);
    bus.add(out, frames, place(tone, kind.gain * tone.velocity));
  };
}

/** One period of noise, softened for a soft touch, combed by the place of the pick, without a mean. */
function excitation(length: number, tone: Tone): Float64Array {
  const rng = new Rng(Math.round(tone.hz * 64) ^ tone.startFrame);
  const raw = Float64Array.from({ length }, () => 2 * rng.float() - 1);
  const soft = 0.25 + 0.65 * tone.velocity;
  let held = 0;
  for (let round = 0; round < 2; round++) {
    for (let i = 0; i < length; i++) {
      held += soft * ((raw[i] as number) - held);
      raw[i] = held;
    }
  }
  const pick = Math.max(1, Math.round(0.18 * length));
  const combed = raw.map((x, i) => x - 0.8 * (raw[(i + length - pick) % length] as number));
  const mean = combed.reduce((sum, x) => sum + x, 0) / length;
  const power = combed.reduce((sum, x) => sum + (x - mean) * (x - mean), 0) / length;
  const scale = 0.35 / Math.sqrt(power + 1e-9);
  return combed.map((x) => (x - mean) * scale);
}

export const guitar = pluckedString({ ringS: 1.6, dull: 0.35, releaseS: 0.09, gain: 0.5 });
export const harp = pluckedString({ ringS: 2.6, dull: 0.22, releaseS: 0.35, gain: 0.42 });
export const pizzicatoBass = pluckedString({ ringS: 1.1, dull: 0.5, releaseS: 0.06, gain: 1.05 });

interface BlownKind {
  readonly wave: Wave;
  readonly envelope: Envelope;
  readonly vibrato: number;
  readonly vibratoHz: number;
  /** Cutoff at full velocity, as a multiple of the pitch. */
  readonly bright: number;
  readonly gain: number;
}

/** A held tone with vibrato: winds, bows and synthesizer leads. */
function sustained(kind: BlownKind): Instrument {
  return (bus, tone) => {
    const { rate } = bus;
    const frames = soundingFrames(tone.heldS, kind.envelope, rate);
    const out = scratchTone(frames);
    const table = kind.wave.at(tone.hz, rate);
    const { vibrato, vibratoHz } = kind;
    addWave(out, frames, rate, { table, hz: tone.hz, gain: 1, vibrato, vibratoHz });
    const open = tone.hz * kind.bright * (0.35 + 0.65 * tone.velocity);
    filter(out, frames, rate, { fromHz: 0.6 * open, toHz: open, seconds: 0.08 });
    envelop(out, frames, rate, kind.envelope, tone.heldS);
    bus.add(out, frames, place(tone, kind.gain * tone.velocity));
  };
}

export const clarinet = sustained({
  wave: reed,
  envelope: { attackS: 0.035, decayS: 0.8, sustain: 0.8, releaseS: 0.05 },
  vibrato: 0.0025,
  vibratoHz: 4.6,
  bright: 7,
  gain: 0.3,
});
export const whistle = sustained({
  wave: flute,
  envelope: { attackS: 0.022, decayS: 0.5, sustain: 0.85, releaseS: 0.035 },
  vibrato: 0.004,
  vibratoHz: 5.4,
  bright: 9,
  gain: 0.27,
});
export const fiddle = sustained({
  wave: bowed,
  envelope: { attackS: 0.03, decayS: 0.7, sustain: 0.85, releaseS: 0.05 },
  vibrato: 0.005,
  vibratoHz: 5.7,
  bright: 8,
  gain: 0.24,
});
export const cello = sustained({
  wave: bowed,
  envelope: { attackS: 0.09, decayS: 1.5, sustain: 0.85, releaseS: 0.14 },
  vibrato: 0.0045,
  vibratoHz: 5.1,
  bright: 7,
  gain: 0.32,
});
export const synthLead = sustained({
  wave: square,
  envelope: { attackS: 0.012, decayS: 0.6, sustain: 0.7, releaseS: 0.09 },
  vibrato: 0.005,
  vibratoHz: 5.2,
  bright: 8,
  gain: 0.2,
});

interface PadKind {
  readonly wave: Wave;
  readonly envelope: Envelope;
  readonly openHz: number;
  readonly gain: number;
}

/** Two detuned players, one to each side: the width of a section of strings or of a pad. */
function ensemble(kind: PadKind): Instrument {
  return (bus, tone) => {
    const { rate } = bus;
    const frames = soundingFrames(tone.heldS, kind.envelope, rate);
    const table = kind.wave.at(tone.hz, rate);
    for (const side of [-1, 1]) {
      const out = scratchTone(frames);
      for (const [i, cents] of [2.5, 8].entries()) {
        const hz = tone.hz * (1 + side * cents * 0.00057779);
        addWave(out, frames, rate, { table, hz, gain: 0.5, phase: 0.37 * i + 0.19 * side + 0.3 });
      }
      const toHz = kind.openHz * (0.5 + tone.velocity);
      filter(out, frames, rate, { fromHz: 0.35 * toHz, toHz, seconds: 0.6 });
      envelop(out, frames, rate, kind.envelope, tone.heldS);
      const pan = Math.max(-1, Math.min(1, tone.pan + 0.6 * side));
      bus.add(out, frames, { ...place(tone, kind.gain * tone.velocity), pan });
    }
  };
}

export const strings = ensemble({
  wave: bowed,
  envelope: { attackS: 0.28, decayS: 2, sustain: 0.9, releaseS: 0.22 },
  openHz: 1900,
  gain: 0.17,
});
export const pad = ensemble({
  wave: saw,
  envelope: { attackS: 0.5, decayS: 3, sustain: 0.85, releaseS: 0.4 },
  openHz: 1800,
  gain: 0.17,
});

/** A tine piano: two frequency-modulated pairs, the upper one gone in a moment. */
export const tinePiano: Instrument = (bus, tone) => {
  const { rate } = bus;
  const envelope = { attackS: 0.002, decayS: 9, sustain: 1, releaseS: 0.08 };
  const frames = soundingFrames(tone.heldS, envelope, rate);
  const out = scratchTone(frames);
  const fallS = Math.max(0.35, Math.min(2.2, 1.5 * Math.sqrt(262 / tone.hz)));
  const index = 0.04 + 0.14 * tone.velocity;
  addFm(out, frames, rate, { hz: tone.hz, ratio: 1, index, indexS: 0.5 * fallS, fallS, gain: 1 });
  const chime = { hz: tone.hz, ratio: 14, index: 0.09 * tone.velocity, indexS: 0.06 };
  if (tone.hz * 15 < 0.45 * rate) addFm(out, frames, rate, { ...chime, fallS: 0.3, gain: 0.25 });
  envelop(out, frames, rate, envelope, tone.heldS);
  bus.add(out, frames, place(tone, 0.34 * tone.velocity));
};

/** Struck bars: partials of the given ratios, each with its own gain and ring. */
function struckBar(
  partials: readonly (readonly [number, number, number])[],
  gain: number,
): Instrument {
  return (bus, tone) => {
    const { rate } = bus;
    const longest = Math.max(...partials.map(([, , ringS]) => ringS));
    const frames = Math.ceil(4.5 * longest * rate);
    const out = scratchTone(frames);
    for (const [ratio, level, ringS] of partials) {
      const hz = tone.hz * ratio;
      if (hz > 0.45 * rate) continue;
      const bright = ratio === 1 ? 1 : tone.velocity;
      const share = Math.min(frames, Math.ceil(7 * ringS * rate));
      addFm(out, share, rate, {
        hz,
        ratio: 1,
        index: 0,
        indexS: 1,
        fallS: ringS,
        gain: level * bright,
      });
    }
    for (let i = 0; i < 32; i++) out[i] = ((out[i] as number) * i) / 32;
    fadeEnd(out, frames, Math.round(0.05 * rate));
    bus.add(out, frames, place(tone, gain * tone.velocity));
  };
}

export const vibraphone = struckBar(
  [
    [1, 1, 0.9],
    [3.98, 0.22, 0.25],
    [9.6, 0.07, 0.06],
  ],
  0.36,
);
export const glockenspiel = struckBar(
  [
    [1, 1, 0.7],
    [2.76, 0.35, 0.3],
    [5.4, 0.14, 0.1],
  ],
  0.2,
);
export const marimba = struckBar(
  [
    [1, 1, 0.28],
    [3.93, 0.3, 0.08],
    [9.2, 0.1, 0.03],
  ],
  0.4,
);

/** A bell of inharmonic modulation, for the night. */
export const nightBell: Instrument = (bus, tone) => {
  const { rate } = bus;
  const frames = Math.ceil(3.2 * rate);
  const out = scratchTone(frames);
  const index = 0.12 + 0.2 * tone.velocity;
  addFm(out, frames, rate, {
    hz: tone.hz,
    ratio: 3.51,
    index,
    indexS: 0.35,
    fallS: 0.8,
    gain: 0.6,
  });
  addFm(out, frames, rate, {
    hz: 1.002 * tone.hz,
    ratio: 1,
    index: 0.05,
    indexS: 1,
    fallS: 1,
    gain: 0.5,
  });
  for (let i = 0; i < 48; i++) out[i] = ((out[i] as number) * i) / 48;
  fadeEnd(out, frames, Math.round(0.3 * rate));
  bus.add(out, frames, place(tone, 0.22 * tone.velocity));
};

interface SynthKind {
  readonly envelope: Envelope;
  /** Cutoff at the stroke and at rest, as multiples of the pitch, and the time between. */
  readonly strike: number;
  readonly rest: number;
  readonly sweepS: number;
  readonly resonance: number;
  /** Level of a sine one octave below. */
  readonly sub: number;
  readonly gain: number;
}

/** A saw through a falling filter: the bass and the arpeggios of a synthesizer. */
function sweptSaw(kind: SynthKind): Instrument {
  return (bus, tone) => {
    const { rate } = bus;
    const frames = soundingFrames(tone.heldS, kind.envelope, rate);
    const out = scratchTone(frames);
    const table = saw.at(tone.hz, rate);
    addWave(out, frames, rate, { table, hz: 1.001 * tone.hz, gain: 0.5 });
    addWave(out, frames, rate, { table, hz: 0.998 * tone.hz, gain: 0.5, phase: 0.4 });
    const fromHz = tone.hz * kind.strike * (0.3 + 0.7 * tone.velocity);
    const sweep = { fromHz, toHz: tone.hz * kind.rest, seconds: kind.sweepS };
    filter(out, frames, rate, { ...sweep, resonance: kind.resonance });
    if (kind.sub > 0) {
      addWave(out, frames, rate, { table: sineTable, hz: tone.hz, gain: kind.sub });
    }
    envelop(out, frames, rate, kind.envelope, tone.heldS);
    bus.add(out, frames, place(tone, kind.gain * tone.velocity));
  };
}

export const synthBass = sweptSaw({
  envelope: { attackS: 0.004, decayS: 0.4, sustain: 0.6, releaseS: 0.03 },
  strike: 14,
  rest: 2.5,
  sweepS: 0.09,
  resonance: 1.4,
  sub: 0.6,
  gain: 0.42,
});
export const synthPluck = sweptSaw({
  envelope: { attackS: 0.003, decayS: 0.18, sustain: 0.15, releaseS: 0.12 },
  strike: 12,
  rest: 1.6,
  sweepS: 0.11,
  resonance: 1.8,
  sub: 0,
  gain: 0.3,
});
