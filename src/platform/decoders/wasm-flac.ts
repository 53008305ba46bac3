/**
 * FLAC frames by WASM (libFLAC), one raw frame at a time.
 *
 * The package's public calls are asynchronous only by their signature; the
 * decoder inside is not, and is what is used here: the audio thread cannot wait.
 * It says what it finds wrong on the console, so a frame is checked first.
 * Frames do not depend on each other (RFC 9639 §9) and carry their own rate and
 * depth, so a decoder has no past and is used again as it is.
 */
import type { Decoder } from "../../ports/decoder.ts";
import { interleave } from "./interleave.ts";

/** The part of the package's inner decoder that is used; its version is pinned exactly for that. */
interface InnerDecoder {
  _decode(frame: Uint8Array): {
    readonly outputBuffer: readonly Float32Array[];
    readonly samplesDecoded: number;
  };
  /** Of the frame that was decoded last. */
  readonly _bitsPerSample: { readonly buf: Uint32Array };
}

/** What the inner decoder takes in one piece. */
const frameBytesMax = 65_535 * 8;
/** Header, one subframe and footer take more than this. */
const frameBytesMin = 8;

export class WasmFlac {
  readonly #inner: InnerDecoder;

  /** The package is loaded here and not with this file: the code alone is megabytes. */
  static async open(): Promise<WasmFlac> {
    const { FLACDecoder } = await import("@wasm-audio-decoders/flac");
    const outer = new FLACDecoder();
    await outer.ready;
    // Not in the package's types; the tests of this file fail when it is not there.
    return new WasmFlac((outer as unknown as { _decoder: InnerDecoder })._decoder);
  }

  private constructor(inner: InnerDecoder) {
    this.#inner = inner;
  }

  open(): Decoder {
    return {
      decode: (frame, into) => {
        if (!isWholeFrame(frame)) return 0;
        const { outputBuffer, samplesDecoded } = this.#inner._decode(frame);
        const frames = interleave(outputBuffer, samplesDecoded, into);
        restoreScale(into, frames, this.#inner._bitsPerSample.buf[0] ?? 16);
        return frames;
      },
      conceal: () => 0,
      [Symbol.dispose]() {
        // Nothing to free: the one decoder serves all.
      },
    };
  }
}

/**
 * The package divides integer samples by 2^(bits−1) − 1, which is neither exact nor the scale of
 * everything else here, 2^(bits−1). A float holds 24 bits, so the integers can be had back.
 */
function restoreScale(samples: Float32Array, frames: number, bits: number): void {
  const full = 2 ** (bits - 1);
  for (let i = 0; i < 2 * frames; i++) {
    samples[i] = Math.round((samples[i] ?? 0) * (full - 1)) / full;
  }
}

/** Sync code, sane length, and the CRC-16 over all of it, its own two bytes included, is 0 (RFC 9639 §9.3). */
function isWholeFrame(frame: Uint8Array): boolean {
  if (frame.length < frameBytesMin || frame.length > frameBytesMax) return false;
  if (frame[0] !== 0xff || ((frame[1] ?? 0) & 0xfe) !== 0xf8) return false;
  let crc = 0;
  for (const byte of frame) crc = ((crc << 8) & 0xffff) ^ (crc16Table[(crc >>> 8) ^ byte] ?? 0);
  return crc === 0;
}

/** Polynomial x^16 + x^15 + x^2 + 1. */
const crc16Table = Uint16Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 8;
  for (let bit = 0; bit < 8; bit++) crc = (crc & 0x8000) !== 0 ? (crc << 1) ^ 0x8005 : crc << 1;
  return crc & 0xffff;
});
