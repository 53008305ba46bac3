/**
 * Strings that are plucked and ring: guitar, harp, a bass's pizzicato.
 *
 * Loudness by ear: a velocity of 0.8 is about as loud as that of any other instrument.
 */
import { Rng } from "../../../src/base/rng.ts";
import { scratchTone } from "./bus.ts";
import { decayPerFrame } from "./maths.ts";
import { envelop } from "./shape.ts";
import { type Instrument, placeOf, type Tone } from "./tone.ts";

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
    bus.add(out, frames, placeOf(tone, kind.gain * tone.velocity));
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
