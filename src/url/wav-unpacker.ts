/** WAV, and samples without a head whose form is known otherwise. */
import { Packer } from "./packer.ts";
import type { ByteMap, Packet, UnpackedFormat, Unpacker } from "./unpack.ts";
import { type WavFormat, WavReader } from "./wav-reader.ts";

export class WavUnpacker implements Unpacker {
  readonly #packer: Packer;
  #reader: WavReader;

  /** `format`: there is no head, samples of this form come at once. */
  constructor(format?: WavFormat, packer = new Packer()) {
    this.#packer = packer;
    this.#reader = new WavReader(format);
  }

  get format(): UnpackedFormat | undefined {
    return this.#packer.format;
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
  async jump(from: number): Promise<void> {
    const wav = this.#reader.format;
    this.#packer.drop();
    this.#reader = new WavReader(wav, wav === undefined ? 0 : from - wav.dataAt);
  }
  [Symbol.dispose](): void {
    // Nothing is held.
  }
}
