/** MP3: cut into frames here, decoded frame by frame. */
import { emptyBytes } from "../base/bytes.ts";
import type { MediaDecoder, MediaDecoderDriver } from "../ports/media-decoder.ts";
import { MediaUrlError } from "./errors.ts";
import { vbrExactMs } from "./limits.ts";
import { framesTold, isEven, type Mp3Frame, Mp3Frames, placesTold } from "./mp3-frames.ts";
import { Packer } from "./packer.ts";
import type { ByteMap, Packet, UnpackedFormat, Unpacker } from "./unpack.ts";

export class Mp3Unpacker implements Unpacker {
  readonly #decoders: MediaDecoderDriver;
  readonly #packer: Packer;
  #decoder: MediaDecoder;
  #frames = new Mp3Frames();
  #firstAt = 0;
  #kbps = 0;
  /** Of the whole, by its first frame. */
  #durationMs: number | undefined;
  /** Of one bitrate all through, as far as it says. */
  #even = true;
  #table: Uint8Array | undefined;

  /** The decoder is its own from now on. */
  constructor(decoders: MediaDecoderDriver, decoder: MediaDecoder, packer = new Packer()) {
    this.#decoders = decoders;
    this.#decoder = decoder;
    this.#packer = packer;
  }

  get format(): UnpackedFormat | undefined {
    return this.#packer.format;
  }

  map(sizeBytes: number): ByteMap | undefined {
    if (this.#kbps === 0) return undefined;
    const firstAt = this.#firstAt;
    const bytes = sizeBytes - firstAt;
    const durationMs = this.#durationMs ?? Math.floor((bytes * 8) / this.#kbps);
    if (durationMs <= 0) return undefined;
    return {
      durationMs,
      at: (ms) => {
        const part = ms / durationMs;
        if (this.#even) return firstAt + Math.floor(bytes * part);
        // What is near is reached exactly; what is far as near as the table tells, or the mean bitrate.
        if (ms < vbrExactMs) return undefined;
        return firstAt + Math.floor(bytes * this.#partAt(part));
      },
    };
  }

  /** Of the bytes, at that part of the time. */
  #partAt(part: number): number {
    const table = this.#table;
    if (table === undefined) return part;
    const at = Math.min(99, Math.floor(part * 100));
    const low = table[at] ?? 0;
    const high = table[at + 1] ?? 256;
    return (low + (high - low) * (part * 100 - at)) / 256;
  }

  push(bytes: Uint8Array): Promise<Packet[]> {
    return this.#decode(bytes, false);
  }
  finish(): Promise<Packet[]> {
    return this.#decode(emptyBytes, true);
  }

  async restart(): Promise<void> {
    this.#frames = new Mp3Frames();
    this.#decoder[Symbol.dispose]();
    this.#decoder = await this.#decoders.open("mp3");
  }
  async jump(): Promise<void> {
    this.#packer.drop();
    await this.restart();
  }
  [Symbol.dispose](): void {
    this.#decoder[Symbol.dispose]();
  }

  async #decode(bytes: Uint8Array, last: boolean): Promise<Packet[]> {
    const packets: Packet[] = [];
    for (const frame of this.#frames.push(bytes, last)) {
      if (this.#kbps === 0) this.#first(frame);
      for (const packet of this.#packer.push(await this.#decoder.decode(frame.bytes)))
        packets.push(packet);
    }
    if (this.#frames.lost)
      throw new MediaUrlError("undecodable", "there is no sound in what the server sends");
    return last ? [...packets, ...this.#packer.push(undefined, true)] : packets;
  }

  #first(frame: Mp3Frame): void {
    this.#firstAt = this.#frames.firstAt;
    this.#kbps = frame.head.kbps;
    const told = framesTold(frame);
    this.#even = told === undefined || isEven(frame);
    this.#table = placesTold(frame);
    const { samples, rate } = frame.head;
    if (told !== undefined) this.#durationMs = Math.floor((told * samples * 1_000) / rate);
  }
}
