/**
 * A WAV file as something to be captured: over and over again, from its beginning
 * to its end (RIFF; 16, 24 and 32 bits of PCM, 32 bits of float; one channel is
 * heard on both sides, of more than two the first two).
 *
 * It reads the disk in the caller's thread, a block at a time: for trying things
 * out, not for listening. Bounds: one block of memory.
 */
import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { describeError } from "../base/errors.ts";

import { kib } from "../base/units.ts";
import { PcmError } from "../ports/errors.ts";
import { systemWhy } from "./disk-errors.ts";
import type { AdcSource } from "./model-adc.ts";

const rateMin = 8_000;
const rateMax = 192_000;
const channelsMax = 32;
const blockBytes = 64 * kib;
/** Chunks before the sound: tags and the like, looked over one by one. */
const chunksMax = 100;
const pcmCode = 1;
const floatCode = 3;
/** The real code is then in the first two bytes of the format's GUID. */
const extensibleCode = 0xfffe;

interface WavShape {
  readonly rate: number;
  readonly channels: number;
  readonly sample: "s16" | "s24" | "s32" | "float";
  /** Of the first frame in the file. */
  readonly at: number;
  readonly frames: number;
}

const sampleBytes = { s16: 2, s24: 3, s32: 4, float: 4 } as const;

export class WavSource implements AdcSource {
  readonly rate: number;
  readonly #fd: number;
  readonly #shape: WavShape;
  readonly #frameBytes: number;
  readonly #view: DataView;
  /** Frame of the file that `#view` begins with, and how many it has. */
  #blockAt = 0;
  #blockFrames = 0;
  #next = 0;

  /** Throws PcmError. */
  static open(path: string): WavSource {
    let fd: number | undefined;
    try {
      // A pipe would make the audio thread wait for whoever writes, for ever.
      fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
      const stat = fstatSync(fd);
      if (!stat.isFile()) throw notWav("it is no ordinary file");
      return new WavSource(fd, readShape(fd, stat.size));
    } catch (cause) {
      if (fd !== undefined) closeSync(fd);
      const why =
        cause instanceof SyntaxError ? cause.message : (systemWhy(cause) ?? describeError(cause));
      throw new PcmError("no-device", `cannot play ${path} as an input: ${why}`, {
        remedy: "name a WAV file of PCM or float samples",
        cause,
      });
    }
  }

  private constructor(fd: number, shape: WavShape) {
    this.rate = shape.rate;
    this.#fd = fd;
    this.#shape = shape;
    this.#frameBytes = shape.channels * sampleBytes[shape.sample];
    this.#view = new DataView(new ArrayBuffer(blockBytes));
  }

  read(into: Float32Array, frames: number): boolean {
    const right = this.#shape.channels > 1 ? sampleBytes[this.#shape.sample] : 0;
    for (let i = 0; i < frames; i++) {
      if (!this.#isHere() && !this.#fetch()) return false;
      const at = (this.#next - this.#blockAt) * this.#frameBytes;
      into[2 * i] = this.#sampleAt(at);
      into[2 * i + 1] = this.#sampleAt(at + right);
      this.#next = (this.#next + 1) % this.#shape.frames;
    }
    return true;
  }

  skip(frames: number): void {
    this.#next = (this.#next + frames) % this.#shape.frames;
  }

  [Symbol.dispose](): void {
    closeSync(this.#fd);
  }

  #isHere(): boolean {
    return this.#next >= this.#blockAt && this.#next < this.#blockAt + this.#blockFrames;
  }

  #fetch(): boolean {
    const { at, frames } = this.#shape;
    const count = Math.min(Math.floor(blockBytes / this.#frameBytes), frames - this.#next);
    const place = at + this.#next * this.#frameBytes;
    try {
      const got = readSync(this.#fd, this.#view, 0, count * this.#frameBytes, place);
      this.#blockFrames = Math.floor(got / this.#frameBytes);
    } catch {
      // A disk that fails is an input that is gone: the caller opens it anew, and hears why then.
      this.#blockFrames = 0;
    }
    this.#blockAt = this.#next;
    return this.#blockFrames > 0;
  }

  #sampleAt(at: number): number {
    const view = this.#view;
    switch (this.#shape.sample) {
      case "s16":
        return view.getInt16(at, true) / 0x8000;
      case "s24":
        return ((view.getInt8(at + 2) << 16) | view.getUint16(at, true)) / 0x80_0000;
      case "s32":
        return view.getInt32(at, true) / 0x8000_0000;
      case "float": {
        const sample = view.getFloat32(at, true);
        return Number.isFinite(sample) ? Math.max(-1, Math.min(1, sample)) : 0;
      }
    }
  }
}

/** Throws SyntaxError for what is no such file. */
function readShape(fd: number, size: number): WavShape {
  const head = readAt(fd, 0, 12);
  if (tagAt(head, 0) !== "RIFF" || tagAt(head, 8) !== "WAVE") throw notWav("it is no WAV file");
  let format: DataView | undefined;
  for (let at = 12, n = 0; n < chunksMax && at + 8 <= size; n++) {
    const chunk = readAt(fd, at, 8);
    const length = chunk.getUint32(4, true);
    if (tagAt(chunk, 0) === "fmt ") format = readAt(fd, at + 8, Math.min(length, 40));
    if (tagAt(chunk, 0) === "data" && format !== undefined) {
      return shapeOf(format, at + 8, Math.min(length, size - at - 8));
    }
    at += 8 + length + (length % 2);
  }
  throw notWav("it has no sound in it");
}

function shapeOf(format: DataView, at: number, bytes: number): WavShape {
  if (format.byteLength < 16) throw notWav("its header is cut short");
  const channels = format.getUint16(2, true);
  const rate = format.getUint32(4, true);
  const bits = format.getUint16(14, true);
  const given = format.getUint16(0, true);
  const code =
    given === extensibleCode && format.byteLength >= 26 ? format.getUint16(24, true) : given;
  const sample = sampleOf(code, bits);
  if (sample === undefined) throw notWav(`samples of kind ${code} with ${bits} bits`);
  if (rate < rateMin || rate > rateMax) throw notWav(`its rate is ${rate} Hz`);
  if (channels < 1 || channels > channelsMax) throw notWav(`it has ${channels} channels`);
  const frames = Math.floor(bytes / (channels * sampleBytes[sample]));
  if (frames === 0) throw notWav("it has no sound in it");
  return { rate, channels, sample, at, frames };
}

function sampleOf(code: number, bits: number): WavShape["sample"] | undefined {
  if (code === floatCode) return bits === 32 ? "float" : undefined;
  if (code !== pcmCode) return undefined;
  return bits === 16 ? "s16" : bits === 24 ? "s24" : bits === 32 ? "s32" : undefined;
}

/** What there is, up to `length` bytes; the rest of the view is missing. */
function readAt(fd: number, at: number, length: number): DataView {
  const bytes = new Uint8Array(length);
  const got = readSync(fd, bytes, 0, length, at);
  return new DataView(bytes.buffer, 0, got);
}

function tagAt(view: DataView, at: number): string {
  if (at + 4 > view.byteLength) return "";
  return String.fromCharCode(...[0, 1, 2, 3].map((i) => view.getUint8(at + i)));
}

function notWav(why: string): SyntaxError {
  return new SyntaxError(why);
}
