/**
 * From the ring to samples at the rate of the output, one segment joined to the
 * next: the last sample of one is followed by the first of the other. Segments
 * of one rate go through one resampler, so that the join is exact there too.
 *
 * Decodes only what the next call needs: what is decoded ahead is lost at a flush.
 *
 * Invariants:
 *   I1  a segment's place in the output is where its first input sample falls;
 *       a resampler that is drained has written exactly up to there
 *   I2  after `flushed` turns true nothing of the new generation is decoded until `reset`
 */
import { assert } from "../base/assert.ts";
import { frameUs } from "../media/rung.ts";
import type { DecoderDriver } from "../ports/decoder.ts";
import { Extrapolator } from "./extrapolate.ts";
import { deepQueueUs, historyFrames } from "./limits.ts";
import type { LoudnessMode, SegmentSpec } from "./model.ts";
import { type Block, PacketReader } from "./packets.ts";
import { PcmClipDecoder } from "./pcm-clip.ts";
import { Resampler } from "./resampler.ts";
import { type EncodedRingReader, type RecordKind, recordKind } from "./ring.ts";
import { SampleQueue } from "./sample-queue.ts";
import { decodeSegment } from "./segment.ts";
import { SegmentGain } from "./segment-gain.ts";

/** Where in the output a segment starts, or where it is over. */
export interface Mark {
  readonly kind: "first" | "last";
  readonly spec: SegmentSpec;
  /** Output frames pulled before it. */
  readonly at: number;
}

/** Segments of one rate that follow each other without a break. */
interface Chain {
  readonly rate: number;
  /** Undefined where the rate is the output's. */
  readonly resampler: Resampler | undefined;
  /** Output frames before the chain. */
  readonly base: number;
  inputs: number;
}

interface Held {
  readonly kind: RecordKind;
  readonly generation: number;
  readonly payload: Uint8Array;
}

export interface SegmentSourceOptions {
  /** Of the output, in Hz. */
  readonly rate: number;
  /** False: what is lost is silence. */
  readonly concealment?: boolean | undefined;
  /** Off where it is absent. */
  readonly loudness?: (() => LoudnessMode) | undefined;
}

export class SegmentSource {
  readonly #ring: EncodedRingReader;
  readonly #decoders: DecoderDriver;
  readonly #rate: number;
  readonly #concealment: boolean;
  readonly #queue: SampleQueue;
  readonly #past = new Extrapolator();
  readonly #loudness: () => LoudnessMode;
  readonly #gain: SegmentGain;
  #generation: number;
  /** A record of a generation that the caller does not know of yet. */
  #early: Held | undefined;
  #packets: PacketReader | undefined;
  /** The last frame of `#packets` is in the queue: records up to its end are surplus. */
  #closed = false;
  #gapLeft = 0;
  #chain: Chain | undefined;
  #marks: Mark[] = [];
  #written = 0;
  #pulled = 0;
  #concealedUs = 0;

  constructor(
    ring: EncodedRingReader,
    decoders: DecoderDriver,
    { rate, concealment = true, loudness = () => "off" }: SegmentSourceOptions,
  ) {
    this.#ring = ring;
    this.#decoders = decoders;
    this.#rate = rate;
    this.#concealment = concealment;
    this.#loudness = loudness;
    this.#gain = new SegmentGain(rate);
    // What a card holds at most, and what a tail learns from what is before that.
    this.#queue = new SampleQueue(Math.round((rate * deepQueueUs) / 1e6) + historyFrames);
    this.#generation = ring.generation;
  }

  /** The writer flushed: fade out what plays, then `reset`. */
  get flushed(): boolean {
    return this.#early !== undefined || this.#ring.generation !== this.#generation;
  }
  /** The segment that is open and not yet complete. */
  get segment(): SegmentSpec | undefined {
    return this.#closed ? undefined : this.#packets?.spec;
  }
  /** Output frames pulled so far. */
  get pulled(): number {
    return this.#pulled;
  }
  /** Sound that was guessed so far, and will be or was played. */
  get concealedUs(): number {
    return this.#concealedUs;
  }
  /** What can still be pulled without the writer's help; infinite when the segment's end is at hand. */
  get aheadUs(): number {
    if (this.#closed || this.#ring.endIsBuffered) return Number.POSITIVE_INFINITY;
    const decodedUs = (this.#queue.frames * 1e6) / this.#rate;
    return (this.#ring.bufferedFrames + this.#gapLeft) * frameUs + decodedUs;
  }

  /** Forgets all that is not pulled; without a chain the next segment forgets the past too. */
  reset(): void {
    this.#generation = this.#ring.generation;
    if (this.#early?.generation !== this.#generation) this.#early = undefined;
    this.#dropSegment();
    this.#chain = undefined;
    this.#queue.clear();
    this.#marks = [];
    this.#written = this.#pulled;
  }

  /** Reads up to the start of a segment, if there is none; false while none comes. */
  open(): boolean {
    while (this.segment === undefined) {
      const record = this.#read();
      if (record === undefined) return false;
      this.#follow(record);
    }
    return true;
  }

  /** Moves up to `frames` samples to `into`, from frame `at`; fewer when the ring is empty. */
  pull(into: Float32Array, at: number, frames: number): number {
    while (this.#queue.frames < frames && this.#decodeMore());
    const moved = this.#queue.take(into, at, frames);
    this.#pulled += moved;
    return moved;
  }
  /** Frames that can be pulled once more. */
  get rewindable(): number {
    return Math.max(0, this.#queue.history - historyFrames);
  }
  /** The next `pull` begins with the last `frames` that were pulled, `rewindable` at most, no mark among them. */
  rewind(frames: number): void {
    this.#queue.putBack(frames);
    this.#pulled -= frames;
  }
  /** What was pulled last: a view. */
  get lastPulled(): Float32Array {
    return this.#queue.lastTaken(historyFrames);
  }

  /** What is decoded already, without taking it; the number of frames. */
  peek(into: Float32Array, frames: number): number {
    return this.#queue.peek(into, 0, frames);
  }

  /** The next mark that what was pulled has passed: once each, in order. */
  takeMark(): Mark | undefined {
    const mark = this.#marks[0];
    if (mark === undefined) return undefined;
    const passed = mark.kind === "first" ? mark.at < this.#pulled : mark.at <= this.#pulled;
    return passed ? this.#marks.shift() : undefined;
  }

  [Symbol.dispose](): void {
    this.#dropSegment();
  }

  #read(): Held | undefined {
    if (this.#early !== undefined) {
      if (this.#early.generation !== this.#generation) return undefined;
      const record = this.#early;
      this.#early = undefined;
      return record;
    }
    const record = this.#ring.read();
    if (record === undefined || record.generation === this.#generation) return record;
    this.#early = { ...record, payload: record.payload.slice() };
    return undefined;
  }

  /** Takes one packet further; false when the ring has none. */
  #decodeMore(): boolean {
    if (this.#gapLeft > 0 && this.#packets !== undefined) {
      this.#gapLeft -= 1;
      this.#accept(this.#packets.lost());
      return true;
    }
    const record = this.#read();
    if (record === undefined) {
      // Nothing follows at once, so there is nothing to join on to.
      if (this.segment === undefined) this.#drain();
      return false;
    }
    this.#follow(record);
    return true;
  }

  #follow({ kind, payload }: Held): void {
    const packets = this.segment === undefined ? undefined : this.#packets;
    switch (kind) {
      case recordKind.segment:
        this.#dropSegment();
        this.#openSegment(decodeSegment(payload));
        break;
      case recordKind.frame:
        if (packets !== undefined) this.#accept(packets.packet(payload));
        break;
      case recordKind.gap:
        if (packets !== undefined)
          this.#gapLeft = new DataView(payload.buffer, payload.byteOffset).getUint32(0);
        break;
      case recordKind.end:
        this.#dropSegment();
        break;
    }
  }

  #openSegment(spec: SegmentSpec): void {
    if (this.#chain?.rate !== spec.rate) {
      this.#drain();
      this.#past.forget();
      const resampler = spec.rate === this.#rate ? undefined : new Resampler(spec.rate, this.#rate);
      this.#chain = { rate: spec.rate, resampler, base: this.#written, inputs: 0 };
    }
    const { codec, setup } = spec;
    const decoder = codec === "pcm" ? new PcmClipDecoder(setup) : this.#decoders.open(codec, setup);
    const past = this.#past;
    this.#packets = new PacketReader(spec, decoder, { past, concealment: this.#concealment });
    this.#closed = false;
    this.#gain.begin(spec, this.#loudness());
    this.#mark("first", spec);
    if (this.#packets.complete) this.#close(this.#packets);
  }

  #accept(block: Block): void {
    const packets = this.#packets;
    const chain = this.#chain;
    assert(packets !== undefined && chain !== undefined, "a block is of an open segment");
    this.#gain.follow(packets.spec, this.#loudness());
    if (block.frames > 0) this.#enqueue(block, chain);
    this.#concealedUs += (block.concealed * 1e6) / chain.rate;
    if (packets.complete) this.#close(packets);
  }

  #enqueue({ samples, frames }: Block, chain: Chain): void {
    chain.inputs += frames;
    const { resampler } = chain;
    const place = this.#queue.reserve(resampler?.framesFor(frames) ?? frames);
    let written = frames;
    if (resampler === undefined) place.samples.set(samples, 2 * place.at);
    else written = resampler.push(samples, frames, place.samples, place.at);
    this.#gain.apply(place.samples, place.at, written);
    this.#queue.commit(written);
    this.#written += written;
  }

  #close({ spec }: PacketReader): void {
    this.#closed = true;
    this.#gapLeft = 0;
    const first = this.#marks.at(-1);
    // A segment without a sample has an end but no start.
    if (first?.kind === "first" && first.at === this.#inputAt()) this.#marks.pop();
    this.#mark("last", spec);
  }

  #dropSegment(): void {
    if (this.#packets === undefined) return;
    if (!this.#closed) this.#close(this.#packets);
    this.#packets[Symbol.dispose]();
    this.#packets = undefined;
    this.#closed = false;
  }

  /** Ends the chain: what its resampler holds goes out. */
  #drain(): void {
    const chain = this.#chain;
    if (chain?.resampler !== undefined) {
      const place = this.#queue.reserve(chain.resampler.framesFor(0));
      const written = chain.resampler.finish(place.samples, place.at);
      this.#gain.apply(place.samples, place.at, written);
      this.#queue.commit(written);
      this.#written += written;
      assert(this.#written === this.#inputAt(), "I1: a drained resampler is where its input is");
    }
    this.#chain = undefined;
  }

  /** Where in the output the next input sample falls. */
  #inputAt(): number {
    const chain = this.#chain;
    if (chain === undefined) return this.#written;
    return chain.base + Math.ceil((chain.inputs * this.#rate) / chain.rate);
  }

  #mark(kind: Mark["kind"], spec: SegmentSpec): void {
    this.#marks.push({ kind, spec, at: this.#inputAt() });
  }
}
