/** The decoders of this machine: libopus where it is installed, else WASM; FLAC by WASM. */
import type { Decoder, DecoderDriver } from "../../ports/decoder.ts";
import type { Native } from "../native.ts";
import { openLibopus } from "./libopus.ts";
import { WasmFlac } from "./wasm-flac.ts";
import { WasmOpus } from "./wasm-opus.ts";

/**
 * `native` undefined: WASM for all. The FLAC decoder takes 11 MB, so it is loaded now only where
 * FLAC is what will be played; elsewhere by its first use, of which the first frames are lost.
 */
export async function openDecoderDriver(
  native: Native | undefined,
  { flac: wantsFlac }: { readonly flac: boolean },
): Promise<DecoderDriver> {
  const flac = new LateFlac();
  if (wantsFlac) await flac.load();
  const libopus = openLibopus(native);
  const opus = libopus ?? (await WasmOpus.open());
  return {
    opusName: libopus?.name ?? "wasm",
    open: (codec) => (codec === "opus" ? opus.open() : flac.open()),
  };
}

/** The FLAC decoder, there or on its way. */
class LateFlac {
  #loaded: WasmFlac | undefined;
  #loading: Promise<void> | undefined;

  load(): Promise<void> {
    this.#loading ??= WasmFlac.open().then((loaded) => {
      this.#loaded = loaded;
    });
    return this.#loading;
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
      conceal: (into) => decoder?.conceal(into) ?? 0,
      [Symbol.dispose]() {
        decoder?.[Symbol.dispose]();
      },
    };
  }
}
