/** Vorbis in Ogg, and FLAC: what a decoder's package finds its own way through. */
import type { MediaDecoder, MediaDecoderDriver, Sound } from "../ports/media-decoder.ts";
import { MediaUrlError } from "./errors.ts";
import { Packer } from "./packer.ts";
import type { Packet, UnpackedFormat, Unpacker } from "./unpack.ts";

export class PackagedUnpacker implements Unpacker {
  readonly #decoders: MediaDecoderDriver;
  readonly #codec: "vorbis" | "flac";
  readonly #packer: Packer;
  #decoder: MediaDecoder;

  /** The decoder is its own from now on. */
  constructor(
    decoders: MediaDecoderDriver,
    codec: "vorbis" | "flac",
    decoder: MediaDecoder,
    packer = new Packer(),
  ) {
    this.#decoders = decoders;
    this.#codec = codec;
    this.#decoder = decoder;
    this.#packer = packer;
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
  async jump(): Promise<void> {
    this.#packer.drop();
    await this.restart();
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
