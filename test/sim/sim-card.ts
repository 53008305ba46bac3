/**
 * The sound card of a simulated machine: a model DAC that can be pulled out and
 * put back. What it held when it was pulled out was not heard.
 */
import { ModelDac } from "../../src/platform/model-dac.ts";
import type { Clock } from "../../src/ports/clock.ts";
import { PcmError } from "../../src/ports/errors.ts";
import type { PcmDriver, PcmFormat, PcmOut, PcmTiming, PcmWrite } from "../../src/ports/pcm.ts";
import type { SimCapture } from "./sim-capture.ts";

export interface SimCardOptions {
  /** Rate error, parts per million of the world's time. */
  readonly ppm: number;
  readonly capture: SimCapture;
}

const rate = 48_000;

/** Of one life of a program: a card is opened by one at a time. */
export class SimCardDriver implements PcmDriver {
  readonly #world: Clock;
  readonly #options: SimCardOptions;
  readonly #plug: SimPlug;

  constructor(world: Clock, plug: SimPlug, options: SimCardOptions) {
    this.#world = world;
    this.#plug = plug;
    this.#options = options;
  }

  open(): PcmOut {
    const { ppm, capture } = this.#options;
    if (!this.#plug.present)
      throw new PcmError("no-device", "there is no sound card", { remedy: "plug one in" });
    const startUs = this.#world.nowUs();
    capture.began(startUs, (rate * (1 + ppm / 1e6)) / 1e6);
    const time = { nowUs: () => this.#world.nowUs(), sleepUs: neverBlocks };
    const card = new SimCard(new ModelDac({ device: "sim", ppm, time, startUs, capture }));
    this.#plug.card = card;
    return card;
  }
}

/** The socket that a card sits in; it outlives the programs that play through it. */
export class SimPlug {
  present = true;
  card: SimCard | undefined;

  /** The card is pulled out. */
  pull(): void {
    this.present = false;
    this.card?.pull();
    this.card = undefined;
  }

  insert(): void {
    this.present = true;
  }
}

class SimCard implements PcmOut {
  readonly #dac: ModelDac;
  #gone = false;

  constructor(dac: ModelDac) {
    this.#dac = dac;
  }

  get device(): string {
    return this.#dac.device;
  }
  get format(): PcmFormat {
    return this.#dac.format;
  }
  get periodFrames(): number {
    return this.#dac.periodFrames;
  }
  get bufferFrames(): number {
    return this.#dac.bufferFrames;
  }
  get trouble(): string | undefined {
    return this.#dac.trouble;
  }

  /** It plays up to now and not one frame more. */
  pull(): void {
    this.#dac.delayFrames();
    this.#gone = true;
  }

  write(samples: Float32Array): PcmWrite {
    return this.#gone ? "lost" : this.#dac.write(samples);
  }
  rewind(frames: number): number {
    return this.#gone ? 0 : this.#dac.rewind(frames);
  }
  roomFrames(): number | undefined {
    return this.#gone ? undefined : this.#dac.roomFrames();
  }
  delayFrames(): number {
    return this.#gone ? 0 : this.#dac.delayFrames();
  }
  timing(): PcmTiming | undefined {
    return this.#gone ? undefined : this.#dac.timing();
  }
  [Symbol.dispose](): void {
    if (!this.#gone) this.#dac[Symbol.dispose]();
    this.#gone = true;
  }
}

function neverBlocks(): never {
  throw new Error("assertion failed: a simulated write never blocks");
}
