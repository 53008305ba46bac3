/** Decoded sound of any rate to packets of 20 ms: two channels of 32-bit floats (audio/pcm-clip.ts). Pure. */
import type { Sound } from "../ports/media-decoder.ts";
import { MediaUrlError } from "./errors.ts";
import { rateMax, rateMin } from "./limits.ts";
import type { Packet, UnpackedFormat } from "./unpack.ts";

export class Packer {
  #format: UnpackedFormat | undefined;
  #rate = 0;
  #held = new Float32Array(0);
  #frames = 0;

  /** Of the first sound; what comes at another rate says so in its packets. */
  get format(): UnpackedFormat | undefined {
    return this.#format;
  }

  /** Throws MediaUrlError for a rate that is not played. */
  push(sound: Sound | undefined, last = false): Packet[] {
    const packets: Packet[] = [];
    if (sound !== undefined) {
      if (sound.rate !== this.#rate) this.#change(sound.rate, packets);
      this.#take(sound);
    }
    this.#cut(last, packets);
    return packets;
  }

  /** What is held of a place that is left. */
  drop(): void {
    this.#held = new Float32Array(0);
    this.#frames = 0;
  }

  #change(rate: number, packets: Packet[]): void {
    this.#cut(true, packets);
    this.#format ??= formatOf(rate);
    this.#rate = formatOf(rate).rate;
  }

  #cut(last: boolean, packets: Packet[]): void {
    const each = Math.round(this.#rate / 50);
    let at = 0;
    while (this.#frames - at >= each || (last && this.#frames > at)) {
      const frames = Math.min(each, this.#frames - at);
      if (frames === 0) break;
      const samples = this.#held.slice(2 * at, 2 * (at + frames));
      packets.push({ bytes: new Uint8Array(samples.buffer), frames, rate: this.#rate });
      at += frames;
    }
    if (at === 0) return;
    this.#held = this.#held.slice(2 * at, 2 * this.#frames);
    this.#frames -= at;
  }

  #take({ planes, frames }: Sound): void {
    const [left, right = left] = planes;
    const joined = new Float32Array(2 * (this.#frames + frames));
    joined.set(this.#held);
    for (let i = 0, at = 2 * this.#frames; i < frames; i++) {
      joined[at++] = left?.[i] ?? 0;
      joined[at++] = right?.[i] ?? 0;
    }
    this.#held = joined;
    this.#frames += frames;
  }
}

function formatOf(rate: number): UnpackedFormat {
  if (!(rate >= rateMin && rate <= rateMax && Number.isInteger(rate)))
    throw new MediaUrlError("undecodable", `a sample rate of ${rate} Hz is not played`);
  return { codec: "pcm", rate, setup: floatStereo, preSkip: 0 };
}

/** Two channels of 32 bits. */
const floatStereo = Uint8Array.of(2, 32);
