/**
 * What is struck and dies away: tine piano, bars of wood and metal, a bell.
 *
 * Loudness by ear: a velocity of 0.8 is about as loud as that of any other instrument.
 */
import { scratchTone } from "./bus.ts";
import { addFm, envelop, fadeEnd, soundingFrames } from "./shape.ts";
import { type Instrument, placeOf } from "./tone.ts";

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
  bus.add(out, frames, placeOf(tone, 0.34 * tone.velocity));
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
    bus.add(out, frames, placeOf(tone, gain * tone.velocity));
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
  bus.add(out, frames, placeOf(tone, 0.22 * tone.velocity));
};
