/**
 * What is plugged into a speaker's line-in: a model ADC with a clock of its own,
 * that can be pulled out and put back, and that captures a level which no music
 * of the simulated world has.
 */
import type { PlayoutInput } from "../../src/audio/playout.ts";
import { type AdcSource, ModelAdc } from "../../src/platform/model-adc.ts";
import type { Clock } from "../../src/ports/clock.ts";
import { PcmError } from "../../src/ports/errors.ts";
import type { PcmIn } from "../../src/ports/pcm.ts";

/** Below zero, where simulated music never is. */
export const simInputLevel = -0.25;

export interface SimInputOptions {
  /** In Hz. */
  readonly rate: number;
  /** Rate error, parts per million of the world's time. */
  readonly ppm: number;
}

export class SimInput {
  readonly #options: SimInputOptions;
  /** Times that it was opened. */
  opened = 0;
  /** Devices that are open now. */
  open = 0;
  #present = true;
  #card = 0;

  constructor(options: SimInputOptions) {
    this.#options = options;
  }

  pull(): void {
    this.#present = false;
    this.#card += 1;
  }
  insert(): void {
    this.#present = true;
  }

  /** For the playout of a speaker in that world. */
  in(world: Clock): PlayoutInput {
    const target = { kind: "alsa", name: "hw:CARD=Line", ppm: 0 } as const;
    return { target, opener: { open: () => this.#open(world) } };
  }

  #open(world: Clock): PcmIn {
    if (!this.#present)
      throw new PcmError("no-device", "there is no sound input", { remedy: "plug one in" });
    this.opened += 1;
    this.open += 1;
    const { rate, ppm } = this.#options;
    const card = this.#card;
    const source: AdcSource = {
      rate,
      read: (into, frames) => {
        into.fill(simInputLevel, 0, 2 * frames);
        return this.#present && this.#card === card;
      },
      skip: () => undefined,
      [Symbol.dispose]: () => {
        this.open -= 1;
      },
    };
    return new ModelAdc({ device: "sim-line", ppm, source, nowUs: () => world.nowUs() });
  }
}
