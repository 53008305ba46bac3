/** Keeps the rate that a stream began with, whatever rate it goes on in: a play has one. Pure. */
import { Resampler } from "../../audio/resampler.ts";
import type { Packet } from "../../url/unpack.ts";

export class OneRate {
  readonly #rate: number;
  #from: number;
  #resampler: Resampler | undefined;

  constructor(rate: number) {
    this.#rate = rate;
    this.#from = rate;
  }

  /** At that rate; empty where a change of it has just begun. Packets of other rates are floats (audio/pcm-clip.ts). */
  convert(packet: Packet): Packet {
    const { bytes, frames, rate } = packet;
    if (rate !== this.#from) {
      this.#from = rate;
      this.#resampler = rate === this.#rate ? undefined : new Resampler(rate, this.#rate);
    }
    const resampler = this.#resampler;
    if (resampler === undefined) return packet;
    const samples = new Float32Array(bytes.buffer, bytes.byteOffset, 2 * frames);
    const into = new Float32Array(2 * resampler.framesFor(frames));
    const written = resampler.push(samples, frames, into, 0);
    const out = into.slice(0, 2 * written);
    return { bytes: new Uint8Array(out.buffer), frames: written, rate: this.#rate };
  }
}
