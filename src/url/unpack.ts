/**
 * From the bytes of a file or stream to packets for the audio thread: Opus as it
 * is, everything else decoded, as floats (audio/pcm-clip.ts), 20 ms each.
 *
 * What begins anew (a station that came back) begins with `restart`.
 */
import { concatBytes } from "../base/bytes.ts";
import type { MediaDecoder, MediaDecoderDriver, Sound } from "../ports/media-decoder.ts";
import { MediaUrlError } from "./errors.ts";
import { rateMax, rateMin } from "./limits.ts";
import { framesTold, isEven, Mp3Frames } from "./mp3-frames.ts";
import { OggReader } from "./ogg-reader.ts";
import { isOpusTags, opusHeadOf, opusSamples } from "./opus-head.ts";
import type { MediaKind } from "./sniff.ts";
import { type WavFormat, WavReader } from "./wav-reader.ts";

/** How the audio thread is to take the packets; as SegmentSpec has it. */
export interface UnpackedFormat {
  readonly codec: "opus" | "pcm";
  readonly rate: number;
  readonly setup: Uint8Array;
  /** Frames to drop at the beginning of the stream. */
  readonly preSkip: number;
}

export interface Packet {
  readonly bytes: Uint8Array;
  /** Decoded, at the format's rate. */
  readonly frames: number;
}

/** Where a place of it lies in the file, as near as is known. */
export interface ByteMap {
  readonly durationMs: number;
  /** The first byte to ask for; undefined where the file does not tell. */
  at(ms: number): number | undefined;
}

export interface Unpacker extends Disposable {
  /** Undefined until enough of it was seen. */
  readonly format: UnpackedFormat | undefined;
  /** Of a file of so many bytes; undefined where it does not tell. */
  map(sizeBytes: number): ByteMap | undefined;
  /** Throws MediaUrlError where it cannot go on. */
  push(bytes: Uint8Array): Promise<Packet[]>;
  /** The bytes are over. */
  finish(): Promise<Packet[]>;
  restart(): Promise<void>;
}

/** `wav`: the bytes come from within such a file, so far into its samples. Throws MediaUrlError. */
export async function unpackerOf(
  kind: MediaKind,
  decoders: MediaDecoderDriver,
  within?: { readonly wav: WavFormat; readonly skipped: number },
): Promise<Unpacker> {
  switch (kind) {
    case "wav":
      return new WavUnpacker(within);
    case "ogg-opus":
      return new OpusUnpacker();
    case "mp3":
      return new Mp3Unpacker(decoders, await decoders.open("mp3"));
    case "ogg-vorbis":
      return new PackagedUnpacker(decoders, "vorbis", await decoders.open("vorbis"));
    case "flac":
    case "ogg-flac":
      return new PackagedUnpacker(decoders, "flac", await decoders.open("flac"));
    default:
      throw new MediaUrlError("undecodable", `${names[kind]} cannot be decoded here`);
  }
}

const names = {
  aac: "AAC",
  mp4: "MP4 (AAC, ALAC)",
  matroska: "Matroska/WebM",
  wma: "WMA",
} as const;

/** Sound of any rate to packets of 20 ms: two channels of 32-bit floats. */
class Packer {
  #format: UnpackedFormat | undefined;
  #held = new Float32Array(0);
  #frames = 0;

  get format(): UnpackedFormat | undefined {
    return this.#format;
  }

  push(sound: Sound | undefined, last = false): Packet[] {
    if (sound !== undefined) this.#take(sound);
    const packets: Packet[] = [];
    const each = Math.round((this.#format?.rate ?? 48_000) / 50);
    let at = 0;
    while (this.#frames - at >= each || (last && this.#frames > at)) {
      const frames = Math.min(each, this.#frames - at);
      const samples = this.#held.slice(2 * at, 2 * (at + frames));
      packets.push({ bytes: new Uint8Array(samples.buffer), frames });
      at += frames;
    }
    this.#held = this.#held.slice(2 * at, 2 * this.#frames);
    this.#frames -= at;
    return packets;
  }

  #take({ planes, frames, rate }: Sound): void {
    this.#format ??= formatOf(rate);
    if (rate !== this.#format.rate)
      throw new MediaUrlError("undecodable", "the stream changes its sample rate in its midst");
    const [left, right = left] = planes;
    const joined = new Float32Array(2 * (this.#frames + frames));
    joined.set(this.#held);
    for (let i = 0, at = 2 * this.#frames; i < frames; i++) {
      joined[at++] = left?.[i] ?? 0;
      joined[at++] = right?.[i] ?? 0;
    }
    this.#held = joined;
    this.#frames += frames;
  }
}

function formatOf(rate: number): UnpackedFormat {
  if (!(rate >= rateMin && rate <= rateMax && Number.isInteger(rate)))
    throw new MediaUrlError("undecodable", `a sample rate of ${rate} Hz is not played`);
  return { codec: "pcm", rate, setup: floatStereo, preSkip: 0 };
}

/** Two channels of 32 bits (audio/pcm-clip.ts). */
const floatStereo = Uint8Array.of(2, 32);

class WavUnpacker implements Unpacker {
  readonly #packer = new Packer();
  #reader: WavReader;

  constructor(within?: { readonly wav: WavFormat; readonly skipped: number }) {
    this.#reader = new WavReader(within?.wav, within?.skipped);
  }

  get format(): UnpackedFormat | undefined {
    return this.#packer.format;
  }
  get wav(): WavFormat | undefined {
    return this.#reader.format;
  }

  map(sizeBytes: number): ByteMap | undefined {
    const wav = this.#reader.format;
    if (wav === undefined) return undefined;
    const frameBytes = (wav.channels * wav.bits) / 8;
    const frames = Math.floor(Math.min(wav.dataBytes, sizeBytes - wav.dataAt) / frameBytes);
    return {
      durationMs: Math.floor((frames * 1_000) / wav.rate),
      at: (ms) => {
        const frame = Math.min(frames, Math.floor((ms * wav.rate) / 1_000));
        return wav.dataAt + frame * frameBytes;
      },
    };
  }

  async push(bytes: Uint8Array): Promise<Packet[]> {
    return this.#packer.push(this.#reader.push(bytes));
  }
  async finish(): Promise<Packet[]> {
    return this.#packer.push(undefined, true);
  }
  async restart(): Promise<void> {
    this.#reader = new WavReader();
  }
  [Symbol.dispose](): void {
    // Nothing is held.
  }
}

class Mp3Unpacker implements Unpacker {
  readonly #decoders: MediaDecoderDriver;
  readonly #packer = new Packer();
  #decoder: MediaDecoder;
  #frames = new Mp3Frames();
  #kbps = 0;
  /** Of the whole, by its first frame. */
  #durationMs: number | undefined;
  /** Of one bitrate all through, as far as it says. */
  #even = true;

  constructor(decoders: MediaDecoderDriver, decoder: MediaDecoder) {
    this.#decoders = decoders;
    this.#decoder = decoder;
  }

  get format(): UnpackedFormat | undefined {
    return this.#packer.format;
  }

  map(sizeBytes: number): ByteMap | undefined {
    if (this.#kbps === 0) return undefined;
    const { firstAt } = this.#frames;
    const bytes = sizeBytes - firstAt;
    const durationMs = this.#durationMs ?? Math.floor((bytes * 8) / this.#kbps);
    if (durationMs <= 0) return undefined;
    return {
      durationMs,
      at: (ms) => (this.#even ? firstAt + Math.floor((bytes * ms) / durationMs) : undefined),
    };
  }

  push(bytes: Uint8Array): Promise<Packet[]> {
    return this.#decode(bytes, false);
  }
  finish(): Promise<Packet[]> {
    return this.#decode(new Uint8Array(0), true);
  }

  async restart(): Promise<void> {
    this.#frames = new Mp3Frames();
    this.#decoder[Symbol.dispose]();
    this.#decoder = await this.#decoders.open("mp3");
  }
  [Symbol.dispose](): void {
    this.#decoder[Symbol.dispose]();
  }

  async #decode(bytes: Uint8Array, last: boolean): Promise<Packet[]> {
    const packets: Packet[] = [];
    for (const frame of this.#frames.push(bytes, last)) {
      if (this.#kbps === 0) {
        this.#kbps = frame.head.kbps;
        const told = framesTold(frame);
        this.#even = told === undefined || isEven(frame);
        const { samples, rate } = frame.head;
        if (told !== undefined) this.#durationMs = Math.floor((told * samples * 1_000) / rate);
      }
      for (const packet of this.#packer.push(await this.#decoder.decode(frame.bytes)))
        packets.push(packet);
    }
    if (this.#frames.lost)
      throw new MediaUrlError("undecodable", "there is no sound in what the server sends");
    return last ? [...packets, ...this.#packer.push(undefined, true)] : packets;
  }
}

/** What a package finds its own way through. */
class PackagedUnpacker implements Unpacker {
  readonly #decoders: MediaDecoderDriver;
  readonly #codec: "vorbis" | "flac";
  readonly #packer = new Packer();
  #decoder: MediaDecoder;

  constructor(decoders: MediaDecoderDriver, codec: "vorbis" | "flac", decoder: MediaDecoder) {
    this.#decoders = decoders;
    this.#codec = codec;
    this.#decoder = decoder;
  }

  get format(): UnpackedFormat | undefined {
    return this.#packer.format;
  }
  map(): undefined {
    return undefined;
  }

  async push(bytes: Uint8Array): Promise<Packet[]> {
    return this.#packer.push(await decoded(this.#decoder.decode(bytes)));
  }
  async finish(): Promise<Packet[]> {
    return this.#packer.push(await decoded(this.#decoder.finish()), true);
  }

  async restart(): Promise<void> {
    this.#decoder[Symbol.dispose]();
    this.#decoder = await this.#decoders.open(this.#codec);
  }
  [Symbol.dispose](): void {
    this.#decoder[Symbol.dispose]();
  }
}

/** A package that meets what it cannot read throws whatever it likes. */
async function decoded(sound: Promise<Sound | undefined>): Promise<Sound | undefined> {
  try {
    return await sound;
  } catch (error) {
    throw new MediaUrlError("undecodable", "the stream is damaged", { cause: error });
  }
}

class OpusUnpacker implements Unpacker {
  #reader = new OggReader();
  #format: UnpackedFormat | undefined;
  #headed = false;

  get format(): UnpackedFormat | undefined {
    return this.#format;
  }
  map(): undefined {
    return undefined;
  }

  async push(bytes: Uint8Array): Promise<Packet[]> {
    const packets: Packet[] = [];
    for (const { bytes: packet, first } of this.#reader.push(bytes)) {
      if (first) this.#head(packet);
      else if (this.#headed && !isOpusTags(packet)) {
        const frames = opusSamples(packet);
        if (frames > 0) packets.push({ bytes: packet, frames });
      }
    }
    return packets;
  }
  async finish(): Promise<Packet[]> {
    return [];
  }
  async restart(): Promise<void> {
    this.#reader = new OggReader();
  }
  [Symbol.dispose](): void {
    // Nothing is held.
  }

  /** Of a stream chained behind the first the pre-skip is heard, a few milliseconds. */
  #head(packet: Uint8Array): void {
    const head = opusHeadOf(packet);
    this.#headed = head !== undefined;
    if (head === undefined)
      throw new MediaUrlError("undecodable", "Opus of more than two channels is not played");
    const { preSkip } = head;
    this.#format ??= { codec: "opus", rate: 48_000, setup: concatBytes([]), preSkip };
  }
}

/** What a later part of the same file needs to be known. */
export function wavOf(unpacker: Unpacker): WavFormat | undefined {
  return unpacker instanceof WavUnpacker ? unpacker.wav : undefined;
}
