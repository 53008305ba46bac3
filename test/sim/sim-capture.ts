/**
 * What a simulated card played, and the referee over it: every sample says which
 * track and place it is, so order and completeness can be read back.
 */
import type { Capture } from "../../src/platform/model-dac.ts";
import { placesBetween, readSample, type SimSample } from "./sim-track.ts";

/** A fade passes through values that look like music by chance, but never for long. */
const framesMin = 32;

/** A run of samples of one track, each one place after the other. */
export interface Run {
  readonly tag: number;
  frames: number;
  /** Silent or faded frames before it. */
  readonly silenceBefore: number;
  /** Places skipped between the run before it and this one, where both are of one track; modulo 16384. */
  readonly skipped: number;
}

export class SimCapture implements Capture {
  readonly trouble = undefined;
  readonly runs: Run[] = [];
  /** Frames in all. */
  frames = 0;
  #silence = 0;
  /** The last sample of the last noted run. */
  #last: SimSample | undefined;
  /** The run that is being read: its first sample, its latest, how long it is, and whether it is in `runs`. */
  #first: SimSample | undefined;
  #at: SimSample | undefined;
  #length = 0;
  #noted = false;

  samples(played: Int16Array): void {
    for (let i = 0; i < played.length; i += 2) {
      // Both are within the array: frames are pairs.
      this.#frame(readSample(played[i] as number, played[i + 1] as number));
    }
  }

  silence(frames: number): void {
    this.frames += frames;
    this.#endRun();
    this.#at = undefined;
    this.#silence += frames;
  }

  /** Music frames of one track, faded ones not counted. */
  framesOf(tag: number): number {
    return this.runs.reduce((sum, run) => sum + (run.tag === tag ? run.frames : 0), 0);
  }

  [Symbol.dispose](): void {
    this.#last = undefined;
  }

  #frame(sample: SimSample | undefined): void {
    this.frames += 1;
    const follows = sample !== undefined && this.#at !== undefined && isNext(this.#at, sample);
    if (follows) this.#length += 1;
    else {
      this.#endRun();
      if (sample === undefined) this.#silence += 1;
      else {
        this.#first = sample;
        this.#length = 1;
      }
    }
    this.#at = sample;
    if (follows && this.#length >= framesMin) this.#grow();
  }

  /** The run that is being read is long enough to be music: note it, or its growth. */
  #grow(): void {
    const run = this.runs.at(-1);
    if (this.#noted && run !== undefined) {
      run.frames += 1;
      return;
    }
    const first = this.#first;
    if (first === undefined) return;
    const skipped = this.#last?.tag === first.tag ? placesBetween(this.#last, first) - 1 : 0;
    this.runs.push({ tag: first.tag, frames: this.#length, silenceBefore: this.#silence, skipped });
    this.#noted = true;
  }

  #endRun(): void {
    if (this.#noted) {
      this.#last = this.#at;
      this.#silence = 0;
    } else this.#silence += this.#length;
    this.#noted = false;
    this.#length = 0;
  }
}

function isNext(at: SimSample, sample: SimSample): boolean {
  return at.tag === sample.tag && placesBetween(at, sample) === 1;
}
