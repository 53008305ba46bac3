/**
 * Plain samples as a codec among the others, so that a spoken digit, a tone or
 * a WAV file goes the way of all sound: 16 bits, little endian, one or two
 * channels. `setup` is one byte, the number of channels; a second byte of 32 says
 * that the samples are floats, which is what other decoders of this program give.
 */
import type { Decoder } from "../ports/decoder.ts";

const bytesPerSample = 2;
const bytesPerFloat = 4;
const fullScale = 32_768;

export class PcmClipDecoder implements Decoder {
  readonly #channels: 1 | 2;
  readonly #floats: boolean;

  constructor(setup: Uint8Array) {
    this.#channels = setup[0] === 2 ? 2 : 1;
    this.#floats = setup[1] === 32;
  }

  decode(packet: Uint8Array, into: Float32Array): number {
    const channels = this.#channels;
    const each = this.#floats ? bytesPerFloat : bytesPerSample;
    const frames = Math.floor(packet.length / (each * channels));
    if (2 * frames > into.length) return 0;
    const view = new DataView(packet.buffer, packet.byteOffset, packet.byteLength);
    const sample = this.#floats
      ? (at: number): number => view.getFloat32(at, true)
      : (at: number): number => view.getInt16(at, true) / fullScale;
    for (let i = 0; i < frames; i++) {
      const left = sample(i * channels * each);
      into[2 * i] = left;
      into[2 * i + 1] = channels === 1 ? left : sample((i * channels + 1) * each);
    }
    return frames;
  }

  conceal(): number {
    return 0;
  }

  [Symbol.dispose](): void {
    // Nothing is held.
  }
}

/** Samples of −1 to 1, one channel, as packets of 20 ms. */
export function pcmPackets(samples: Float32Array, rate: number): Uint8Array[] {
  const frames = Math.round(rate / 50);
  const packets: Uint8Array[] = [];
  for (let from = 0; from < samples.length; from += frames) {
    const part = samples.subarray(from, from + frames);
    const view = new DataView(new ArrayBuffer(bytesPerSample * part.length));
    for (const [i, sample] of part.entries()) {
      const value = Math.round(Math.max(-1, Math.min(1, sample)) * (fullScale - 1));
      view.setInt16(bytesPerSample * i, value, true);
    }
    packets.push(new Uint8Array(view.buffer));
  }
  return packets;
}
