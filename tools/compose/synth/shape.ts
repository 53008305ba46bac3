/**
 * What is done to a mono tone in scratch memory: oscillators add to it, filters and envelopes
 * change it in place. All work on the first `frames` of the array.
 */
import { cosTurns, decayPerFrame, sinTurns } from "./maths.ts";
import { sineTable, tableFrames, type WaveTable } from "./tables.ts";

/** Control values (vibrato, cutoff) are renewed this often: 0.7 ms, too fast to hear as steps. */
const controlFrames = 32;

export interface Oscillator {
  readonly table: WaveTable;
  readonly hz: number;
  readonly gain: number;
  /** In turns. */
  readonly phase?: number;
  /** Depth as a share of the pitch; 0.006 is a tenth of a semitone. */
  readonly vibrato?: number;
  readonly vibratoHz?: number;
}

export function addWave(tone: Float64Array, frames: number, rate: number, osc: Oscillator): void {
  const { table, gain } = osc;
  const size = tableFrames;
  const depth = osc.vibrato ?? 0;
  const turn = (osc.vibratoHz ?? 5) / rate;
  let at = ((osc.phase ?? 0) - Math.floor(osc.phase ?? 0)) * tableFrames;
  for (let from = 0; from < frames; from += controlFrames) {
    const end = Math.min(frames, from + controlFrames);
    // Vibrato grows in over the first 0.4 s, as a player's hand does.
    const swell = depth * Math.min(1, from / (0.4 * rate));
    const step = ((osc.hz * tableFrames) / rate) * (1 + swell * sinTurns(from * turn));
    for (let i = from; i < end; i++) {
      const index = at | 0;
      const low = table[index] as number; // at is kept below tableFrames
      const high = table[index + 1] as number; // the table has one frame more
      tone[i] = (tone[i] as number) + gain * (low + (high - low) * (at - index));
      at += step;
      if (at >= size) at -= size;
    }
  }
}

export interface FmPair {
  readonly hz: number;
  /** Modulator frequency over carrier frequency. */
  readonly ratio: number;
  /** Peak phase deviation at the start, in turns. */
  readonly index: number;
  /** Time constants of brightness and of loudness. */
  readonly indexS: number;
  readonly fallS: number;
  readonly gain: number;
}

/** Frequency modulation of a sine by a sine, both falling away exponentially (Chowning 1973). */
export function addFm(tone: Float64Array, frames: number, rate: number, pair: FmPair): void {
  const step = (pair.hz / rate) * tableFrames;
  const modStep = step * pair.ratio;
  const indexFall = decayPerFrame(pair.indexS, rate);
  const fall = decayPerFrame(pair.fallS, rate);
  const table = sineTable;
  const size = tableFrames;
  const mask = size - 1;
  let index = pair.index * tableFrames;
  let gain = pair.gain;
  let at = 0;
  let mod = 0;
  for (let i = 0; i < frames; i++) {
    const bend = index * (table[mod & mask] as number); // masked to the table
    const phase = at + bend;
    const whole = Math.floor(phase);
    const low = table[whole & mask] as number; // masked to the table
    const high = table[(whole & mask) + 1] as number; // the table has one frame more
    tone[i] = (tone[i] as number) + gain * (low + (high - low) * (phase - whole));
    at += step;
    if (at >= size) at -= size;
    mod += modStep;
    if (mod >= size) mod -= size;
    index *= indexFall;
    gain *= fall;
  }
}

export interface Sweep {
  /** Cutoff at the start and at rest, in hertz, and the time constant between them. */
  readonly fromHz: number;
  readonly toHz: number;
  readonly seconds: number;
  /** 0.7 is flat, 4 whistles. */
  readonly resonance?: number;
}

type Band = "low" | "band" | "high";

/** A second-order state-variable filter (topology-preserving form), its cutoff gliding. */
export function filter(
  tone: Float64Array,
  frames: number,
  rate: number,
  sweep: Sweep & { readonly band?: Band },
): void {
  const damping = 1 / (sweep.resonance ?? 0.7);
  const approach = 1 - decayPerFrame(sweep.seconds, rate / controlFrames);
  const toLow = sweep.band === undefined || sweep.band === "low" ? 1 : 0;
  const toBand = sweep.band === "band" ? damping : 0;
  const toHigh = sweep.band === "high" ? 1 : 0;
  let hz = sweep.fromHz;
  let one = 0;
  let two = 0;
  for (let from = 0; from < frames; from += controlFrames) {
    const end = Math.min(frames, from + controlFrames);
    const turns = Math.min(hz, 0.45 * rate) / rate / 2;
    const g = sinTurns(turns) / cosTurns(turns);
    const a = 1 / (1 + g * (g + damping));
    for (let i = from; i < end; i++) {
      const x = tone[i] as number; // i is below frames
      const high = a * (x - (g + damping) * one - two);
      const band = g * high + one;
      const low = g * band + two;
      one = g * high + band;
      two = g * band + low;
      tone[i] = toLow * low + toBand * band + toHigh * high;
    }
    hz += approach * (sweep.toHz - hz);
  }
}

export interface Envelope {
  readonly attackS: number;
  readonly decayS: number;
  /** Level held after the decay, 0 to 1. */
  readonly sustain: number;
  readonly releaseS: number;
}

/** How long a tone of `heldS` sounds with this envelope, in frames. */
export function soundingFrames(heldS: number, envelope: Envelope, rate: number): number {
  return Math.ceil((heldS + 5 * envelope.releaseS) * rate);
}

/** Attack in a quarter cosine, exponential decay and release, the last 4 ms to exactly zero. */
export function envelop(
  tone: Float64Array,
  frames: number,
  rate: number,
  envelope: Envelope,
  heldS: number,
): void {
  const attack = Math.max(1, Math.round(envelope.attackS * rate));
  const held = Math.min(frames, Math.max(attack, Math.round(heldS * rate)));
  const decay = decayPerFrame(envelope.decayS, rate);
  const release = decayPerFrame(envelope.releaseS, rate);
  let level = 1;
  for (let i = 0; i < held; i++) {
    if (i < attack) level = 0.5 - 0.5 * cosTurns((0.5 * i) / attack);
    else level = envelope.sustain + (level - envelope.sustain) * decay;
    tone[i] = (tone[i] as number) * level;
  }
  for (let i = held; i < frames; i++) {
    level *= release;
    tone[i] = (tone[i] as number) * level;
  }
  fadeEnd(tone, frames, Math.round(0.004 * rate));
}

/** A straight line to zero over the last `fade` frames. */
export function fadeEnd(tone: Float64Array, frames: number, fade: number): void {
  const length = Math.min(fade, frames);
  for (let i = 0; i < length; i++) {
    const at = frames - 1 - i;
    tone[at] = ((tone[at] as number) * i) / length;
  }
}
