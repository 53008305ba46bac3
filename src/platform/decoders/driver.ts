/** The decoders of this machine: libopus where it is installed, else WASM; FLAC by WASM. */
import type { Decoder, DecoderDriver } from "../../ports/decoder.ts";
import type { Native } from "../native.ts";
import { openLibopus } from "./libopus.ts";
import { WasmFlac } from "./wasm-flac.ts";
import { WasmOpus } from "./wasm-opus.ts";

/** Decoders that may still be on their way: whoever calls them lets the event loop turn meanwhile. */
interface LoadingDecoders extends DecoderDriver {
  readonly loading: boolean;
}

/**
 * `native` undefined: WASM for all. The FLAC decoder takes 11 MB, so it is loaded now only where
 * FLAC is what will be played; elsewhere by its first use, of which the first frames are lost.
 */
export async function openDecoderDriver(
  native: Native | undefined,
  { flac: wantsFlac }: { readonly flac: boolean },
): Promise<LoadingDecoders> {
  const flac = new LateFlac();
  if (wantsFlac) await flac.load();
  const libopus = openLibopus(native);
  const opus = libopus ?? (await WasmOpus.open());
  return {
    opusName: libopus?.name ?? "wasm",
    get loading() {
      return flac.loading;
    },
    open: (codec) => (codec === "opus" ? opus.open() : flac.open()),
  };
}

/** The FLAC decoder, there or on its way. */
class LateFlac {
  #loaded: WasmFlac | undefined;
  #load: Promise<void> | undefined;
  #loading = false;

  get loading(): boolean {
    return this.#loading;
  }

  load(): Promise<void> {
    this.#load ??= this.#open();
    return this.#load;
  }

  open(): Decoder {
    // Where the package cannot be loaded every frame counts as lost, and is concealed: silence, not an end.
    this.load().catch(() => undefined);
    let decoder = this.#loaded?.open();
    return {
      decode: (frame, into) => {
        decoder ??= this.#loaded?.open();
        return decoder?.decode(frame, into) ?? 0;
      },
      conceal: (into, frames) => decoder?.conceal(into, frames) ?? 0,
      [Symbol.dispose]() {
        decoder?.[Symbol.dispose]();
      },
    };
  }

  async #open(): Promise<void> {
    this.#loading = true;
    try {
      this.#loaded = await WasmFlac.open();
    } finally {
      this.#loading = false;
    }
  }
}
