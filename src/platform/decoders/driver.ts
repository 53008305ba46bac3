/** The decoders of this machine: libopus where it is installed, else WASM; FLAC by WASM. */
import type { DecoderDriver } from "../../ports/decoder.ts";
import type { Native } from "../native.ts";
import { openLibopus } from "./libopus.ts";
import { WasmFlac } from "./wasm-flac.ts";
import { WasmOpus } from "./wasm-opus.ts";

/** `native` undefined: WASM for all. */
export async function openDecoderDriver(native: Native | undefined): Promise<DecoderDriver> {
  const flac = await WasmFlac.open();
  const libopus = openLibopus(native);
  const opus = libopus ?? (await WasmOpus.open());
  return {
    opusName: libopus?.name ?? "wasm",
    open: (codec) => (codec === "opus" ? opus.open() : flac.open()),
  };
}
