/**
 * Reads captures: 16-bit stereo WAV files, whole or while they still grow. What the header says of the length does
 * not count, for a program that is still writing, or was killed, has not put it there.
 */
import { closeSync, fstatSync, openSync, readFileSync, readSync } from "node:fs";

/** Of all captures, frames a second. */
export const rate = 48_000;

/** A RIFF header with a `fmt ` of 16 bytes and nothing else before the samples. */
const plainHeadBytes = 44;
const frameBytes = 4;

/** Left channel of a whole file. */
export function readCapture(path: string): Int16Array {
  const file = readFileSync(path);
  const data = file.indexOf("data", 12, "latin1") + 8;
  const frames = Math.floor((file.length - data) / frameBytes);
  return Int16Array.from({ length: frames }, (_, i) => file.readInt16LE(data + frameBytes * i));
}

/** A capture that another program is writing, with a plain header. */
export class GrowingCapture implements Disposable {
  readonly #file: number;

  /** Throws where there is none. */
  constructor(path: string) {
    this.#file = openSync(path, "r");
  }

  /** Frames that are there now. */
  get frames(): number {
    return Math.max(0, Math.floor((fstatSync(this.#file).size - plainHeadBytes) / frameBytes));
  }

  /** Left channel of the frames from `from` up to `to`; fewer where they are not there yet. */
  read(from: number, to: number): Int16Array {
    const bytes = Buffer.alloc(Math.max(0, to - from) * frameBytes);
    const got = readSync(this.#file, bytes, 0, bytes.length, plainHeadBytes + from * frameBytes);
    const frames = Math.floor(got / frameBytes);
    return Int16Array.from({ length: frames }, (_, i) => bytes.readInt16LE(frameBytes * i));
  }

  [Symbol.dispose](): void {
    closeSync(this.#file);
  }
}
