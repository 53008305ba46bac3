/**
 * What a simulated card played: every sample says which track and place it is,
 * so order and completeness can be read back (sim-track.ts). Judging what it
 * reads is the referees' business.
 *
 * Invariants:
 *   I1  a run holds samples of one track, each one place after the other, and at least framesMin of them
 *   I2  runs are in the order of hearing; what lies between two of them was silent or faded
 */
import type { Capture } from "../../src/platform/model-dac.ts";
import { placeCycle, placeOf, placesBetween, tagOf } from "./sim-track.ts";

/** Fades and cross-fades (5 to 8 ms) pass through values that look like music by chance, but never for this long. */
const framesMin = 240;

/** A run of samples of one track, each one place after the other. */
export interface Run {
  readonly tag: number;
  /** In the track, modulo placeCycle. */
  readonly firstPlace: number;
  frames: number;
  /** World time of its first frame; 0 for a capture that was never told when its card began. */
  readonly startUs: number;
  /** Silent or faded frames before it. */
  readonly silenceBefore: number;
  /** Places skipped between the run before it and this one, where both are of one track; modulo placeCycle. */
  readonly skipped: number;
}

export class SimCapture implements Capture {
  readonly trouble = undefined;
  readonly runs: Run[] = [];
  /** Frames in all. */
  frames = 0;
  #silence = 0;
  /** Tag and place of the last sample of the last noted run; tag 0 before the first. */
  #lastTag = 0;
  #lastPlace = 0;
  /** The run that is being read: tag 0 for none. What its next sample would be, and how long it is. */
  #tag = 0;
  #firstPlace = 0;
  #length = 0;
  #expected = 0;
  #noted: Run | undefined;
  /** When frame `#fromFrame` was played, and how long a frame takes. */
  #fromUs = 0;
  #fromFrame = 0;
  #frameUs = 0;

  /** A card begins to play now. */
  began(nowUs: number, framesPerUs: number): void {
    this.#fromUs = nowUs;
    this.#fromFrame = this.frames;
    this.#frameUs = 1 / framesPerUs;
  }

  samples(played: Int16Array): void {
    for (let i = 0; i < played.length; i += 2) {
      // Both are within the array: frames are pairs.
      this.#frame(played[i] as number, played[i + 1] as number);
    }
  }

  silence(frames: number): void {
    this.#endRun();
    this.frames += frames;
    this.#silence += frames;
  }

  /** Music frames of one track, faded ones not counted. */
  framesOf(tag: number): number {
    return this.runs.reduce((sum, run) => sum + (run.tag === tag ? run.frames : 0), 0);
  }

  /** World time at which a frame is played, by the card that plays now. */
  timeOf(frame: number): number {
    return this.#fromUs + (frame - this.#fromFrame) * this.#frameUs;
  }

  [Symbol.dispose](): void {
    this.#endRun();
  }

  #frame(left: number, right: number): void {
    const place = placeOf(left, right);
    if (place < 0) {
      this.#endRun();
      this.#silence += 1;
    } else if (this.#length > 0 && place === this.#expected && tagOf(right) === this.#tag) {
      this.#length += 1;
      this.#expected = (place + 1) & mask;
      if (this.#noted !== undefined) this.#noted.frames += 1;
      else if (this.#length >= framesMin) this.#note();
    } else {
      this.#endRun();
      this.#tag = tagOf(right);
      this.#firstPlace = place;
      this.#expected = (place + 1) & mask;
      this.#length = 1;
    }
    this.frames += 1;
  }

  /** The run that is being read is long enough to be music. */
  #note(): void {
    const tag = this.#tag;
    const firstPlace = this.#firstPlace;
    const skipped = this.#lastTag === tag ? placesBetween(this.#lastPlace, firstPlace) - 1 : 0;
    this.#noted = {
      tag,
      firstPlace,
      frames: this.#length,
      startUs: this.timeOf(this.frames + 1 - this.#length),
      silenceBefore: this.#silence,
      skipped,
    };
    this.runs.push(this.#noted);
  }

  #endRun(): void {
    if (this.#noted !== undefined) {
      this.#lastTag = this.#tag;
      this.#lastPlace = (this.#expected - 1) & mask;
      this.#silence = 0;
    } else this.#silence += this.#length;
    this.#noted = undefined;
    this.#length = 0;
  }
}

/** Counts within placeCycle. */
const mask = placeCycle - 1;
