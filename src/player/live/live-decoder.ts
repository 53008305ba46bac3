/**
 * From the packets of a live sender to sound of our own clock: decodes, fills in
 * what is lost, and reads on at the pace of the card's clock (docs/TAB-AUDIO.md). Out
 * come packets of 20 ms as the audio thread takes them.
 *
 * Pure. Concealment is that of all music (audio/packets.ts), steering that of line-in
 * (audio/steered-resampler.ts).
 *
 * Bounds: liveQueueFrames of decoded sound.
 */
import { Extrapolator } from "../../audio/extrapolate.ts";
import { type Block, PacketReader } from "../../audio/packets.ts";
import { SteeredResampler } from "../../audio/steered-resampler.ts";
import { emptyBytes } from "../../base/bytes.ts";
import type { DecoderDriver } from "../../ports/decoder.ts";
import { endlessFrames } from "../url/limits.ts";
import { liveFillUsMax, liveQueueFrames } from "./limits.ts";
import type { LiveFrame } from "./live-sound.ts";

/** In Hz: of what comes and of what goes out. */
export const liveRate = 48_000;
/** Samples of one packet for the audio thread. */
export const livePacketFrames = liveRate / 50;

export class LiveDecoder implements Disposable {
  readonly #reader: PacketReader;
  readonly #samples = new SteeredResampler({
    ...{ rateIn: liveRate, rateOut: liveRate, capacityFrames: liveQueueFrames },
  });
  readonly #packet = new Float32Array(2 * livePacketFrames);
  #filled = 0;
  /** Where the next frame begins if nothing is lost. */
  #next: number | undefined;
  #frameSamples = 0;
  #concealed = 0;

  constructor(decoders: DecoderDriver) {
    const spec = {
      ...{ serial: 1, codec: "opus" as const, rate: liveRate, setup: emptyBytes },
      ...{ skipFrames: 0, totalFrames: endlessFrames, prerollUs: 0, fadeIn: false },
    };
    const past = new Extrapolator();
    this.#reader = new PacketReader(spec, decoders.open("opus", emptyBytes), {
      ...{ past, concealment: true },
    });
  }

  /** Samples that were guessed. */
  get concealed(): number {
    return this.#concealed;
  }

  /** How much faster than ours the sender's clock is taken to be: 1 + 10⁻⁶ per part per million. */
  set correction(factor: number) {
    this.#samples.correction = factor;
  }

  /** `fills`: what is missing before it is filled in, as where sound goes on; else it is passed over. */
  push({ at, packet }: LiveFrame, fills: boolean): Uint8Array[] {
    const packets: Uint8Array[] = [];
    if (fills)
      for (let left = this.#lostBefore(at); left > 0; left--)
        this.#take(this.#reader.lost(), packets);
    const block = this.#reader.packet(packet);
    this.#frameSamples = block.frames;
    this.#next = at + block.frames;
    this.#take(block, packets);
    return packets;
  }

  [Symbol.dispose](): void {
    this.#reader[Symbol.dispose]();
  }

  /** Frames of the length of the last one. */
  #lostBefore(at: number): number {
    if (this.#next === undefined || this.#frameSamples === 0) return 0;
    const gap = at - this.#next;
    if (gap > (liveFillUsMax * liveRate) / 1e6) return 0;
    return Math.max(0, Math.round(gap / this.#frameSamples));
  }

  #take({ samples, frames, concealed }: Block, packets: Uint8Array[]): void {
    this.#concealed += concealed;
    for (let at = 0; at < frames; ) {
      at += this.#samples.push(samples, at, frames - at);
      this.#pack(packets);
    }
  }

  #pack(packets: Uint8Array[]): void {
    for (;;) {
      const wanted = livePacketFrames - this.#filled;
      this.#filled += this.#samples.pull(this.#packet, this.#filled, wanted);
      if (this.#filled < livePacketFrames) return;
      this.#filled = 0;
      packets.push(new Uint8Array(this.#packet.slice().buffer));
    }
  }
}
