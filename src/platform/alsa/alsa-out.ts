/**
 * A sound card through ALSA: the best samples, rate and channels that it takes
 * by itself (settings.ts). Its rate may be another than the engine's: whoever
 * writes converts. Two channels are given; others are made of them here.
 *
 * Recovers by itself from running dry and from suspend; a card that is unplugged,
 * or that stands still with a full buffer, is `lost`, and the caller opens it anew.
 */
import { assert } from "../../base/assert.ts";
import type { PcmFormat, PcmOut, PcmTiming, PcmWrite } from "../../ports/pcm.ts";
import { fromStereo, type SampleBlock, sampleBlock, sampleBytes } from "../samples.ts";
import { troublesMax } from "./limits.ts";
import type { CardVolume } from "./mixer.ts";
import type { PcmHandle } from "./pcm-handle.ts";

export interface AlsaOutVolume {
  /** The card's own, where it is used. */
  readonly volume: CardVolume | undefined;
  /** Why one that was named is not, for people. */
  readonly trouble: string | undefined;
}

export class AlsaOut implements PcmOut {
  readonly device: string;
  readonly format: PcmFormat;
  readonly periodFrames: number;
  readonly bufferFrames: number;
  readonly #pcm: PcmHandle;
  readonly #channels: number;
  readonly #frameBytes: number;
  readonly #block: SampleBlock;
  /** The card's channels as floats; unused where they are two. */
  readonly #wide: Float32Array;

  readonly volume: CardVolume | undefined;
  /** What is not as it was asked for. */
  readonly trouble: string | undefined;

  /** Takes all over. */
  constructor(device: string, pcm: PcmHandle, { volume, trouble }: AlsaOutVolume) {
    const { rate, sample, channels, periodFrames, bufferFrames } = pcm.setup;
    this.device = device;
    this.format = { rate, channels: 2, sample };
    this.periodFrames = periodFrames;
    this.bufferFrames = bufferFrames;
    this.#pcm = pcm;
    this.volume = volume;
    this.trouble = trouble;
    this.#channels = channels;
    this.#frameBytes = channels * sampleBytes[sample];
    this.#block = sampleBlock(sample, channels * bufferFrames);
    this.#wide = new Float32Array(channels === 2 ? 0 : channels * bufferFrames);
  }

  write(samples: Float32Array): PcmWrite {
    const frames = samples.length >> 1;
    assert(frames <= this.bufferFrames, "a write fits the buffer");
    this.#encode(samples);
    let outcome: PcmWrite = "ok";
    let troubles = 0;
    for (let done = 0; done < frames; ) {
      const rest = this.#block.bytes.subarray(done * this.#frameBytes, frames * this.#frameBytes);
      const written = this.#pcm.write(rest, frames - done);
      if (written > 0) {
        done += written;
        continue;
      }
      const recovered = written === 0 ? "none" : this.#pcm.recover(written);
      troubles += 1;
      if (recovered === "lost" || troubles > troublesMax) return "lost";
      if (recovered === "xrun") outcome = "xrun";
      else this.#pcm.wait();
    }
    return outcome;
  }

  /** Only the hardware's own buffer can be written anew: a plugin has passed it on. */
  rewind(frames: number): number {
    return this.#pcm.alone ? this.#pcm.rewind(frames) : 0;
  }

  roomFrames(): number | undefined {
    const room = this.#pcm.avail();
    return room === undefined ? undefined : Math.min(room, this.bufferFrames);
  }

  delayFrames(): number {
    return this.#pcm.delayFrames();
  }

  timing(): PcmTiming | undefined {
    return this.#pcm.timing();
  }

  [Symbol.dispose](): void {
    this.volume?.[Symbol.dispose]();
    this.#pcm[Symbol.dispose]();
  }

  #encode(samples: Float32Array): void {
    if (this.#channels === 2) {
      this.#block.encode(samples);
      return;
    }
    const wide = this.#wide.subarray(0, (samples.length >> 1) * this.#channels);
    fromStereo(samples, wide, this.#channels);
    this.#block.encode(wide);
  }
}
