/**
 * Volume: a perceptual scale, and a gain that moves in short ramps so that no
 * step of it is heard. Where the card has a volume of its own, the samples get
 * what that leaves: together they are the level, whatever the card is at.
 */
import { volumeRampUs } from "./limits.ts";

/** Loudness from just above silence to full: what fits between a quiet room's noise and full scale. */
const rangeDb = 60;
/** Below this level the scale bends down so that 0 is silence and not −60 dB. */
const bendLevel = 10;

/** Factor for a level of 0…100: 1 at 100, 0 at 0, each step in between equally louder. */
export function gainOfLevel(level: number): number {
  if (level <= 0) return 0;
  if (level >= 100) return 1;
  const gain = 10 ** ((rangeDb * (level / 100 - 1)) / 20);
  return level < bendLevel ? (gain * level) / bendLevel : gain;
}

export class VolumeRamp {
  readonly #rampFrames: number;
  #level: number;
  #cardGain = 1;
  #headroom = 1;
  #gain: number;
  #target: number;
  #step = 0;

  /** `rate` of the output in Hz; starts at `level` without a ramp. */
  constructor(rate: number, level: number) {
    this.#rampFrames = Math.round((rate * volumeRampUs) / 1e6);
    this.#level = level;
    this.#gain = gainOfLevel(level);
    this.#target = this.#gain;
  }

  get level(): number {
    return this.#level;
  }
  set level(level: number) {
    if (level === this.#level) return;
    this.#level = level;
    this.#aim();
  }

  /** What the card multiplies by; 1 where it leaves samples as they are. */
  set cardGain(gain: number) {
    if (gain === this.#cardGain) return;
    this.#cardGain = gain;
    this.#aim();
  }

  /** Factor, 1 at most, above which samples are not scaled. */
  set headroom(factor: number) {
    if (factor === this.#headroom) return;
    this.#headroom = factor;
    this.#aim();
  }

  /** It is on its way. */
  get moving(): boolean {
    return this.#step !== 0;
  }

  /** Scales interleaved stereo in place. */
  apply(samples: Float32Array): void {
    if (this.#step !== 0) this.#ramp(samples);
    else if (this.#gain === 0) samples.fill(0);
    else if (this.#gain !== 1)
      for (let i = 0; i < samples.length; i++) samples[i] = (samples[i] ?? 0) * this.#gain;
  }

  #aim(): void {
    const wanted = gainOfLevel(this.#level);
    // A card at its lowest may multiply by 0: silence is 0 there too, and not what 0 / 0 is.
    const target = wanted === 0 ? 0 : Math.min(this.#headroom, wanted / this.#cardGain);
    if (target === this.#target) return;
    this.#target = target;
    this.#step = (target - this.#gain) / this.#rampFrames;
  }

  #ramp(samples: Float32Array): void {
    for (let i = 0; i + 1 < samples.length; i += 2) {
      this.#advance();
      samples[i] = (samples[i] ?? 0) * this.#gain;
      samples[i + 1] = (samples[i + 1] ?? 0) * this.#gain;
    }
  }

  #advance(): void {
    const next = this.#gain + this.#step;
    const arrived = this.#step > 0 ? next >= this.#target : next <= this.#target;
    this.#gain = arrived ? this.#target : next;
    if (arrived) this.#step = 0;
  }
}
