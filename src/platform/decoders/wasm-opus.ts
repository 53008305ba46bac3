/**
 * Opus by WASM, for machines without libopus. It cannot conceal one packet (it
 * gives 120 ms or nothing), so that is left to the engine.
 *
 * A decoder that was used is made anew before it is used again, which takes a
 * turn of the event loop; some are kept ready, because opening must not wait.
 */
import { OpusDecoder } from "opus-decoder";
import type { Decoder } from "../../ports/decoder.ts";
import { interleave } from "./interleave.ts";

/** Segments change one at a time; the third covers a skip while the second is made anew. */
const readyDecoders = 3;
/** The longest packet that Opus has (RFC 6716 §3.2.5: 48 frames of 1275 bytes are cut by 120 ms). */
const packetBytesMax = 7_680;

export class WasmOpus {
  readonly #clean: OpusDecoder[];
  /** Used, and not yet made anew; the newest last. */
  readonly #used: OpusDecoder[] = [];

  static async open(): Promise<WasmOpus> {
    const decoders = Array.from({ length: readyDecoders }, () => new OpusDecoder({ channels: 2 }));
    await Promise.all(decoders.map((decoder) => decoder.ready));
    return new WasmOpus(decoders);
  }

  private constructor(decoders: OpusDecoder[]) {
    this.#clean = decoders;
  }

  open(): Decoder {
    // One with a past is wrong for a few milliseconds, which is better than silence.
    let wasm = this.#clean.pop() ?? this.#used.shift();
    return {
      decode(packet, into) {
        if (packet.length === 0 || packet.length > packetBytesMax || wasm === undefined) return 0;
        return decodeGuarded(wasm, packet, into);
      },
      conceal: () => 0,
      [Symbol.dispose]: () => {
        if (wasm !== undefined) this.#renew(wasm);
        wasm = undefined;
      },
    };
  }

  #renew(wasm: OpusDecoder): void {
    this.#used.push(wasm);
    void wasm.reset().then(() => {
      const at = this.#used.indexOf(wasm);
      // Taken as it was meanwhile: it comes back here when that one is disposed.
      if (at < 0) return;
      this.#used.splice(at, 1);
      this.#clean.push(wasm);
    });
  }
}

function decodeGuarded(wasm: OpusDecoder, packet: Uint8Array, into: Float32Array): number {
  try {
    const { channelData, samplesDecoded } = wasm.decodeFrame(packet);
    return interleave(channelData, samplesDecoded, into);
  } catch {
    return 0; // Some damaged packets make the module trap; it is as good as new after a reset.
  }
}
