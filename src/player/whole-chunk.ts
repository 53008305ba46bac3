/**
 * A chunk that is all here, as it waits to be played: its bytes, which the cache
 * and the check against its leaf hash share, and no frames until one is taken.
 *
 * A frame of more than a datagram is a copy: thirty seconds of lossless ahead are
 * three megabytes more where each chunk holds its frames as well.
 */
import { framesOf, symbolsOf } from "../media/chunk.ts";
import { framesPerChunk } from "../media/rung.ts";

export type Frames = readonly (Uint8Array | undefined)[];

export class WholeChunk {
  readonly bytes: Uint8Array;
  /** Which frames are in it. */
  readonly #has: readonly boolean[];
  #frames: Frames | undefined;

  /** Undefined where `bytes` are no chunk. Keeps `bytes`: the caller must not write to them. */
  static of(bytes: Uint8Array): WholeChunk | undefined {
    const frames = openFrames(bytes);
    return frames === undefined ? undefined : new WholeChunk(bytes, frames);
  }

  private constructor(bytes: Uint8Array, frames: Frames) {
    this.bytes = bytes;
    this.#has = frames.map((frame) => frame !== undefined);
  }

  has(frame: number): boolean {
    return this.#has[frame] === true;
  }

  /** Holds all frames from the first call on. */
  packet(frame: number): Uint8Array | undefined {
    this.#frames ??= openFrames(this.bytes);
    return this.#frames?.[frame];
  }
}

function openFrames(bytes: Uint8Array): Frames | undefined {
  const symbols = symbolsOf(bytes);
  return symbols === undefined ? undefined : framesOf(symbols, framesPerChunk);
}
