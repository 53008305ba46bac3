/**
 * A rung as ffmpeg wrote it, an Ogg file of Opus or FLAC, read frame by frame.
 * What the encoder promised is checked: frames of 20 ms, a whole stream, a last
 * granule position that fits the number of frames.
 */
import {
  type FlacHead,
  isCelt20,
  readFlacHead,
  readOpusHead,
  withTotalSamples,
} from "../media/codec-heads.ts";
import { frameCountOf } from "../media/manifest.ts";
import { OggDemuxer, type OggPacket } from "../media/ogg.ts";
import { framesPerChunk, type RungName, rungs } from "../media/rung.ts";
import type { Disk } from "../ports/disk.ts";
import { IngestError } from "./errors.ts";
import { readBytes } from "./limits.ts";
import type { RungStream, TranscodedRung } from "./transcoder.ts";

const opusRate = 48_000;
const opusFrameSamples = opusRate / framesPerChunk;
/** First byte of a FLAC frame; metadata blocks begin with a type below 128. */
const flacSync = 0xff;

type Take = (frames: readonly Uint8Array[]) => Promise<void>;

export class OggRung implements TranscodedRung {
  readonly rung: RungName;
  readonly #disk: Disk;
  readonly #path: string;
  readonly #framesMin: number;

  /** A stream with fewer than `framesMin` samples is one that was cut off. */
  constructor(disk: Disk, rung: RungName, path: string, framesMin = 0) {
    this.#disk = disk;
    this.rung = rung;
    this.#path = path;
    this.#framesMin = framesMin;
  }

  async read(take: Take, signal: AbortSignal): Promise<RungStream> {
    await using file = await this.#disk.open(this.#path, "read");
    const demuxer = new OggDemuxer();
    const reader = rungs[this.rung].codec === "opus" ? new OpusReader() : new FlacReader();
    const buffer = new Uint8Array(readBytes);
    for (let at = 0; ; ) {
      signal.throwIfAborted();
      const length = await file.read(buffer, at);
      if (length === 0) break;
      at += length;
      const frames = reader.push(demuxer.push(buffer.subarray(0, length)));
      if (frames.length > 0) await take(frames);
    }
    if (!demuxer.whole) throw broken(demuxer.trouble ?? "it ends too early");
    const stream = reader.end();
    if (stream.totalFrames < this.#framesMin) throw cutShort(stream, this.#framesMin);
    return stream;
  }
}

/** Tells header packets from frames and keeps count. */
abstract class PacketReader {
  #headSeen = false;
  #granule = 0;
  #frames = 0;

  push(packets: readonly OggPacket[]): Uint8Array[] {
    const frames: Uint8Array[] = [];
    for (const { bytes, granule } of packets) {
      if (granule !== undefined) this.#granule = granule;
      if (!this.#headSeen) this.head(bytes);
      else if (this.isFrame(bytes)) frames.push(bytes);
      this.#headSeen = true;
    }
    this.#frames += frames.length;
    return frames;
  }

  end(): RungStream {
    const stream = this.stream(this.#granule);
    if (stream.totalFrames <= 0) throw new IngestError("no-sound", "there is no sound in it");
    if (frameCountOf(stream) !== this.#frames) {
      throw broken(`${this.#frames} frames where ${frameCountOf(stream)} should be`);
    }
    return stream;
  }

  protected abstract head(packet: Uint8Array): void;
  protected abstract isFrame(packet: Uint8Array): boolean;
  /** `granule` is the last position, pre-skip included. */
  protected abstract stream(granule: number): RungStream;
}

class OpusReader extends PacketReader {
  #preSkip = 0;

  protected override head(packet: Uint8Array): void {
    const head = readOpusHead(packet);
    if (head?.channels !== 2) throw broken("no stereo Opus");
    this.#preSkip = head.preSkip;
  }

  protected override isFrame(packet: Uint8Array): boolean {
    if (packet[0] === 0x4f && packet[1] === 0x70) return false; // "OpusTags"
    if (!isCelt20(packet)) throw broken("an Opus frame of another kind");
    return true;
  }

  protected override stream(granule: number): RungStream {
    const preSkip = this.#preSkip;
    return {
      preSkip,
      rate: opusRate,
      totalFrames: granule - preSkip,
      frameSamples: opusFrameSamples,
      setup: new Uint8Array(0),
    };
  }
}

class FlacReader extends PacketReader {
  #head: FlacHead | undefined;

  protected override head(packet: Uint8Array): void {
    this.#head = readFlacHead(packet);
    if (this.#head?.channels !== 2) throw broken("no stereo FLAC");
  }

  /** ffmpeg ends with an empty packet, which carries a STREAMINFO that Ogg has no use for. */
  protected override isFrame(packet: Uint8Array): boolean {
    return packet[0] === flacSync;
  }

  protected override stream(granule: number): RungStream {
    const head = this.#head;
    if (head === undefined) throw broken("no head");
    if (head.blockSamples * framesPerChunk !== head.rate) throw broken("blocks that are not 20 ms");
    return {
      preSkip: 0,
      rate: head.rate,
      totalFrames: granule,
      frameSamples: head.blockSamples,
      setup: withTotalSamples(head.streamInfo, granule),
    };
  }
}

function broken(why: string): IngestError {
  return new IngestError("not-decodable", `ffmpeg made something unexpected of it: ${why}`);
}

function cutShort(stream: RungStream, framesMin: number): IngestError {
  const has = (stream.totalFrames / stream.rate).toFixed(1);
  const wants = (framesMin / stream.rate).toFixed(1);
  return new IngestError("cut-short", `it is cut short: ${has} s of more than ${wants} s`);
}
