/**
 * The frames of one track from one place on, in order, as they become
 * available: a window of chunks ahead of the one being read, each in the rung
 * that suits the link when it is asked for.
 *
 * One feed serves one play from one place; a seek makes a new one. The reader
 * takes frames with `peek` and `advance`; `changed` tells it when to look again.
 *
 * Bounds: chunksAhead chunks in memory, chunksInFlightMax requests under way.
 */
import { usPerS } from "../base/units.ts";
import { type Manifest, type ManifestRung, manifestRung } from "../media/manifest.ts";
import { framesPerChunk, frameUs, type RungName, rungs } from "../media/rung.ts";
import type { RequestClass } from "../transport/endpoint.ts";
import type { Adaptation } from "./adaptation.ts";
import { ChunkSlot } from "./chunk-slot.ts";
import type { Feed, FeedFrame } from "./feed.ts";
import {
  chunksAheadMax,
  chunksInFlightMax,
  chunksTogether,
  lateUs,
  soonUs,
  tendEveryUs,
  urgentChunks,
  urgentWithinUs,
} from "./limits.ts";
import type { RungChoice } from "./rung-rule.ts";
import type { TrackLevels } from "./sound/loudness.ts";
import type { Coming } from "./start-rule.ts";
import type { TrackLoader } from "./track-loader.ts";
import { type FeedFormat, guessChunk, joinsOn, placeOf } from "./track-place.ts";
import type { Want } from "./want.ts";

export interface FeedPorts {
  readonly loader: TrackLoader;
  readonly adaptation: Adaptation;
  readonly nowUs: () => number;
  /** Sound that is played before the frame at the cursor, microseconds. */
  readonly aheadUs: () => number;
  /** Called whenever peek or format may say something new; never from within a call of ours. */
  readonly changed: () => void;
}

/** A play that begins later than this in its chunk needs the next one before it could be asked for. */
const lateInChunkMs = 700;

/** Frames of a block, which lies in symbols of its own (docs/MEDIA.md §2). */
const block = 12;

/** What a packet costs in a chunk beside its own bytes. */
const packing = 1.05;

export class TrackFeed implements Feed {
  readonly startMs: number;
  /** What the first chunk was asked for in. */
  readonly firstChoice: RungChoice;
  readonly #ports: FeedPorts;
  /** `firstChoice` until its chunk is asked for. */
  #unused: RungChoice | undefined;
  readonly #slots = new Map<number, ChunkSlot>();
  /** What calls off each request that is under way. */
  readonly #attempts = new Set<AbortController>();
  #closed = false;
  /** Something of the first chunk is here. */
  #begun = false;
  #chunksAhead: number;
  #pace: "play" | "prefetch";
  /** Frame number in the track, counted over all chunks. */
  #cursor: number;
  #firstChunk: number;
  /** Of the chunk asked for last: what comes next joins on to it. */
  #lastRung: RungName | undefined;
  #format: FeedFormat | undefined;
  #levels: TrackLevels | undefined;
  /** The track's rungs that can follow each other here; undefined until the manifest is here. */
  #joining: readonly ManifestRung[] | undefined;
  #chunkCount: number | undefined;
  #frameTotal = Number.POSITIVE_INFINITY;
  #failure: unknown;
  #tendedUs = 0;

  constructor(
    ports: FeedPorts,
    options: {
      readonly startMs: number;
      readonly chunksAhead: number;
      readonly pace: "play" | "prefetch";
    },
  ) {
    this.#ports = ports;
    this.startMs = options.startMs;
    this.#chunksAhead = options.chunksAhead;
    this.#pace = options.pace;
    if (options.pace === "prefetch") ports.loader.guess();
    const [likely] = ports.adaptation.ladder(ports.loader.rungs, undefined);
    this.#firstChunk = guessChunk(options.startMs, rungs[likely ?? "opus-160"].codec);
    this.#cursor = this.#firstChunk * framesPerChunk;
    this.firstChoice = this.#choose(this.#firstChunk);
    this.#unused = this.firstChoice;
    void this.#open();
  }

  /** Undefined until the manifest is here. */
  get format(): FeedFormat | undefined {
    return this.#format;
  }
  /** What was measured of the track; undefined until the manifest is here. */
  get levels(): TrackLevels | undefined {
    return this.#levels;
  }
  /** Why the track cannot be played, once that is known. */
  get failure(): unknown {
    return this.#failure ?? this.#ports.loader.failure;
  }
  /** Frames at hand from the cursor on without a hole. */
  get framesAhead(): number {
    let at = this.#cursor;
    while (at < this.#frameTotal && this.#has(at)) at += 1;
    return at - this.#cursor;
  }
  /** A nearer frame is missing than others that are at hand: its repair is under way. */
  get hasHole(): boolean {
    return this.#slots.get(this.#chunkOf(this.#cursor))?.hasHole === true;
  }
  /** From the cursor to the end, seconds; Infinity while it is not known. */
  get secondsLeft(): number {
    return ((this.#frameTotal - this.#cursor) * frameUs) / usPerS;
  }
  /** Of the rung asked for last. */
  get bytesPerS(): number {
    return this.#bytesPerS(this.#lastRung ?? "opus-160");
  }
  /** What the link brings next becomes sound in these steps. */
  get coming(): Coming {
    const { framesAhead, bytesPerS: chunkBytes } = this;
    const frame = (this.#cursor + framesAhead) % framesPerChunk;
    const slot = this.#slots.get(this.#chunkOf(this.#cursor + framesAhead));
    // Blocks become whole one after the other: sound is up to one behind what came.
    const trickle = framesPerChunk - block;
    return {
      heldUs: framesAhead * frameUs,
      leftBytes: slot?.leftBytes(this.#bytesPerS(slot.choice.rung)) ?? chunkBytes,
      trickleUs: Math.max(0, trickle - frame) * frameUs,
      restUs: (framesPerChunk - frame) * frameUs,
      chunkBytes,
      chunkTrickleUs: trickle * frameUs,
    };
  }

  /** The track is the current one now: fetch further ahead. */
  promote(chunksAhead: number): void {
    this.#chunksAhead = chunksAhead;
    this.#pace = "play";
    this.#ports.loader.settle("chosen");
    this.#fill();
  }

  /** Fetches at least so far ahead from now on, at the pace that it has. */
  widen(chunksAhead: number): void {
    if (chunksAhead <= this.#chunksAhead) return;
    this.#chunksAhead = chunksAhead;
    this.#fill();
  }

  /** To be called often: gives up what cannot come in time for what can. */
  tend(): void {
    const nowUs = this.#ports.nowUs();
    if (this.#closed || nowUs - this.#tendedUs < tendEveryUs) return;
    this.#tendedUs = nowUs;
    let bytesBefore = 0;
    for (const [index, slot] of this.#slots) {
      const { rung, why } = slot.choice;
      if (slot.complete || (why === "cached" && this.#isHere(rung, index))) continue;
      if (this.#isOvertaken(index, slot)) this.#replace(index, slot, slot.choice);
      const leftBytes = slot.leftBytes(this.#bytesPerS(rung));
      const moment = { ...this.#moment(index), bytesBefore };
      const lower = this.#ports.adaptation.abandon(moment, rung, leftBytes);
      if (lower === undefined) bytesBefore += leftBytes;
      else {
        this.#replace(index, slot, { rung: lower, why: "link" });
        bytesBefore += this.#bytesPerS(lower);
      }
    }
  }

  peek(): FeedFrame {
    if (this.#cursor >= this.#frameTotal) return { kind: "end" };
    const slot = this.#slots.get(this.#chunkOf(this.#cursor));
    const packet = slot?.packet(this.#cursor % framesPerChunk);
    if (slot === undefined || packet === undefined)
      return { kind: "missing", later: this.#hasLater() };
    return { kind: "frame", packet, choice: slot.choiceAt(this.#cursor % framesPerChunk) };
  }

  /** Goes past the frame at the cursor, taken or given up. */
  advance(): void {
    const chunk = this.#chunkOf(this.#cursor);
    this.#cursor += 1;
    if (this.#chunkOf(this.#cursor) === chunk) return;
    this.#pass(chunk);
    this.#fill();
  }

  /** Of a chunk that was played with holes the rest is still good for the cache, where the link has room for it. */
  #pass(chunk: number): void {
    const slot = this.#slots.get(chunk);
    this.#slots.delete(chunk);
    // All of it may be here and not yet looked at.
    if (slot === undefined || slot.leftBytes(1) === 0) return;
    if (!this.#ports.adaptation.sparesParity(this.bytesPerS))
      slot.attempt.abort(new Error("the chunk was played as far as it came"));
  }

  /** Cancels what is under way. */
  close(): void {
    const loader = this.handOver();
    loader.close();
    // Of a guess that did not come true the cache decides by itself.
    loader.settle("predicted");
  }

  /** The same, but for the loader with all that it has: it is for a feed of the same track. */
  handOver(): TrackLoader {
    this.#closed = true;
    for (const attempt of this.#attempts) attempt.abort(new Error("the feed was closed"));
    this.#slots.clear();
    return this.#ports.loader;
  }

  async #open(): Promise<void> {
    // Asked for first: it must not queue behind the chunks that it is needed for.
    const want: Want = {
      class: () => this.#classFor(this.#ports.aheadUs()),
      neededUs: () => this.#neededUs(this.#ports.aheadUs()),
      isWanted: () => !this.#closed,
    };
    const loading = this.#ports.loader.manifest(want);
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
    const name = this.firstChoice.rung;
    const rung = manifestRung(manifest, name);
    if (rung === undefined) {
      this.#failure = new Error(`the track has no rung ${name}`);
      return;
    }
    const { loader } = this.#ports;
    const isCached = (index: number): boolean => loader.isCached({ rung: name, index });
    const { format, cursor, frameTotal } = placeOf(rung, this.startMs, isCached);
    this.#joining = manifest.rungs.filter(
      (other) => other === rung || (!loader.confined && joinsOn(rung, other)),
    );
    this.#chunkCount = rung.chunkCount;
    this.#frameTotal = frameTotal;
    this.#cursor = cursor;
    this.#firstChunk = this.#chunkOf(cursor);
    const { loudnessLufs: lufs, truePeakDb: peakDb, durationMs } = manifest;
    this.#levels = { lufs, peakDb, durationMs };
    this.#format = format;
  }

  /** Starts loads, nearest first, until the window is full. */
  #fill(): void {
    if (this.#closed || this.#failure !== undefined) return;
    const from = this.#chunkOf(this.#cursor);
    const known = this.#chunkCount ?? this.#firstChunk + urgentChunks;
    const ahead = this.#begun ? this.#chunksAhead : this.#chunksAtFirst();
    const to = Math.min(from + ahead, known);
    if (ahead === chunksAheadMax && this.#isCalm(from, to, known)) return;
    for (let chunk = from; chunk < to && this.#attempts.size < chunksInFlightMax; chunk++) {
      if (this.#slots.has(chunk)) continue;
      if (this.#attempts.size > 1 && !this.#ports.adaptation.hasRoom(this.#pendingBytes)) return;
      const slot = new ChunkSlot(this.#unused ?? this.#choose(chunk), this.#classOf(chunk));
      this.#unused = undefined;
      this.#slots.set(chunk, slot);
      void this.#load(chunk, slot);
    }
  }

  /** So much is ahead that what comes next can wait until there is more to ask for at once. */
  #isCalm(from: number, to: number, known: number): boolean {
    let asked = from;
    while (asked < to && this.#slots.has(asked)) asked += 1;
    return to - asked < Math.min(chunksTogether, known - asked);
  }

  async #load(index: number, slot: ChunkSlot): Promise<void> {
    const { attempt } = slot;
    const { rung } = slot.choice;
    this.#attempts.add(attempt);
    try {
      const whole = await this.#ports.loader.chunk(
        { rung, index },
        this.#wantOf(index),
        (soFar, progress) => {
          slot.progress(soFar, progress);
          this.#begin();
          // A second or more ahead nobody waits for a single datagram.
          if (index <= this.#chunkOf(this.#cursor) + 1) this.#notify();
        },
        attempt.signal,
      );
      slot.finish(whole);
      this.#begun = true;
    } catch (error) {
      if (!attempt.signal.aborted) this.#fail(error, index);
    }
    this.#attempts.delete(attempt);
    this.#fill();
    this.#notify();
  }

  /** It was asked for at leisure and is needed sooner now: what is asked for since would be served before it. */
  #isOvertaken(index: number, { requestClass }: ChunkSlot): boolean {
    return requestClass === "prefetch" && this.#classOf(index) !== "prefetch";
  }

  #replace(index: number, slot: ChunkSlot, choice: RungChoice): void {
    const from = Math.max(0, this.#cursor - index * framesPerChunk);
    slot.replace(choice, from);
    slot.requestClass = this.#classOf(index);
    this.#lastRung = choice.rung;
    void this.#load(index, slot);
  }

  #choose(index: number): RungChoice {
    const isCached = (rung: RungName): boolean => this.#isHere(rung, index);
    const bytesBefore = this.#pendingBytes;
    const edge = this.#lastRung === undefined;
    const choice = this.#ports.adaptation.choose({
      ...this.#moment(index),
      company: (rung) => this.#ports.loader.company({ rung, index }),
      bytesBefore,
      isCached,
      edge,
    });
    this.#lastRung = choice.rung;
    return choice;
  }

  /** In the cache, or in the house: it costs the link to the origin nothing. */
  #isHere(rung: RungName, index: number): boolean {
    const { loader, adaptation } = this.#ports;
    if (loader.isCached({ rung, index })) return true;
    return adaptation.allowsFromPeers(rung, loader.rungs) && loader.isNear({ rung, index });
  }

  get #pendingBytes(): number {
    let bytes = 0;
    for (const slot of this.#slots.values())
      bytes += slot.leftBytes(this.#bytesPerS(slot.choice.rung));
    return bytes;
  }

  #moment(index: number) {
    const { adaptation, loader } = this.#ports;
    const has = this.#joining?.map(({ rung }) => rung) ?? loader.rungs;
    return {
      ladder: adaptation.ladder(has, this.#lastRung),
      bytesPerS: (rung: RungName) => this.#bytesPerS(rung),
      withinUs: Math.max(0, this.#untilUs(index * framesPerChunk)),
    };
  }

  #bytesPerS(name: RungName): number {
    const rung = this.#joining?.find((joining) => joining.rung === name);
    if (rung === undefined) return rungs[name].kbps * 125 * packing;
    return (rung.bytes * rung.rate) / (rung.totalFrames + rung.preSkip);
  }

  /** Until that frame is needed; below 0 where it is past. */
  #untilUs(frame: number): number {
    return this.#ports.aheadUs() + (frame - this.#cursor) * frameUs;
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

  #wantOf(index: number): Want {
    return {
      class: () => this.#classOf(index),
      neededUs: () => this.#neededUs(this.#untilUs((index + 1) * framesPerChunk)),
      isWanted: () => !this.#closed && index >= this.#chunkOf(this.#cursor),
    };
  }

  /** Clock time after which it is of no use: the music waits for what is late. */
  #neededUs(withinUs: number): number {
    return this.#ports.nowUs() + withinUs + lateUs;
  }

  #classOf(index: number): RequestClass {
    const requestClass = this.#classFor(this.#untilUs((index + 1) * framesPerChunk));
    return requestClass === "urgent" && this.#isBehindPlay(index) ? "play" : requestClass;
  }

  /** An earlier chunk was asked for when the link had no room for parity: a later one must not be served before it. */
  #isBehindPlay(index: number): boolean {
    return [...this.#slots].some(
      ([at, { complete, requestClass }]) => at < index && !complete && requestClass === "play",
    );
  }

  /** What is needed within seconds is urgent; what follows by itself has time until it is near. */
  #classFor(withinUs: number): RequestClass {
    const { adaptation } = this.#ports;
    if (withinUs <= urgentWithinUs)
      return adaptation.sparesParity(this.bytesPerS) ? "urgent" : "play";
    return this.#pace === "prefetch" && withinUs > soonUs ? "prefetch" : "play";
  }

  /** A chunk asked for on a guess may lie behind the end, and one that was given up is past: that is no failure. */
  #fail(error: unknown, index = this.#chunkOf(this.#cursor)): void {
    if (this.#closed || index < this.#chunkOf(this.#cursor)) return;
    if (this.#chunkCount === undefined && index > this.#firstChunk) return;
    if (this.#chunkCount !== undefined && index >= this.#chunkCount) return;
    this.#failure ??= error;
  }

  #notify(): void {
    if (!this.#closed) this.#ports.changed();
  }

  #has(frame: number): boolean {
    return this.#slots.get(this.#chunkOf(frame))?.has(frame % framesPerChunk) === true;
  }

  /** Frames of a chunk are spread over its symbols: what counts is whether a symbol was left out. */
  #hasLater(): boolean {
    const chunk = this.#chunkOf(this.#cursor);
    if (this.#slots.get(chunk)?.hasHole === true) return true;
    return [...this.#slots].some(([index, slot]) => index > chunk && slot.begun);
  }

  #chunkOf(frame: number): number {
    return Math.floor(frame / framesPerChunk);
  }
}
