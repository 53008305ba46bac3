/**
 * Opus by WASM, for machines without libopus. It cannot conceal one packet (it
 * gives 120 ms or nothing), so that is left to the engine.
 *
 * A decoder that was used is made anew before it is used again, which takes a
 * turn of the event loop; some are kept ready, because opening must not wait.
 */
import type { OpusDecoder } from "opus-decoder";
import type { Decoder } from "../../ports/decoder.ts";
import { interleave } from "./interleave.ts";

/** Segments change one at a time; the third covers a skip while the second is made anew. */
const readyDecoders = 3;
/** The longest packet that Opus has (RFC 6716 §3.2.5: 48 frames of 1275 bytes are cut by 120 ms). */
const packetBytesMax = 7_680;

export class WasmOpus {
  readonly #clean: OpusDecoder[];
  /** Used, and to be had until a new one is there instead; the oldest first. */
  readonly #used: OpusDecoder[] = [];

  readonly #make: () => OpusDecoder;

  /** The package is loaded here and not with this file: the code alone is megabytes. */
  static async open(): Promise<WasmOpus> {
    const { OpusDecoder } = await import("opus-decoder");
    const make = (): OpusDecoder => new OpusDecoder({ channels: 2 });
    const decoders = Array.from({ length: readyDecoders }, make);
    await Promise.all(decoders.map((decoder) => decoder.ready));
    return new WasmOpus(make, decoders);
  }

  private constructor(make: () => OpusDecoder, decoders: OpusDecoder[]) {
    this.#make = make;
    this.#clean = decoders;
  }

  open(): Decoder {
    let wasm = this.#take();
    return {
      decode: (packet, into) => {
        if (packet.length === 0 || packet.length > packetBytesMax || wasm === undefined) return 0;
        try {
          const { channelData, samplesDecoded } = wasm.decodeFrame(packet);
          return interleave(channelData, samplesDecoded, into);
        } catch {
          // Some damaged packets make the module trap, which leaves it unusable.
          this.#replace();
          wasm = this.#take();
          return 0;
        }
      },
      conceal: () => 0,
      [Symbol.dispose]: () => {
        if (wasm !== undefined) this.#used.push(wasm);
        if (wasm !== undefined) this.#replace();
        wasm = undefined;
      },
    };
  }

  /** One with a past is wrong for a few milliseconds, which is better than silence. */
  #take(): OpusDecoder | undefined {
    return this.#clean.pop() ?? this.#used.shift();
  }

  /** Makes a new one; then the oldest used one is let go. Its own reset does not survive what a trap leaves behind. */
  #replace(): void {
    const fresh = this.#make();
    void fresh.ready.then(() => {
      this.#clean.push(fresh);
      this.#used.shift();
    });
  }
}
