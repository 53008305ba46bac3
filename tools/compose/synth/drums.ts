/**
 * The players without pitch: noise through filters and falling sines. Each stroke has noise of
 * its own from a seed by its place, so no two are the same and all are the same next time.
 */
import { type Bus, type Place, scratchTone } from "./bus.ts";
import { decayPerFrame } from "./maths.ts";
import { fadeEnd, filter } from "./shape.ts";
import { sineTable, tableFrames } from "./tables.ts";

export interface Stroke {
  readonly startFrame: number;
  readonly velocity: number;
  readonly pan: number;
  readonly send: number;
}

export type Drum = (bus: Bus, stroke: Stroke) => void;

function place(stroke: Stroke, gain: number): Place {
  return { ...stroke, gain: gain * stroke.velocity };
}

/** White noise in [−level, level] that falls to 1/e in `fallS`, after a soft attack. */
function addNoise(tone: Float64Array, frames: number, rate: number, noise: Noise): void {
  let state = (Math.round(noise.seed) * 2 + 1) | 0;
  const fall = decayPerFrame(noise.fallS, rate);
  const attack = Math.max(16, Math.round(noise.attackS * rate));
  let level = noise.level;
  for (let i = 0; i < frames; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    const rise = i < attack ? i / attack : 1;
    tone[i] = (tone[i] as number) + rise * level * (state / 2147483648);
    if (i >= attack) level *= fall;
  }
}

interface Noise {
  readonly seed: number;
  readonly level: number;
  readonly attackS: number;
  readonly fallS: number;
}

interface Thump {
  readonly fromHz: number;
  readonly toHz: number;
  readonly dropS: number;
  readonly fallS: number;
  readonly level: number;
}

/** A sine whose pitch drops like a struck skin's. */
function addThump(tone: Float64Array, frames: number, rate: number, thump: Thump): void {
  const drop = decayPerFrame(thump.dropS, rate);
  const fall = decayPerFrame(thump.fallS, rate);
  const table = sineTable;
  const size = tableFrames;
  let extra = thump.fromHz - thump.toHz;
  let level = thump.level;
  let at = 0;
  for (let i = 0; i < frames; i++) {
    const rise = i < 48 ? i / 48 : 1;
    tone[i] = (tone[i] as number) + rise * level * (table[at | 0] as number);
    at += ((thump.toHz + extra) / rate) * size;
    if (at >= size) at -= size;
    extra *= drop;
    level *= fall;
  }
}

interface NoiseKind {
  readonly band: "band" | "high";
  readonly hz: number;
  readonly resonance: number;
  readonly attackS: number;
  readonly fallS: number;
  readonly gain: number;
}

function noiseDrum(kind: NoiseKind): Drum {
  return (bus, stroke) => {
    const frames = Math.ceil((kind.attackS + 6 * kind.fallS) * bus.rate);
    const out = scratchTone(frames);
    const { attackS, fallS } = kind;
    addNoise(out, frames, bus.rate, { seed: stroke.startFrame, level: 1, attackS, fallS });
    const sweep = { fromHz: kind.hz, toHz: kind.hz, seconds: 1, resonance: kind.resonance };
    filter(out, frames, bus.rate, { ...sweep, band: kind.band });
    fadeEnd(out, frames, Math.round(0.01 * bus.rate));
    bus.add(out, frames, place(stroke, kind.gain));
  };
}

const wire = { attackS: 0.001, resonance: 0.8 };
export const closedHat = noiseDrum({ ...wire, band: "high", hz: 7500, fallS: 0.028, gain: 0.26 });
export const openHat = noiseDrum({ ...wire, band: "high", hz: 6500, fallS: 0.13, gain: 0.22 });
export const ride = noiseDrum({ ...wire, band: "band", hz: 8200, fallS: 0.19, gain: 0.2 });
export const shaker = noiseDrum({
  ...wire,
  band: "band",
  hz: 6200,
  attackS: 0.025,
  fallS: 0.03,
  gain: 0.28,
});
export const brush = noiseDrum({
  ...wire,
  band: "band",
  hz: 2600,
  attackS: 0.02,
  fallS: 0.07,
  gain: 0.3,
});
export const riser = noiseDrum({
  ...wire,
  band: "band",
  hz: 1800,
  attackS: 3.8,
  fallS: 0.12,
  gain: 0.16,
});
export const crash = noiseDrum({
  ...wire,
  band: "high",
  hz: 4200,
  attackS: 0.004,
  fallS: 0.8,
  gain: 0.13,
});

function skin(thump: Thump, gain: number, slap: Omit<Noise, "seed">): Drum {
  return (bus, stroke) => {
    const frames = Math.ceil(6 * thump.fallS * bus.rate);
    const out = scratchTone(frames);
    addNoise(out, frames, bus.rate, { ...slap, seed: stroke.startFrame });
    filter(out, frames, bus.rate, { fromHz: 2600, toHz: 900, seconds: 0.02 });
    addThump(out, frames, bus.rate, thump);
    fadeEnd(out, frames, Math.round(0.02 * bus.rate));
    bus.add(out, frames, place(stroke, gain));
  };
}

const tap = { level: 0.25, attackS: 0.001, fallS: 0.006 };
export const kick = skin({ fromHz: 165, toHz: 47, dropS: 0.03, fallS: 0.12, level: 1 }, 0.75, tap);
export const softKick = skin({ fromHz: 105, toHz: 50, dropS: 0.03, fallS: 0.11, level: 1 }, 0.55, {
  ...tap,
  level: 0.1,
});
export const frameDrum = skin(
  { fromHz: 150, toHz: 86, dropS: 0.04, fallS: 0.13, level: 0.9 },
  0.5,
  { ...tap, level: 0.4, fallS: 0.012 },
);

/** A skin with a rattle under it. */
export const snare: Drum = (bus, stroke) => {
  const frames = Math.ceil(0.45 * bus.rate);
  const out = scratchTone(frames);
  const noise = { seed: stroke.startFrame, level: 0.8, attackS: 0.001, fallS: 0.075 };
  addNoise(out, frames, bus.rate, noise);
  filter(out, frames, bus.rate, { fromHz: 1500, toHz: 1500, seconds: 1, band: "high" });
  addThump(out, frames, bus.rate, { fromHz: 260, toHz: 182, dropS: 0.02, fallS: 0.06, level: 0.6 });
  fadeEnd(out, frames, Math.round(0.02 * bus.rate));
  bus.add(out, frames, place(stroke, 0.36));
};
