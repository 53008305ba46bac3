/**
 * The mixing desk: a stereo pair and a mono send to the reverb, as long as the piece.
 *
 * Instruments render a mono tone into scratch memory and `add` places it. A tone that reaches
 * past the end is cut there; the piece leaves room for its last echo.
 */

import { cosTurns } from "./maths.ts";

export class Bus {
  readonly rate: number;
  readonly left: Float32Array;
  readonly right: Float32Array;
  readonly send: Float32Array;

  /** `frames` is the whole length of the piece. */
  constructor(rate: number, frames: number) {
    this.rate = rate;
    this.left = new Float32Array(frames);
    this.right = new Float32Array(frames);
    this.send = new Float32Array(frames);
  }

  get frames(): number {
    return this.left.length;
  }

  /** Mixes the first `frames` of `tone` in at `place`. Does not keep `tone`. */
  add(tone: Float64Array, frames: number, place: Place): void {
    const start = Math.max(0, Math.round(place.startFrame));
    const end = Math.min(this.frames, start + frames);
    const { left, right, send } = this;
    const toLeft = place.gain * Math.sqrt(0.5 - 0.5 * place.pan);
    const toRight = place.gain * Math.sqrt(0.5 + 0.5 * place.pan);
    const toSend = place.gain * place.send;
    for (let i = start, j = 0; i < end; i++, j++) {
      const x = tone[j] as number; // j is below frames
      left[i] = (left[i] as number) + x * toLeft;
      right[i] = (right[i] as number) + x * toRight;
      send[i] = (send[i] as number) + x * toSend;
    }
  }
}

/** Where a tone goes: frame, linear gain, pan from −1 (left) to 1, share sent to the reverb. */
export interface Place {
  readonly startFrame: number;
  readonly gain: number;
  readonly pan: number;
  readonly send: number;
}

let scratch = new Float64Array(1 << 18);

/** Zeroed scratch memory of at least `frames`; the next call takes it away again. */
export function scratchTone(frames: number): Float64Array {
  if (scratch.length < frames) scratch = new Float64Array(2 * frames);
  scratch.fill(0, 0, frames);
  return scratch;
}

/** A whole piece fades: a quarter cosine over the last `fade` frames of both sides and the send. */
export function fadeOut(bus: Bus, fade: number): void {
  const start = Math.max(0, bus.frames - fade);
  for (let i = start; i < bus.frames; i++) {
    const gain = 0.5 + 0.5 * cosTurns((0.5 * (i - start)) / fade);
    for (const side of [bus.left, bus.right, bus.send]) side[i] = (side[i] as number) * gain;
  }
}
