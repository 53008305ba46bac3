/**
 * The MediaDecoderDriver port over WASM: mpg123, libvorbis and libFLAC. Each
 * package is loaded by its first stream; a decoder's memory goes with its stream.
 */
import type {
  MediaCodec,
  MediaDecoder,
  MediaDecoderDriver,
  Sound,
} from "../../ports/media-decoder.ts";

/** What the packages have in common. */
interface Packaged {
  readonly ready: Promise<void>;
  decode(bytes: Uint8Array): Decoded | Promise<Decoded>;
  flush?(): Promise<Decoded>;
  free(): void;
}
interface Decoded {
  readonly channelData: readonly Float32Array[];
  readonly samplesDecoded: number;
  readonly sampleRate: number;
}

export const wasmMediaDecoders: MediaDecoderDriver = {
  async open(codec) {
    // The packages print each damaged frame; only log lines may be on stderr.
    console.error = () => undefined;
    const made = await packages[codec]();
    await made.ready;
    return new WasmMediaDecoder(made);
  },
};

const packages: Readonly<Record<MediaCodec, () => Promise<Packaged>>> = {
  mp3: async () => new (await import("mpg123-decoder")).MPEGDecoder(),
  vorbis: async () => new (await import("@wasm-audio-decoders/ogg-vorbis")).OggVorbisDecoder(),
  flac: async () => new (await import("@wasm-audio-decoders/flac")).FLACDecoder(),
};

class WasmMediaDecoder implements MediaDecoder {
  #packaged: Packaged | undefined;

  constructor(packaged: Packaged) {
    this.#packaged = packaged;
  }

  async decode(bytes: Uint8Array): Promise<Sound | undefined> {
    const decoded = await this.#packaged?.decode(bytes);
    return decoded && soundOf(decoded);
  }

  async finish(): Promise<Sound | undefined> {
    const decoded = await this.#packaged?.flush?.();
    return decoded && soundOf(decoded);
  }

  [Symbol.dispose](): void {
    this.#packaged?.free();
    this.#packaged = undefined;
  }
}

function soundOf({ channelData, samplesDecoded, sampleRate }: Decoded): Sound | undefined {
  if (samplesDecoded === 0 || channelData.length === 0) return undefined;
  return { planes: channelData, frames: samplesDecoded, rate: sampleRate };
}
