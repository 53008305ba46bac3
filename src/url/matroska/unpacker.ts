/**
 * Matroska and WebM: the frames of one track of sound, given to the decoder that
 * files of that codec by itself have.
 */
import type { MediaDecoderDriver } from "../../ports/media-decoder.ts";
import { MediaUrlError } from "../errors.ts";
import { opusFormat, opusPacket } from "../opus-unpacker.ts";
import { Packer } from "../packer.ts";
import type { ByteMap, Landmark, Packet, UnpackedFormat, Unpacker } from "../unpack.ts";
import { chooseTrack, type FrameSink, openSink } from "./frame-sink.ts";
import { MatroskaReader } from "./reader.ts";
import type { AudioTrack } from "./tracks.ts";

export class MatroskaUnpacker implements Unpacker {
  readonly #decoders: MediaDecoderDriver;
  readonly #packer = new Packer();
  #reader = new MatroskaReader(chooseTrack);
  #track: AudioTrack | undefined;
  #opus: UnpackedFormat | undefined;
  /** Absent where the frames are Opus, which goes as it is. */
  #sink: FrameSink | undefined;

  constructor(decoders: MediaDecoderDriver) {
    this.#decoders = decoders;
  }

  get format(): UnpackedFormat | undefined {
    return this.#opus ?? this.#packer.format;
  }

  map(): ByteMap | undefined {
    const { durationMs } = this.#reader;
    return durationMs === undefined ? undefined : { durationMs, at: () => undefined };
  }
  landmark(bytes: Uint8Array): Landmark | undefined {
    return this.#reader.clusterIn(bytes);
  }

  async push(bytes: Uint8Array): Promise<Packet[]> {
    const packets: Packet[] = [];
    let frames: Uint8Array[] = [];
    const flush = async (): Promise<void> => {
      if (frames.length > 0) packets.push(...(await this.#decode(frames)));
      frames = [];
    };
    for (const event of this.#reader.push(bytes)) {
      if (event.kind === "frame") frames.push(event.bytes);
      else {
        await flush();
        packets.push(...((await this.#sink?.finish()) ?? []));
        await this.#begin(event.track);
      }
    }
    await flush();
    return packets;
  }
  async finish(): Promise<Packet[]> {
    return (await this.#sink?.finish()) ?? [];
  }
  async restart(): Promise<void> {
    this.#reader = new MatroskaReader(chooseTrack);
  }
  async jump(): Promise<void> {
    this.#reader.jump();
    this.#packer.drop();
    if (this.#track !== undefined) await this.#begin(this.#track);
  }
  [Symbol.dispose](): void {
    this.#sink?.[Symbol.dispose]();
    this.#sink = undefined;
  }

  async #begin(track: AudioTrack): Promise<void> {
    this.#track = track;
    this.#sink?.[Symbol.dispose]();
    this.#sink = undefined;
    const isOpus = track.codec === "A_OPUS";
    if (this.format !== undefined && isOpus !== (this.#opus !== undefined))
      throw new MediaUrlError("undecodable", "the stream changes its codec in its midst");
    if (isOpus) this.#opus ??= opusFormat(track.setup);
    else this.#sink = await openSink(track, this.#decoders, this.#packer);
  }

  async #decode(frames: readonly Uint8Array[]): Promise<Packet[]> {
    if (this.#opus === undefined) return (await this.#sink?.push(frames)) ?? [];
    return frames.map(opusPacket).filter((packet) => packet !== undefined);
  }
}
