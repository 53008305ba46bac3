/**
 * A WAV file (RIFF, 16-bit PCM, stereo) that grows while it is read: its header
 * is right every second and at the end. Beyond 4 GiB, which its 32-bit sizes
 * cannot say, they stay at their largest value, which readers take for "to the end".
 *
 * Writing goes through the thread pool, so a slow disk never holds up the caller;
 * a disk that falls behind by more than queuedBytesMax, or fails, ends the
 * capture, and `trouble` says so. Data is written before the header that counts it.
 */
import { close, openSync, writeFileSync, writev } from "node:fs";
import { mib } from "../base/units.ts";
import { PcmError } from "../ports/errors.ts";
import { codeOf, diskError } from "./disk-errors.ts";
import type { Capture } from "./model-dac.ts";

const frameBytes = 4;
const headerBytes = 44;
const sizeMax = 0xffff_ffff;
/** 0.1 s at 48 kHz: how far the file may be behind the sound. */
const blockFrames = 4_800;
/** Blocks between headers: half a second. */
const headerBlocks = 5;
/** 40 s of sound; in blocks fewer than one writev takes (1024). */
const queuedBytesMax = 8 * mib;

export interface WavFileOptions {
  readonly path: string;
  readonly rate: number;
  readonly ppm: number;
  /** Monotonic time of the first frame, in nanoseconds. */
  readonly startNs: bigint;
}

export class WavFile implements Capture {
  readonly #path: string;
  readonly #rate: number;
  readonly #fd: number;
  #block = new Int16Array(2 * blockFrames);
  #blockFrames = 0;
  #queue: Uint8Array[] = [];
  #queuedBytes = 0;
  #writtenBytes = 0;
  #blocksSinceHeader = 0;
  #busy = false;
  #closing = false;
  #trouble: string | undefined;

  /** Truncates `path` and writes `path`.json beside it. Throws PcmError where that cannot be. */
  constructor({ path, rate, ppm, startNs }: WavFileOptions) {
    this.#path = path;
    this.#rate = rate;
    try {
      this.#fd = openSync(path, "w");
      writeFileSync(
        `${path}.json`,
        `{"startMonotonicNs":${startNs},"rate":${rate},"ppm":${ppm}}\n`,
      );
    } catch (cause) {
      const noFolder = codeOf(cause) === "ENOENT";
      const { message } = diskError(cause, "write", path);
      throw new PcmError("no-device", noFolder ? `there is no folder for ${path}` : message, {
        remedy: "name a file in a folder that can be written to",
        cause,
      });
    }
    this.#writeHeader();
  }

  get trouble(): string | undefined {
    return this.#trouble;
  }

  samples(played: Int16Array): void {
    for (let at = 0; at < played.length; ) {
      const room = this.#block.length - 2 * this.#blockFrames;
      const part = played.subarray(at, at + room);
      this.#block.set(part, 2 * this.#blockFrames);
      this.#grow(part.length / 2);
      at += part.length;
    }
  }

  silence(frames: number): void {
    for (let left = frames; left > 0; ) {
      const count = Math.min(left, blockFrames - this.#blockFrames);
      this.#block.fill(0, 2 * this.#blockFrames, 2 * (this.#blockFrames + count));
      this.#grow(count);
      left -= count;
    }
  }

  /** The last blocks are written after this returns; the thread lives until they are. */
  [Symbol.dispose](): void {
    if (this.#closing) return;
    this.#pass();
    this.#closing = true;
    this.#pump();
  }

  #grow(frames: number): void {
    this.#blockFrames += frames;
    if (this.#blockFrames === blockFrames) this.#pass();
  }

  /** Hands the block to the writer. */
  #pass(): void {
    const bytes = new Uint8Array(this.#block.buffer, 0, this.#blockFrames * frameBytes);
    this.#block = new Int16Array(2 * blockFrames);
    this.#blockFrames = 0;
    if (this.#trouble !== undefined || bytes.length === 0) return;
    this.#queue.push(bytes);
    this.#queuedBytes += bytes.length;
    if (this.#queuedBytes > queuedBytesMax) this.#fail("the disk is too slow");
    this.#pump();
  }

  #pump(): void {
    if (this.#busy) return;
    if (this.#queue.length > 0) this.#writeBlocks();
    else if (this.#blocksSinceHeader > 0 && this.#closing) this.#writeHeader();
    else if (this.#closing) this.#close();
  }

  /** All that waits at once: the audio thread hears of a finished write ten times a second at most. */
  #writeBlocks(): void {
    const blocks = this.#queue;
    this.#queue = [];
    this.#write(blocks, headerBytes + this.#writtenBytes, (bytes) => {
      this.#queuedBytes -= bytes;
      this.#writtenBytes += bytes;
      this.#blocksSinceHeader += blocks.length;
      if (this.#blocksSinceHeader >= headerBlocks) this.#writeHeader();
    });
  }

  #writeHeader(): void {
    this.#blocksSinceHeader = 0;
    this.#write([wavHeader(this.#rate, this.#writtenBytes)], 0, () => undefined);
  }

  #write(parts: readonly Uint8Array[], position: number, done: (bytes: number) => void): void {
    const bytes = parts.reduce((sum, { length }) => sum + length, 0);
    this.#busy = true;
    writev(this.#fd, parts, position, (error, count) => {
      this.#busy = false;
      if (error !== null) this.#fail(diskError(error, "write", this.#path).message);
      else if (count < bytes) this.#fail(`cannot write ${this.#path}: no space is left`);
      else done(bytes);
      this.#pump();
    });
  }

  #fail(why: string): void {
    this.#trouble = `${why}; free some space and start again`;
    this.#queue.length = 0;
    this.#queuedBytes = 0;
    this.#blocksSinceHeader = 0;
  }

  #close(): void {
    this.#busy = true;
    close(this.#fd, (error) => {
      if (error) this.#trouble ??= `cannot close ${this.#path}: ${error.message}`;
    });
  }
}

/** The 44 bytes before `dataBytes` of 16-bit stereo. */
export function wavHeader(rate: number, dataBytes: number): Uint8Array {
  const bytes = new Uint8Array(headerBytes);
  const view = new DataView(bytes.buffer);
  const tag = (at: number, text: string): void => {
    for (let i = 0; i < text.length; i++) bytes[at + i] = text.charCodeAt(i);
  };
  const fits = dataBytes + headerBytes - 8 <= sizeMax;
  tag(0, "RIFF");
  view.setUint32(4, fits ? dataBytes + headerBytes - 8 : sizeMax, true);
  tag(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 2, true);
  view.setUint32(24, rate, true);
  view.setUint32(28, rate * frameBytes, true);
  view.setUint16(32, frameBytes, true);
  view.setUint16(34, 16, true);
  tag(36, "data");
  view.setUint32(40, fits ? dataBytes : sizeMax, true);
  return bytes;
}
