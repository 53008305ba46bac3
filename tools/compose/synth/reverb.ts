/**
 * A hall: eight delay lines fed back through a Householder matrix (Jot's feedback delay network),
 * each with a lid that dulls what goes round. Adds the wet sound of the bus's send to its sides.
 *
 * Stable because the matrix keeps energy and every line loses some.
 */
import type { Bus } from "./bus.ts";
import { exponential } from "./maths.ts";

export interface Room {
  /** Time to fall by 60 dB. */
  readonly reverbS: number;
  /** 0 bright to 1 dull. */
  readonly damping: number;
  readonly preDelayS: number;
  readonly wet: number;
}

/** Mutually prime-ish lengths in milliseconds, so that the echoes do not line up. */
const lineMs = [29.7, 34.3, 41.1, 47.9, 53.3, 61.7, 68.9, 79.3];
const diffuserMs = [4.77, 3.6, 12.7, 9.3];

export function addReverb(bus: Bus, room: Room): void {
  diffuse(bus.send, bus.rate);
  const lengths = lineMs.map((ms) => Math.round((ms * bus.rate) / 1000) | 1);
  const starts = lengths.map((_, i) => lengths.slice(0, i).reduce((sum, n) => sum + n, 0));
  const memory = new Float64Array(lengths.reduce((sum, n) => sum + n, 0));
  const keep = lengths.map((n) => exponential((-6.907755 * n) / bus.rate / room.reverbS));
  const at = new Int32Array(8);
  const lid = new Float64Array(8);
  const taps = new Float64Array(8);
  const pre = Math.round(room.preDelayS * bus.rate);
  const open = 1 - room.damping * 0.85;
  const { left, right, send } = bus;
  for (let i = pre; i < bus.frames; i++) {
    let sum = 0;
    for (let k = 0; k < 8; k++) {
      const x = memory[(starts[k] as number) + (at[k] as number)] as number; // within line k
      lid[k] = (lid[k] as number) + open * (x - (lid[k] as number));
      taps[k] = (lid[k] as number) * (keep[k] as number);
      sum += taps[k] as number;
    }
    const x = send[i - pre] as number; // i is at least pre
    const back = 0.25 * sum;
    for (let k = 0; k < 8; k++) {
      memory[(starts[k] as number) + (at[k] as number)] = x + (taps[k] as number) - back;
      at[k] = (at[k] as number) + 1 === lengths[k] ? 0 : (at[k] as number) + 1;
    }
    // Even lines to the left, odd ones to the right, signs alternating: wide, and mono-safe.
    const l = (taps[0] as number) - (taps[2] as number) + (taps[4] as number) - (taps[6] as number);
    const r = (taps[1] as number) - (taps[3] as number) + (taps[5] as number) - (taps[7] as number);
    left[i] = (left[i] as number) + room.wet * l;
    right[i] = (right[i] as number) + room.wet * r;
  }
}

/** Four all-passes in a row smear the send in time, so that a drum does not flutter. */
function diffuse(send: Float32Array, rate: number): void {
  for (const ms of diffuserMs) {
    const length = Math.round((ms * rate) / 1000);
    const line = new Float64Array(length);
    for (let i = 0, at = 0; i < send.length; i++) {
      const held = line[at] as number; // at is below length
      const fed = (send[i] as number) + 0.6 * held;
      line[at] = fed;
      send[i] = held - 0.6 * fed;
      at = at + 1 === length ? 0 : at + 1;
    }
  }
}
