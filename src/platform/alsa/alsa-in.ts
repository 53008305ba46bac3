/**
 * A sound card's input through ALSA, at whatever rate, samples and channels the
 * card has by itself: whoever reads converts rates, channels are made two here.
 *
 * Recovers by itself from overruns and from suspend; a card that is unplugged is
 * `lost`, and the caller opens a new one. No call blocks.
 */
import type { PcmFormat, PcmIn, PcmRead } from "../../ports/pcm.ts";
import { intoStereo, type SampleBlock, sampleBlock } from "../samples.ts";
import type { PcmHandle } from "./pcm-handle.ts";

export class AlsaIn implements PcmIn {
  readonly device: string;
  readonly format: PcmFormat;
  readonly periodFrames: number;
  readonly bufferFrames: number;
  readonly #pcm: PcmHandle;
  readonly #channels: number;
  readonly #block: SampleBlock;
  /** The card's channels as floats; unused where they are two. */
  readonly #wide: Float32Array;

  /** Takes it over, and starts it. */
  constructor(device: string, pcm: PcmHandle) {
    pcm.start();
    const { rate, sample, channels, periodFrames, bufferFrames } = pcm.setup;
    this.device = device;
    this.format = { rate, channels: 2, sample };
    this.periodFrames = periodFrames;
    this.bufferFrames = bufferFrames;
    this.#pcm = pcm;
    this.#channels = channels;
    this.#block = sampleBlock(sample, channels * bufferFrames);
    this.#wide = new Float32Array(channels === 2 ? 0 : channels * bufferFrames);
  }

  read(samples: Float32Array): PcmRead {
    const wanted = Math.min(samples.length >> 1, this.bufferFrames);
    const frames = this.#pcm.read(this.#block.bytes, wanted);
    if (frames >= 0) {
      this.#convert(samples.subarray(0, 2 * frames));
      return frames;
    }
    const outcome = this.#pcm.recover(frames);
    return outcome === "xrun" || outcome === "lost" ? outcome : 0;
  }

  delayFrames(): number {
    return this.#pcm.delayFrames();
  }

  [Symbol.dispose](): void {
    this.#pcm[Symbol.dispose]();
  }

  #convert(samples: Float32Array): void {
    if (this.#channels === 2) {
      this.#block.decode(samples);
      return;
    }
    const wide = this.#wide.subarray(0, (samples.length >> 1) * this.#channels);
    this.#block.decode(wide);
    intoStereo(wide, this.#channels, samples);
  }
}
