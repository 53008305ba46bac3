/**
 * The last desk: takes out what is below hearing, brings a piece to the loudness target, holds
 * its peaks under the ceiling, and rounds to 16 bits with dither.
 *
 * Loudness is ITU-R BS.1770-4 (K-weighting, 400 ms blocks, both gates) in mean squares, so no
 * logarithm is needed. The limiter looks ahead 10 ms and never lets a frame over the ceiling.
 */
import { loudnessTarget, peakCeiling } from "../limits.ts";
import type { Bus } from "./bus.ts";
import { cosTurns, sinTurns } from "./maths.ts";

/** Masters the bus in place and returns interleaved stereo. */
export function master(bus: Bus): Int16Array {
  for (const side of [bus.left, bus.right])
    runBiquad(side, side, highPass(28, Math.SQRT1_2, bus.rate));
  applyGain(bus);
  limit(bus);
  return toPcm16(bus);
}

/** Gated mean square of both sides after K-weighting; −0.691 + 10·log10 of it is LUFS. */
export function loudnessOf(left: Float32Array, right: Float32Array, rate: number): number {
  const hop = Math.round(rate / 10);
  const hops = Math.floor(left.length / hop);
  const power = new Float64Array(hops);
  for (const side of [left, right]) {
    const weighted = new Float32Array(side.length);
    runBiquad(side, weighted, highShelf(rate));
    // The standard's numerator is 1, −2, 1, not brought to unity gain.
    const lowCut = { ...highPass(38.13547, 0.500327, rate), b0: 1, b1: -2, b2: 1 };
    runBiquad(weighted, weighted, lowCut);
    for (let h = 0; h < hops; h++) {
      let sum = 0;
      for (let i = h * hop; i < (h + 1) * hop; i++) sum += (weighted[i] as number) ** 2;
      power[h] = (power[h] as number) + sum / hop;
    }
  }
  const blocks: number[] = [];
  for (let h = 0; h + 4 <= hops; h++) {
    blocks.push(power.subarray(h, h + 4).reduce((sum, x) => sum + x, 0) / 4);
  }
  // −70 LUFS, then 10 LU below the mean of what passed.
  const audible = blocks.filter((x) => x > 1.1724e-7);
  const gate = mean(audible) / 10;
  return mean(audible.filter((x) => x > gate));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, x) => sum + x, 0) / Math.max(1, values.length);
}

function applyGain(bus: Bus): void {
  const loudness = loudnessOf(bus.left, bus.right, bus.rate);
  const gain = loudness > 0 ? Math.sqrt(loudnessTarget / loudness) : 1;
  for (const side of [bus.left, bus.right]) {
    for (let i = 0; i < side.length; i++) side[i] = (side[i] as number) * gain;
  }
}

interface Biquad {
  readonly b0: number;
  readonly b1: number;
  readonly b2: number;
  readonly a1: number;
  readonly a2: number;
}

function runBiquad(from: Float32Array, to: Float32Array, q: Biquad): void {
  const { b0, b1, b2, a1, a2 } = q;
  let one = 0;
  let two = 0;
  for (let i = 0; i < from.length; i++) {
    const x = from[i] as number; // i is below the length
    const y = b0 * x + one;
    one = b1 * x - a1 * y + two;
    two = b2 * x - a2 * y;
    to[i] = y;
  }
}

function highPass(hz: number, q: number, rate: number): Biquad {
  const alpha = sinTurns(hz / rate) / (2 * q);
  const cos = cosTurns(hz / rate);
  const a0 = 1 + alpha;
  const edge = (1 + cos) / 2 / a0;
  return { b0: edge, b1: -2 * edge, b2: edge, a1: (-2 * cos) / a0, a2: (1 - alpha) / a0 };
}

/** The head's shelf of BS.1770: +4 dB above 1.68 kHz, warped to any rate. */
function highShelf(rate: number): Biquad {
  const turns = 1681.974450955533 / rate / 2;
  const k = sinTurns(turns) / cosTurns(turns);
  const q = 0.7071752369554196;
  const high = 1.5848647011308556;
  const band = 1.2587209302325675;
  const a0 = 1 + k / q + k * k;
  return {
    b0: (high + (band * k) / q + k * k) / a0,
    b1: (2 * (k * k - high)) / a0,
    b2: (high - (band * k) / q + k * k) / a0,
    a1: (2 * (k * k - 1)) / a0,
    a2: (1 - k / q + k * k) / a0,
  };
}

const limitFrames = 64;
/** Blocks of 64 frames to look each way: 10 ms. */
const reach = 8;

function limit(bus: Bus): void {
  const { left, right } = bus;
  const ceiling = peakCeiling;
  const blocks = Math.ceil(left.length / limitFrames) + 1;
  const need = new Float64Array(blocks).fill(1);
  for (let i = 0; i < left.length; i++) {
    const peak = Math.max(Math.abs(left[i] as number), Math.abs(right[i] as number));
    const block = Math.floor(i / limitFrames);
    if (peak * (need[block] as number) > ceiling) need[block] = ceiling / peak;
  }
  // The mean of minima over a shorter window is nowhere above the minimum of its centre's block.
  const low = windowed(need, reach, (window) => Math.min(...window));
  const nodes = windowed(low, reach - 1, (window) => mean([...window]));
  for (let i = 0; i < left.length; i++) {
    const block = Math.floor(i / limitFrames);
    const from = nodes[block] as number; // one node more than there are blocks
    const gain = from + ((nodes[block + 1] as number) - from) * (i / limitFrames - block);
    left[i] = (left[i] as number) * gain;
    right[i] = (right[i] as number) * gain;
  }
}

function windowed(
  values: Float64Array,
  half: number,
  of: (window: Float64Array) => number,
): Float64Array {
  return values.map((_, i) => of(values.subarray(Math.max(0, i - half), i + half + 1)));
}

/** Interleaved 16-bit samples; triangular dither of one step keeps quiet endings smooth. */
function toPcm16(bus: Bus): Int16Array {
  const pcm = new Int16Array(2 * bus.frames);
  let state = 1;
  const noise = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return state / 4294967296;
  };
  for (let i = 0; i < bus.frames; i++) {
    pcm[2 * i] = Math.round((bus.left[i] as number) * 32767 + noise() + noise());
    pcm[2 * i + 1] = Math.round((bus.right[i] as number) * 32767 + noise() + noise());
  }
  return pcm;
}
