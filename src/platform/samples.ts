/**
 * Float samples to what a card takes and back: 16, 24 (packed or in 32) and 32
 * bits, and float; little endian, as every machine that Node runs on is.
 *
 * Plainly rounded, without dither: a 16-bit source at full volume comes out as
 * the bits it was, silence is zeros, and captures can be compared exactly. At
 * lower volumes the rounding noise is 98 dB below full scale, under any room's.
 *
 * NaN, which only a defective decoder makes, becomes 0 as an integer and passes
 * as it is to a card that takes floats.
 */
import type { PcmSample } from "../ports/pcm.ts";

/** Bytes of one sample in memory. */
export const sampleBytes: Readonly<Record<PcmSample, number>> = {
  s16: 2,
  "s24-3": 3,
  s24: 4,
  s32: 4,
  float: 4,
};

/** Scales, rounds and clips `from` into `into`, from index `at`. */
export function toS16(from: Float32Array, into: Int16Array, at: number): void {
  for (let i = 0; i < from.length; i++) {
    const scaled = Math.round((from[i] ?? 0) * 0x8000);
    into[at + i] = Math.max(-0x8000, Math.min(0x7fff, scaled));
  }
}

export function toS32(from: Float32Array, into: Int32Array, at: number): void {
  for (let i = 0; i < from.length; i++) {
    const scaled = Math.round((from[i] ?? 0) * 0x8000_0000);
    into[at + i] = Math.max(-0x8000_0000, Math.min(0x7fff_ffff, scaled));
  }
}

/** 24 bits in the low bytes of 32, sign-extended. */
function toS24(from: Float32Array, into: Int32Array): void {
  for (let i = 0; i < from.length; i++) {
    const scaled = Math.round((from[i] ?? 0) * 0x80_0000);
    into[i] = Math.max(-0x80_0000, Math.min(0x7f_ffff, scaled));
  }
}

function toS24In3(from: Float32Array, into: Uint8Array): void {
  for (let i = 0, at = 0; i < from.length; i++, at += 3) {
    const scaled = Math.round((from[i] ?? 0) * 0x80_0000);
    const clipped = Math.max(-0x80_0000, Math.min(0x7f_ffff, scaled)) | 0;
    into[at] = clipped;
    into[at + 1] = clipped >> 8;
    into[at + 2] = clipped >> 16;
  }
}

function toFloat(from: Float32Array, into: Float32Array): void {
  for (let i = 0; i < from.length; i++) into[i] = Math.max(-1, Math.min(1, from[i] ?? 0));
}

/** The device's samples in one block of memory, written from and read into floats. */
export interface SampleBlock {
  /** The memory: hand it to the device. */
  readonly bytes: Uint8Array;
  /** Clipped; as many as are given, from the block's start. */
  encode(samples: Float32Array): void;
  /** As many as fit `samples`, from the block's start. */
  decode(samples: Float32Array): void;
}

/** For `samplesMax` samples of a kind. */
export function sampleBlock(kind: PcmSample, samplesMax: number): SampleBlock {
  const memory = new ArrayBuffer(sampleBytes[kind] * samplesMax);
  const bytes = new Uint8Array(memory);
  if (kind === "s16") {
    const words = new Int16Array(memory);
    const encode = (samples: Float32Array): void => toS16(samples, words, 0);
    return { bytes, encode, decode: (samples) => scaleTo(samples, words, 0x8000) };
  }
  if (kind === "s24-3") {
    const encode = (samples: Float32Array): void => toS24In3(samples, bytes);
    return { bytes, encode, decode: (samples) => fromS24In3(bytes, samples) };
  }
  if (kind === "float") {
    const floats = new Float32Array(memory);
    const encode = (samples: Float32Array): void => toFloat(samples, floats);
    return { bytes, encode, decode: (samples) => scaleTo(samples, floats, 1) };
  }
  const words = new Int32Array(memory);
  if (kind === "s32") {
    const encode = (samples: Float32Array): void => toS32(samples, words, 0);
    return { bytes, encode, decode: (samples) => scaleTo(samples, words, 0x8000_0000) };
  }
  const encode = (samples: Float32Array): void => toS24(samples, words);
  return { bytes, encode, decode: (samples) => fromS24(words, samples) };
}

function scaleTo(
  into: Float32Array,
  from: Int16Array | Int32Array | Float32Array,
  full: number,
): void {
  for (let i = 0; i < into.length; i++) into[i] = (from[i] ?? 0) / full;
}

/** The upper byte of a captured S24 is not defined: it is shifted out. */
function fromS24(from: Int32Array, into: Float32Array): void {
  for (let i = 0; i < into.length; i++) into[i] = ((from[i] ?? 0) << 8) / 0x8000_0000;
}

function fromS24In3(from: Uint8Array, into: Float32Array): void {
  for (let i = 0, at = 0; i < into.length; i++, at += 3) {
    const word = ((from[at + 2] ?? 0) << 24) | ((from[at + 1] ?? 0) << 16) | ((from[at] ?? 0) << 8);
    into[i] = word / 0x8000_0000;
  }
}

/**
 * Stereo to the channels of a card: one is their mean, of more than two the first two (front left
 * and right by ALSA's order) and silence in the rest. `into` holds the frames of `stereo`.
 */
export function fromStereo(stereo: Float32Array, into: Float32Array, channels: number): void {
  into.fill(0);
  for (let i = 0, at = 0; i < stereo.length; i += 2, at += channels) {
    const [left, right] = [stereo[i] ?? 0, stereo[i + 1] ?? 0];
    into[at] = channels === 1 ? (left + right) / 2 : left;
    if (channels > 1) into[at + 1] = right;
  }
}

/** The channels of a capture to stereo: mono is in both, of more than two the first two. */
export function intoStereo(from: Float32Array, channels: number, stereo: Float32Array): void {
  for (let i = 0, at = 0; i < stereo.length; i += 2, at += channels) {
    stereo[i] = from[at] ?? 0;
    stereo[i + 1] = from[channels === 1 ? at : at + 1] ?? 0;
  }
}
