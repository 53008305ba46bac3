/**
 * The frames of one track from one place on, in order, as they become
 * available: a window of chunks ahead of the one being read.
 *
 * One feed serves one play from one place; a seek makes a new one. The reader
 * takes frames with `peek` and `advance`; `changed` tells it when to look again.
 *
 * Bounds: chunksAhead chunks in memory, chunksInFlightMax requests under way.
 */
import { usPerS } from "../base/units.ts";
import { frameCountOf, type Manifest, type ManifestRung, manifestRung } from "../media/manifest.ts";
import { framesPerChunk, rungs } from "../media/rung.ts";
import { chunksInFlightMax, rollInFrames, urgentChunks } from "./limits.ts";
import type { Frames, TrackLoader, Want } from "./track-loader.ts";

/** How the audio thread is to play the frames of this feed (audio/audio-output.ts, SegmentSpec). */
export interface FeedFormat {
  readonly rate: number;
  readonly setup: Uint8Array;
  readonly skipFrames: number;
  readonly totalFrames: number;
  /** The start is not the track's own, and no frame before it settles the decoder. */
  readonly fadeIn: boolean;
}

export type FeedFrame =
  | { readonly kind: "frame"; readonly packet: Uint8Array }
  /** Not there yet. `later`: frames behind it are, so it may be given up. */
  | { readonly kind: "missing"; readonly later: boolean }
  | { readonly kind: "end" };

interface Slot {
  /** Those that can be played already. */
  frames: () => Frames;
}

const noFrames: Frames = [];

/** A play that begins later than this in its chunk needs the next one before it could be asked for. */
const lateInChunkMs = 700;

/** Opus needs this much before its first sample; every encoder we run says so, and the manifest has the last word. */
const opusPreSkip = 312;

export class TrackFeed {
  readonly startMs: number;
  readonly #loader: TrackLoader;
  readonly #changed: () => void;
  readonly #abort = new AbortController();
  readonly #slots = new Map<number, Slot>();
  #inFlight = 0;
  /** Something of the first chunk is here. */
  #begun = false;
  #chunksAhead: number;
  #pace: "urgent" | "play" | "prefetch";
  /** Frame number in the track, counted over all chunks. */
  #cursor: number;
  #firstChunk: number;
  #format: FeedFormat | undefined;
  #rung: ManifestRung | undefined;
  #frameTotal = Number.POSITIVE_INFINITY;
  #failure: unknown;

  /** `changed` is called whenever peek or format may say something new; never from within a call of ours. */
  constructor(
    loader: TrackLoader,
    options: {
      readonly startMs: number;
      readonly chunksAhead: number;
      readonly pace: "urgent" | "prefetch";
    },
    changed: () => void,
  ) {
    this.#loader = loader;
    this.startMs = options.startMs;
    this.#chunksAhead = options.chunksAhead;
    this.#pace = options.pace;
    this.#changed = changed;
    if (options.pace === "prefetch") loader.guess();
    this.#firstChunk = this.#guessChunk();
    this.#cursor = this.#firstChunk * framesPerChunk;
    void this.#open();
  }

  /** Undefined until the manifest is here. */
  get format(): FeedFormat | undefined {
    return this.#format;
  }
  /** Why the track cannot be played, once that is known. */
  get failure(): unknown {
    return this.#failure;
  }
  /** Frames at hand from the cursor on without a hole. */
  get framesAhead(): number {
    let at = this.#cursor;
    while (at < this.#frameTotal && this.#frameAt(at) !== undefined) at += 1;
    return at - this.#cursor;
  }
  /** The track is the current one now: fetch further ahead. */
  promote(chunksAhead: number): void {
    this.#chunksAhead = chunksAhead;
    this.#pace = "play";
    this.#loader.settle("chosen");
    this.#fill();
  }

  peek(): FeedFrame {
    if (this.#cursor >= this.#frameTotal) return { kind: "end" };
    const packet = this.#frameAt(this.#cursor);
    if (packet !== undefined) return { kind: "frame", packet };
    return { kind: "missing", later: this.#hasLater() };
  }

  /** Goes past the frame at the cursor, taken or given up. */
  advance(): void {
    const chunk = this.#chunkOf(this.#cursor);
    this.#cursor += 1;
    if (this.#chunkOf(this.#cursor) === chunk) return;
    this.#slots.delete(chunk);
    this.#fill();
  }

  /** Cancels what is under way. */
  close(): void {
    this.#abort.abort(new Error("the feed was closed"));
    // Of a guess that did not come true the cache decides by itself.
    this.#loader.settle("predicted");
    this.#slots.clear();
  }

  async #open(): Promise<void> {
    // Asked for first: it must not queue behind the chunks that it is needed for.
    const loading = this.#loader.manifest({ class: this.#pace, leadUs: 0 }, this.#abort.signal);
    this.#fill();
    try {
      const manifest = await loading;
      this.#place(manifest);
      this.#fill();
    } catch (error) {
      this.#fail(error);
    }
    this.#notify();
  }

  /** Now that rate, pre-skip and length are known: where to begin, and what to trim. */
  #place(manifest: Manifest): void {
    const rung = manifestRung(manifest, this.#loader.rung);
    if (rung === undefined) {
      this.#failure = new Error(`the track has no rung ${this.#loader.rung}`);
      return;
    }
    const wanted = Math.min(Math.round((this.startMs * rung.rate) / 1000), rung.totalFrames);
    const sample = wanted + rung.preSkip;
    const target = Math.floor(sample / rung.frameSamples);
    const first = wanted === 0 ? 0 : this.#rollIn(target);
    this.#rung = rung;
    this.#frameTotal = frameCountOf(rung);
    this.#cursor = Math.min(first, this.#frameTotal);
    this.#firstChunk = this.#chunkOf(this.#cursor);
    this.#format = {
      rate: rung.rate,
      setup: rung.setup,
      skipFrames: sample - first * rung.frameSamples,
      totalFrames: rung.totalFrames - wanted,
      fadeIn: wanted > 0,
    };
  }

  /** The frame to decode first, so that the decoder has settled at `target`: within its chunk, or further back where that is cached. */
  #rollIn(target: number): number {
    if (rungs[this.#loader.rung].codec !== "opus") return target;
    const wanted = Math.max(0, target - rollInFrames);
    const chunk = this.#chunkOf(target);
    if (this.#chunkOf(wanted) === chunk || this.#loader.isCached(chunk - 1)) return wanted;
    return chunk * framesPerChunk;
  }

  /** The chunk to ask for before the manifest says where exactly the place is. */
  #guessChunk(): number {
    if (this.startMs === 0) return 0;
    const preSkipMs = rungs[this.#loader.rung].codec === "opus" ? opusPreSkip / 48 : 0;
    return Math.floor((this.startMs + preSkipMs) / 1000);
  }

  /** Starts loads, nearest first, until the window is full. */
  #fill(): void {
    if (this.#abort.signal.aborted || this.#failure !== undefined) return;
    const from = this.#chunkOf(this.#cursor);
    const known = this.#rung?.chunkCount ?? this.#firstChunk + urgentChunks;
    const ahead = this.#begun ? this.#chunksAhead : this.#chunksAtFirst();
    const to = Math.min(from + ahead, known);
    for (let chunk = from; chunk < to && this.#inFlight < chunksInFlightMax; chunk++) {
      if (!this.#slots.has(chunk)) void this.#load(chunk);
    }
  }

  async #load(chunk: number): Promise<void> {
    const slot: Slot = { frames: () => noFrames };
    this.#slots.set(chunk, slot);
    this.#inFlight += 1;
    try {
      const frames = await this.#loader.chunk(
        chunk,
        this.#wantOf(chunk),
        (soFar) => {
          slot.frames = soFar;
          this.#begin();
          // A second or more ahead nobody waits for a single datagram.
          if (chunk <= this.#chunkOf(this.#cursor) + 1) this.#notify();
        },
        this.#abort.signal,
      );
      slot.frames = () => frames;
      this.#begun = true;
    } catch (error) {
      this.#fail(error, chunk);
    }
    this.#inFlight -= 1;
    this.#fill();
    this.#notify();
  }

  /**
   * Until sound comes only the chunk that the play begins in is asked for: a window that is still
   * small must not be filled by a later one that the origin happened to read sooner.
   */
  #chunksAtFirst(): number {
    return this.startMs % 1000 > lateInChunkMs ? 2 : 1;
  }

  #begin(): void {
    if (this.#begun) return;
    this.#begun = true;
    this.#fill();
  }

  /** In the order of playing, and behind the manifest: without it nothing can start. */
  #wantOf(chunk: number): Want {
    const late = this.#pace === "urgent" && chunk >= this.#firstChunk + urgentChunks;
    const seconds = 1 + chunk - this.#chunkOf(this.#cursor);
    return { class: late ? "play" : this.#pace, leadUs: seconds * usPerS };
  }

  /** A chunk asked for on a guess may lie behind the end: that is no failure. */
  #fail(error: unknown, chunk = 0): void {
    if (this.#abort.signal.aborted) return;
    if (this.#rung === undefined && chunk > this.#firstChunk) return;
    if (this.#rung !== undefined && chunk >= this.#rung.chunkCount) return;
    this.#failure ??= error;
  }

  #notify(): void {
    if (!this.#abort.signal.aborted) this.#changed();
  }

  #frameAt(frame: number): Uint8Array | undefined {
    return this.#slots.get(this.#chunkOf(frame))?.frames()[frame % framesPerChunk];
  }

  #hasLater(): boolean {
    const chunk = this.#chunkOf(this.#cursor);
    const rest =
      this.#slots
        .get(chunk)
        ?.frames()
        .slice((this.#cursor % framesPerChunk) + 1) ?? [];
    if (rest.some((frame) => frame !== undefined)) return true;
    return [...this.#slots].some(
      ([index, { frames }]) => index > chunk && frames().some((frame) => frame !== undefined),
    );
  }

  #chunkOf(frame: number): number {
    return Math.floor(frame / framesPerChunk);
  }
}
