/**
 * One segment's packets to samples at its own rate: decode, fill in what is
 * lost, drop the skip, trim the end.
 *
 * A lost packet is filled in by the codec where it can, more of them and those of
 * other codecs by continuing the sound; a longer hole fades to silence, and what comes after is mended on with
 * a cross-fade. Never a step, never zeros in the middle of a sound.
 */
import type { Decoder } from "../ports/decoder.ts";
import type { Extrapolator } from "./extrapolate.ts";
import { risingFade } from "./fade.ts";
import { blockFramesMax, concealFramesMax, concealFullFrames, mendUs } from "./limits.ts";
import type { SegmentSpec } from "./model.ts";

/** Packets of 20 ms. */
const packetsPerS = 50;

/** Samples of one packet that are to be played: a view that is valid until the next call. */
export interface Block {
  readonly samples: Float32Array;
  readonly frames: number;
  /** How many of them were guessed. */
  readonly concealed: number;
}

export class PacketReader implements Disposable {
  readonly spec: SegmentSpec;
  readonly #decoder: Decoder;
  readonly #concealment: boolean;
  /** Knows what was played last, also of the segment before where that joins on. */
  readonly #past: Extrapolator;
  readonly #block = new Float32Array(2 * blockFramesMax);
  readonly #guess: Float32Array;
  readonly #mend: Float32Array;
  readonly #packetFrames: number;
  #blockFrames: number;
  #skipLeft: number;
  #left: number;
  /** Lost in a row until now, in packets of 20 ms, and how the last of them was filled in. */
  #lost = 0;
  #guessedBy: "codec" | "extrapolation" = "codec";

  constructor(
    spec: SegmentSpec,
    decoder: Decoder,
    { past, concealment }: { readonly past: Extrapolator; readonly concealment: boolean },
  ) {
    this.spec = spec;
    this.#concealment = concealment;
    this.#decoder = decoder;
    this.#past = past;
    this.#mend = risingFade(Math.round((spec.rate * mendUs) / 1e6));
    this.#guess = new Float32Array(2 * this.#mend.length);
    this.#packetFrames = Math.round(spec.rate / packetsPerS);
    this.#blockFrames = this.#packetFrames;
    this.#skipLeft = spec.skipFrames;
    this.#left = spec.totalFrames;
  }

  /** True once the last frame of the segment was returned. */
  get complete(): boolean {
    return this.#left === 0;
  }

  packet(packet: Uint8Array): Block {
    const frames = this.#decoder.decode(packet, this.#block);
    if (frames === 0) return this.lost();
    if (this.#lost > 0 && this.#concealment) this.#mendAfterLoss(frames);
    this.#lost = 0;
    this.#blockFrames = frames;
    this.#past.note(this.#block, 0, frames);
    return this.#trim(frames, false);
  }

  /** One packet, as long as the last one, that is not there, or is damaged. */
  lost(): Block {
    const frames = this.#blockFrames;
    if (this.#lost >= concealFramesMax || !this.#concealment) this.#block.fill(0, 0, 2 * frames);
    else this.#fillIn(frames);
    // The guess is known at its full level: what continues it must not fade twice.
    this.#past.note(this.#block, 0, frames);
    this.#fade(frames);
    this.#lost += frames / this.#packetFrames;
    return this.#trim(frames, true);
  }

  [Symbol.dispose](): void {
    this.#decoder[Symbol.dispose]();
  }

  #fillIn(frames: number): void {
    const guessed = this.#decoder.conceal(this.#block, frames);
    // The codec knows its own overlap best; further on it fades, and loses what is not a tone.
    this.#guessedBy = guessed === frames && this.#lost === 0 ? "codec" : "extrapolation";
    if (this.#guessedBy === "extrapolation") this.#past.extend(this.#block, 0, frames);
  }

  #fade(frames: number): void {
    for (let i = 0; i < frames; i++) {
      const level = levelAt(this.#lost + i / this.#packetFrames);
      this.#block[2 * i] = (this.#block[2 * i] ?? 0) * level;
      this.#block[2 * i + 1] = (this.#block[2 * i + 1] ?? 0) * level;
    }
  }

  /** Cross-fades from the guess to the block just decoded. The codec's own guess joins on but for its level. */
  #mendAfterLoss(frames: number): void {
    const length = Math.min(this.#mend.length, frames);
    const level = levelAt(this.#lost);
    const byCodec = this.#guessedBy === "codec";
    if (!byCodec) this.#past.extend(this.#guess, 0, length);
    for (let i = 0; i < 2 * length; i++) {
      const weight = this.#mend[i >> 1] ?? 1;
      const decoded = this.#block[i] ?? 0;
      const guess = level * (byCodec ? decoded : (this.#guess[i] ?? 0));
      this.#block[i] = guess * (1 - weight) + decoded * weight;
    }
  }

  #trim(frames: number, guessed: boolean): Block {
    const skip = Math.min(this.#skipLeft, frames);
    const used = Math.min(this.#left, frames - skip);
    this.#skipLeft -= skip;
    this.#left -= used;
    const samples = this.#block.subarray(2 * skip, 2 * (skip + used));
    return { samples, frames: used, concealed: guessed ? used : 0 };
  }
}

/** Level of the guess after so many lost packets: full for most of the bridge, then down to nothing. */
function levelAt(lost: number): number {
  const faded = (lost - concealFullFrames) / (concealFramesMax - concealFullFrames);
  if (faded <= 0) return 1;
  return faded >= 1 ? 0 : 0.5 + 0.5 * Math.cos(Math.PI * faded);
}
