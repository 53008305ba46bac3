/**
 * A short sound that is at hand as a whole: what an announcement is made of.
 * Made of samples (spoken digits, chimes) or of a file that somebody sent: a WAV
 * file, or Opus in Ogg in frames of 20 ms. A file is a stranger's: it is checked, and
 * what cannot be played is refused with the reason.
 */
import { readOpusHead } from "../media/codec-heads.ts";
import { OggDemuxer } from "../media/ogg.ts";
import { clipSecondsMax, packetBytesMax, segmentRateMax, segmentRateMin } from "./limits.ts";
import type { SegmentSpec } from "./model.ts";
import { pcmPackets } from "./pcm-clip.ts";

export interface Clip
  extends Pick<SegmentSpec, "codec" | "rate" | "setup" | "skipFrames" | "totalFrames"> {
  /** 20 ms each. */
  readonly packets: readonly Uint8Array[];
}

export interface NoClip {
  /** Why not, for people. */
  readonly refused: string;
}

const nothing = new Uint8Array(0);
const opusRate = 48_000;
const packetsPerS = 50;

/** One channel, −1 to 1, at `rate` Hz. */
export function clipOfSamples(samples: Float32Array, rate: number): Clip {
  const packets = pcmPackets(samples, rate);
  const setup = new Uint8Array([1]);
  return { codec: "pcm", rate, setup, skipFrames: 0, totalFrames: samples.length, packets };
}

export function clipSeconds(clip: Clip): number {
  return clip.totalFrames / clip.rate;
}

export function readClip(file: Uint8Array): Clip | NoClip {
  const tag = String.fromCharCode(...file.subarray(0, 4));
  if (tag === "RIFF") return readWav(file);
  if (tag === "OggS") return readOggOpus(file);
  return { refused: "it is neither a WAV file nor Opus in Ogg" };
}

/** WAVE in RIFF: PCM of 16, 24 or 32 bits or 32-bit float, one or two channels. */
function readWav(file: Uint8Array): Clip | NoClip {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const textAt = (at: number): string => String.fromCharCode(...file.subarray(at, at + 4));
  if (file.length < 12 || textAt(8) !== "WAVE") return damaged;
  let format: WavFormat | undefined;
  for (let at = 12; at + 8 <= file.length; ) {
    const size = view.getUint32(at + 4, true);
    const body = at + 8;
    if (textAt(at) === "fmt " && size >= 16 && body + 16 <= file.length)
      format = readFormat(view, body, size);
    if (textAt(at) === "data") {
      if (format === undefined) return damaged;
      // A writer that was cut off left a size that is too large, or none.
      const bytes = Math.min(size, file.length - body);
      return clipOfWav(new DataView(file.buffer, file.byteOffset + body, bytes), format);
    }
    at = body + size + (size & 1);
  }
  return damaged;
}

interface WavFormat {
  readonly kind: number;
  readonly channels: number;
  readonly rate: number;
  readonly bits: number;
}

const wavPcm = 1;
const wavFloat = 3;
const wavExtensible = 0xfffe;

function readFormat(view: DataView, at: number, size: number): WavFormat {
  const named = view.getUint16(at, true);
  const extended = named === wavExtensible && size >= 26 && at + 26 <= view.byteLength;
  return {
    kind: extended ? view.getUint16(at + 24, true) : named,
    channels: view.getUint16(at + 2, true),
    rate: view.getUint32(at + 4, true),
    bits: view.getUint16(at + 14, true),
  };
}

function clipOfWav(data: DataView, { kind, channels, rate, bits }: WavFormat): Clip | NoClip {
  const read = sampleReader(data, kind, bits);
  if (read === undefined) return { refused: `WAV of ${bits} bits, kind ${kind}: not known here` };
  if (channels < 1 || channels > 2) return { refused: "it has more than two channels" };
  if (rate < segmentRateMin || rate > segmentRateMax)
    return { refused: `it has ${rate} samples a second` };
  const bytes = bits / 8;
  const frames = Math.floor(data.byteLength / (bytes * channels));
  if (frames === 0) return { refused: "there is no sound in it" };
  if (frames / rate > clipSecondsMax) return tooLong;
  const samples = new Float32Array(frames);
  for (let i = 0; i < frames; i++) {
    const left = read(i * channels * bytes);
    samples[i] = channels === 1 ? left : (left + read((i * channels + 1) * bytes)) / 2;
  }
  return clipOfSamples(samples, rate);
}

function sampleReader(
  data: DataView,
  kind: number,
  bits: number,
): ((at: number) => number) | undefined {
  if (kind === wavFloat && bits === 32)
    return (at) => {
      const sample = data.getFloat32(at, true);
      return Number.isFinite(sample) ? sample : 0;
    };
  if (kind !== wavPcm) return undefined;
  if (bits === 16) return (at) => data.getInt16(at, true) / 2 ** 15;
  if (bits === 24)
    return (at) => (data.getInt16(at + 1, true) * 2 ** 8 + data.getUint8(at)) / 2 ** 23;
  return bits === 32 ? (at) => data.getInt32(at, true) / 2 ** 31 : undefined;
}

/** RFC 7845: two head packets, then sound; granules count samples at 48 kHz, pre-skip among them. */
function readOggOpus(file: Uint8Array): Clip | NoClip {
  const ogg = new OggDemuxer();
  const [first, , ...sound] = ogg.push(file);
  const head = first && readOpusHead(first.bytes);
  if (ogg.trouble !== undefined || head === undefined) return damaged;
  if (sound.length === 0) return { refused: "there is no sound in it" };
  if (sound.length / packetsPerS > clipSecondsMax) return tooLong;
  if (sound.some(({ bytes }) => !isOpus20(bytes) || bytes.length > packetBytesMax))
    return { refused: "its packets are not of 20 ms; encode it anew (opusenc does by itself)" };
  const most = (sound.length * opusRate) / packetsPerS;
  const samples = Math.min(sound.at(-1)?.granule ?? most, most);
  const totalFrames = samples - head.preSkip;
  if (totalFrames <= 0) return { refused: "there is no sound in it" };
  const packets = sound.map(({ bytes }) => bytes);
  const { preSkip: skipFrames } = head;
  return { codec: "opus", rate: opusRate, setup: nothing, skipFrames, totalFrames, packets };
}

/** One frame of 20 ms (RFC 6716 §3.1): any mode, code 0. */
function isOpus20(packet: Uint8Array): boolean {
  const first = packet[0];
  if (first === undefined || (first & 3) !== 0) return false;
  const config = first >>> 3;
  if (config < 12) return config % 4 === 1;
  return config < 16 ? config % 2 === 1 : config % 4 === 3;
}

const damaged: NoClip = { refused: "the file is damaged or cut off" };
const tooLong: NoClip = { refused: `it is longer than ${clipSecondsMax} seconds` };
