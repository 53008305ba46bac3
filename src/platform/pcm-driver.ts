/** The outputs that `--output` names: a sound card, a capture, nothing; the last two by a model DAC. And the card that `--input` names. */
import type { PcmDriver, PcmInputDriver, PcmOut, PcmTarget } from "../ports/pcm.ts";
import { AlsaDriver } from "./alsa/alsa-driver.ts";
import { ModelDac } from "./model-dac.ts";
import type { Native } from "./native.ts";
import { WavFile } from "./wav-file.ts";

/** Of the model DAC, in Hz. */
const modelRate = 48_000;

/** `native` undefined: cards are reported as `no-library`. */
export function openPcmDriver(native: Native | undefined): PcmDriver & PcmInputDriver {
  let alsa: AlsaDriver | undefined;
  const cards = (): AlsaDriver => {
    alsa ??= AlsaDriver.open(native);
    return alsa;
  };
  return {
    open(target) {
      if (target.kind !== "alsa") return openModel(target);
      return cards().openOutput(target.name, target.mixer ?? "auto");
    },
    openInput: (device) => cards().openInput(device),
  };
}

function openModel({ kind, name, ppm }: PcmTarget): PcmOut {
  const startNs = process.hrtime.bigint();
  const capture =
    kind === "wav" ? new WavFile({ path: name, rate: modelRate, ppm, startNs }) : undefined;
  return new ModelDac({
    device: kind === "wav" ? `wav:${name}` : "null",
    ppm,
    capture,
    startUs: Number(startNs / 1_000n),
    time: { nowUs: () => Number(process.hrtime.bigint() / 1_000n), sleepUs },
  });
}

const neverWoken = new Int32Array(new SharedArrayBuffer(4));

function sleepUs(us: number): void {
  Atomics.wait(neverWoken, 0, 0, us / 1_000);
}
