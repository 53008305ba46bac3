/**
 * Where in the room sound is: balance between left and right, and mono. Moves
 * sample by sample to what is set.
 *
 * Balance: the favoured side stays as it is, the other follows a quarter of a
 * cosine down to nothing, so that neither gets louder than it was. Mono: both sides
 * are the mean of both, which is never beyond full scale.
 */
import { smooth } from "./fade.ts";
import type { ToneSettings } from "./model.ts";

/** What each side keeps, and how far it is blended with the other: 0 is stereo, 1 is mono. */
interface Place {
  left: number;
  right: number;
  blend: number;
}

export class StereoPlace {
  readonly #now: Place = { left: 1, right: 1, blend: 0 };
  #from: Place = { left: 1, right: 1, blend: 0 };
  #to: Place = { left: 1, right: 1, blend: 0 };
  #rampFrames = 0;
  #ramped = 0;

  get moving(): boolean {
    return this.#ramped < this.#rampFrames;
  }
  /** Samples are left as they are. */
  get isFlat(): boolean {
    return !this.moving && isThrough(this.#now);
  }

  /** `overFrames` 0: at once. */
  aim({ balance, mono }: Pick<ToneSettings, "balance" | "mono">, overFrames: number): void {
    this.#from = { ...this.#now };
    this.#to = { left: sideGain(balance), right: sideGain(-balance), blend: mono ? 1 : 0 };
    this.#ramped = 0;
    this.#rampFrames = isThrough(this.#from) && isThrough(this.#to) ? 0 : overFrames;
    if (!this.moving) this.#move(1);
  }

  /** Interleaved stereo in place, `frames` of it from frame `at`. */
  apply(samples: Float32Array, at: number, frames: number): void {
    const moved = Math.min(frames, this.#rampFrames - this.#ramped);
    for (let i = 0; i < moved; i++) {
      this.#ramped += 1;
      this.#move(smooth(this.#ramped / this.#rampFrames));
      this.#put(samples, at + i, 1);
    }
    if (moved < frames && !this.isFlat) this.#put(samples, at + moved, frames - moved);
  }

  #put(samples: Float32Array, at: number, frames: number): void {
    const { left: keptLeft, right: keptRight, blend } = this.#now;
    const half = blend / 2;
    for (let i = 2 * at; i < 2 * (at + frames); i += 2) {
      const left = samples[i] ?? 0;
      const right = samples[i + 1] ?? 0;
      samples[i] = keptLeft * ((1 - half) * left + half * right);
      samples[i + 1] = keptRight * ((1 - half) * right + half * left);
    }
  }

  /** `part` of the way. */
  #move(part: number): void {
    const now = this.#now;
    const from = this.#from;
    const to = this.#to;
    // At its end it is there to the bit.
    const kept = 1 - part;
    now.left = kept * from.left + part * to.left;
    now.right = kept * from.right + part * to.right;
    now.blend = kept * from.blend + part * to.blend;
  }
}

function isThrough({ left, right, blend }: Place): boolean {
  return left === 1 && right === 1 && blend === 0;
}

/** What a side keeps while the other is favoured by 0…100; below 0 it is the favoured one. */
function sideGain(away: number): number {
  if (away <= 0) return 1;
  return away >= 100 ? 0 : Math.cos((Math.PI / 2) * (away / 100));
}
