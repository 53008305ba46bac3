/** Opus by the system's libopus: half the cost of WASM, and it conceals lost packets. */
import type { Decoder } from "../../ports/decoder.ts";
import type { Native } from "../native.ts";

const rate = 48_000;
const channels = 2;
/** One 20 ms packet at 48 kHz. */
const packetFrames = 960;

export interface Libopus {
  readonly name: string;
  open(): Decoder;
}

/** Undefined where the library is not there. */
export function openLibopus(native: Native | undefined): Libopus | undefined {
  const library = native?.load(["libopus.so.0", "libopus.0.dylib"]);
  if (library === undefined) return undefined;
  const create = library.func(
    "void *opus_decoder_create(int32_t rate, int channels, _Out_ int *error)",
  );
  const destroy = library.func("void opus_decoder_destroy(void *decoder)");
  const decode = library.func(
    "int opus_decode_float(void *decoder, const uint8_t *packet, int32_t bytes, float *into, int frames, int fec)",
  );
  const version = library.func("const char *opus_get_version_string()");
  return {
    name: String(version()),
    open() {
      const decoder: unknown = create(rate, channels, [0]);
      let open = true;
      return {
        decode(packet, into) {
          // An empty packet asks libopus to conceal; here it is a damaged one.
          if (packet.length === 0) return 0;
          const frames = decode(decoder, packet, packet.length, into, into.length / channels, 0);
          return Math.max(0, Number(frames));
        },
        conceal: (into, frames = packetFrames) =>
          Math.max(0, Number(decode(decoder, null, 0, into, frames, 0))),
        [Symbol.dispose]() {
          if (open) destroy(decoder);
          open = false;
        },
      };
    },
  };
}
