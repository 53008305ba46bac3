/**
 * Reads WAV (RIFF) as it comes: integers of 8 to 32 bits and floats, of any number
 * of channels, with a length or without an end. Pure, fed in pieces of any size.
 */
import { concatBytes } from "../base/bytes.ts";
import type { Sound } from "../ports/media-decoder.ts";
import { MediaUrlError } from "./errors.ts";
import { headBytesMax } from "./limits.ts";

export interface WavFormat {
  readonly rate: number;
  readonly channels: number;
  readonly bits: number;
  readonly float: boolean;
  /** Where the samples begin in the file, and how many bytes of them there are; Infinity where nobody knows. */
  readonly dataAt: number;
  readonly dataBytes: number;
}

export class WavReader {
  #held: Uint8Array = new Uint8Array(0);
  #format: WavFormat | undefined;
  #left = 0;

  /** `format`: the bytes that come begin at a frame of it, so many bytes into its samples. */
  constructor(format?: WavFormat, skipped = 0) {
    this.#format = format;
    this.#left = format === undefined ? 0 : Math.max(0, format.dataBytes - skipped);
  }

  get format(): WavFormat | undefined {
    return this.#format;
  }

  /** Throws MediaUrlError where it is none that can be played. */
  push(bytes: Uint8Array): Sound | undefined {
    this.#held = concatBytes([this.#held, bytes]);
    if (this.#format === undefined) {
      this.#format = readHead(this.#held);
      if (this.#format === undefined && this.#held.length > headBytesMax) throw notWav();
      if (this.#format === undefined) return undefined;
      this.#left = this.#format.dataBytes;
      this.#held = this.#held.subarray(this.#format.dataAt);
    }
    const { channels, bits, rate } = this.#format;
    const frameBytes = (channels * bits) / 8;
    const frames = Math.floor(Math.min(this.#held.length, this.#left) / frameBytes);
    if (frames === 0) return undefined;
    const used = frames * frameBytes;
    const planes = planesOf(this.#held.subarray(0, used), this.#format, frames);
    this.#held = this.#held.slice(used);
    this.#left -= used;
    return { planes, frames, rate };
  }
}

/** Undefined while it is not all there. Throws MediaUrlError. */
function readHead(bytes: Uint8Array): WavFormat | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let format: Omit<WavFormat, "dataAt" | "dataBytes"> | undefined;
  for (let at = 12; at + 8 <= bytes.length; ) {
    const name = String.fromCharCode(...bytes.subarray(at, at + 4));
    const size = view.getUint32(at + 4, true);
    if (name === "data") {
      if (format === undefined) throw notWav();
      const endless = size === 0 || size >= 0x7fff_ffff;
      return { ...format, dataAt: at + 8, dataBytes: endless ? Number.POSITIVE_INFINITY : size };
    }
    if (name === "fmt " && at + 8 + Math.min(size, 40) <= bytes.length)
      format = formatAt(view, at + 8, size);
    at += 8 + size + (size & 1);
  }
  return undefined;
}

function formatAt(
  view: DataView,
  at: number,
  size: number,
): Omit<WavFormat, "dataAt" | "dataBytes"> {
  if (size < 16) throw notWav();
  const extended = view.getUint16(at, true) === 0xfffe && size >= 26;
  const code = extended ? view.getUint16(at + 24, true) : view.getUint16(at, true);
  const channels = view.getUint16(at + 2, true);
  const rate = view.getUint32(at + 4, true);
  const bits = view.getUint16(at + 14, true);
  const integers = code === 1 && [8, 16, 24, 32].includes(bits);
  if (!(integers || (code === 3 && bits === 32)) || channels < 1 || channels > 32) throw notWav();
  return { rate, channels, bits, float: code === 3 };
}

/** Left and right; one where there is one. */
function planesOf(bytes: Uint8Array, { channels, bits, float }: WavFormat, frames: number) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const sampleBytes = bits / 8;
  const read = (at: number): number => {
    if (float) return Math.max(-8, Math.min(8, view.getFloat32(at, true) || 0));
    if (bits === 8) return (view.getUint8(at) - 128) / 128;
    if (bits === 16) return view.getInt16(at, true) / 32_768;
    if (bits === 32) return view.getInt32(at, true) / 2_147_483_648;
    return ((view.getInt16(at + 1, true) << 8) | view.getUint8(at)) / 8_388_608;
  };
  return Array.from({ length: Math.min(2, channels) }, (_, channel) =>
    Float32Array.from({ length: frames }, (_, i) => read((i * channels + channel) * sampleBytes)),
  );
}

function notWav(): MediaUrlError {
  return new MediaUrlError("undecodable", "this kind of WAV is not played");
}
