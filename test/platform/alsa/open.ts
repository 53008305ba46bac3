/** An output or an input on a library that is real or told what to do. */
import { AlsaIn } from "../../../src/platform/alsa/alsa-in.ts";
import { AlsaOut } from "../../../src/platform/alsa/alsa-out.ts";
import type { Libasound } from "../../../src/platform/alsa/libasound.ts";
import { PcmHandle } from "../../../src/platform/alsa/pcm-handle.ts";

export function openOut(asound: Libasound, name: string): AlsaOut {
  return new AlsaOut(name, PcmHandle.open(asound, name, false), {
    volume: undefined,
    trouble: undefined,
  });
}

export function openIn(asound: Libasound, name: string): AlsaIn {
  return new AlsaIn(name, PcmHandle.open(asound, name, true));
}
