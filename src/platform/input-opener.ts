/** The inputs that `--input` names: a sound card, or a file at the pace of a model ADC. */
import type { PcmInputDriver } from "../ports/pcm.ts";
import type { PcmInputOpener } from "../ports/pcm-input.ts";
import { ModelAdc } from "./model-adc.ts";
import { WavSource } from "./wav-source.ts";

export function openInputOpener(cards: PcmInputDriver): PcmInputOpener {
  return {
    open({ kind, name, ppm }) {
      if (kind === "alsa") return cards.openInput(name);
      return new ModelAdc({
        device: `wav:${name}`,
        ppm,
        source: WavSource.open(name),
        nowUs: () => Number(process.hrtime.bigint() / 1_000n),
      });
    },
  };
}
