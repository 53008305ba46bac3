/**
 * Keeps the audio thread's ring filled with the right frames: the current track,
 * and behind its last sample the first of the next (gapless).
 *
 * It knows segments, not queues: the player says what to play and what follows,
 * and hears what happened. A segment is one play of one track from one place.
 *
 * Invariants:
 *   I1  records in the ring belong to the current segment, then the next one
 *   I2  nothing is pushed for the next segment before the current one's end record
 *   I3  a frame is given up (concealed) only when a later one is at hand and the
 *       ring is nearly dry; otherwise playback waits, and says so
 */
import type { AudioEvent, AudioSink } from "../audio/model.ts";
import { usPerMs, usPerS } from "../base/units.ts";
import { frameUs } from "../media/rung.ts";
import type { TrackId } from "../media/track-id.ts";
import type { Clock } from "../ports/clock.ts";
import type { Adaptation } from "./adaptation.ts";
import type { LevelsOf } from "./album-loudness.ts";
import type { Feed } from "./feed.ts";
import {
  chunksAheadMax,
  giveUpRingUs,
  nextTrackChunks,
  nextTrackNearChunks,
  nextTrackNearUs,
  prerollUs,
  repairPatienceUs,
  ringTargetUs,
} from "./limits.ts";
import { RungLog } from "./rung-log.ts";
import type { RungChoice } from "./rung-rule.ts";
import { gainDbOf } from "./sound/loudness.ts";
import { StartGate } from "./start-gate.ts";
import { TrackFeed } from "./track-feed.ts";
import type { TrackLoader } from "./track-loader.ts";
import type { FeedFormat } from "./track-place.ts";

export interface SegmentRequest {
  readonly itemId: string;
  readonly track: TrackId;
  readonly startMs: number;
}

export type PlaybackEvent =
  /** First sample out. `continues`: the same play as before, taken up again after the queue changed. */
  | {
      readonly kind: "started";
      readonly itemId: string;
      readonly serial: number;
      readonly atUs: number;
      readonly continues: boolean;
    }
  | {
      readonly kind: "ended";
      readonly itemId: string;
      readonly serial: number;
      readonly atUs: number;
    }
  | { readonly kind: "starving"; readonly atUs: number }
  | { readonly kind: "fed"; readonly atUs: number }
  /** `silent`: nothing sounds any more, and nothing follows by itself. */
  | {
      readonly kind: "failed";
      readonly itemId: string;
      readonly error: unknown;
      readonly silent: boolean;
    };

/** The feed of a URL; undefined where the id is none of a URL. `changed` as FeedPorts has it. */
export type OpenUrlFeed = (
  track: TrackId,
  startMs: number,
  changed: () => void,
) => Feed | undefined;

interface Segment extends SegmentRequest {
  readonly serial: number;
  readonly continues: boolean;
  readonly feed: Feed;
  readonly gate: StartGate;
  readonly log: RungLog;
  /** Its segment record is in the ring. */
  begun: boolean;
  /** Its end record is. */
  closed: boolean;
  heard: boolean;
  /** Its last sample is out. */
  over: boolean;
}

export class Playback {
  readonly #sink: AudioSink;
  readonly #load: (track: TrackId) => TrackLoader;
  readonly #adaptation: Adaptation;
  readonly #levelsOf: LevelsOf;
  readonly #urlFeed: OpenUrlFeed | undefined;
  readonly #tell: (event: PlaybackEvent) => void;
  #current: Segment | undefined;
  #next: Segment | undefined;
  #lastSerial = 0;
  #rungChanges = 0;
  /** Since when the frame at the cursor is missing although a later one is at hand. */
  #holeSinceUs: number | undefined;
  readonly #clock: Clock;
  #unsubscribe: () => void;

  /** `tell` is called as things happen, from pump or an audio event. */
  constructor(
    ports: {
      readonly sink: AudioSink;
      readonly clock: Clock;
      readonly load: (track: TrackId) => TrackLoader;
      readonly adaptation: Adaptation;
      readonly levelsOf?: LevelsOf | undefined;
      readonly urlFeed?: OpenUrlFeed | undefined;
    },
    tell: (event: PlaybackEvent) => void,
  ) {
    const { sink } = ports;
    this.#sink = sink;
    this.#clock = ports.clock;
    this.#load = ports.load;
    this.#adaptation = ports.adaptation;
    this.#levelsOf = ports.levelsOf ?? ((_, own) => own);
    this.#urlFeed = ports.urlFeed;
    this.#tell = tell;
    this.#unsubscribe = sink.onEvent((event) => this.#heard(event));
  }

  /** Of the current segment; 0 for none. */
  get serial(): number {
    return this.#current?.serial ?? 0;
  }
  /** What is heard of the current segment, or was asked for first while nothing is. */
  get choice(): RungChoice | undefined {
    const segment = this.#current;
    if (segment === undefined) return undefined;
    const { feed, log } = segment;
    if (feed.format === undefined) return feed.firstChoice;
    const { skipFrames, rate } = feed.format;
    const samples = skipFrames + this.#playedFrames(segment, feed.format);
    return log.at(Math.floor((samples * usPerS) / rate / frameUs)) ?? feed.firstChoice;
  }
  /** Times that the rung changed within a track, since the start. */
  get rungChanges(): number {
    return this.#rungChanges;
  }
  get currentItem(): string | undefined {
    return this.#current?.itemId;
  }
  get nextItem(): string | undefined {
    return this.#next?.itemId;
  }
  /** Why nothing of the current segment comes just now. */
  get trouble(): string | undefined {
    return this.#current?.feed.trouble;
  }
  /** Fetched and not yet pushed, of the current segment. */
  get aheadUs(): number {
    return (this.#current?.feed.framesAhead ?? 0) * frameUs;
  }

  /** Where in its track the current segment is. */
  get positionMs(): number {
    return this.#placeMs("playedFrames");
  }

  /** What is left of the current segment; undefined while its length is not known, or there is none. */
  get leftUs(): number | undefined {
    const segment = this.#current;
    const format = segment?.feed.format;
    if (segment === undefined || format === undefined) return undefined;
    return ((format.totalFrames - this.#playedFrames(segment, format)) * usPerS) / format.rate;
  }

  /** The current segment is over, and the one that follows it has not been heard yet. */
  get isOver(): boolean {
    const segment = this.#current;
    if (segment === undefined) return false;
    // The audio thread may be further than its events.
    return segment.over || (segment.heard && this.#sink.status().serial > segment.serial);
  }

  /** Drops everything and begins here. */
  begin(request: SegmentRequest): void {
    this.stop();
    this.#current = this.#open(request, "play", chunksAheadMax);
    this.pump();
  }

  /** What follows the current segment; undefined for nothing. Cheap when it is that already. */
  follow(request: SegmentRequest | undefined): void {
    if (request?.itemId === this.#next?.itemId) return;
    const dropped = this.#next;
    dropped?.feed.close();
    this.#next =
      request === undefined ? undefined : this.#open(request, "prefetch", nextTrackChunks);
    if (dropped?.begun === true) this.#rebegin();
    this.pump();
  }

  stop(): void {
    const had = this.#current !== undefined;
    this.#current?.feed.close();
    this.#next?.feed.close();
    this.#current = undefined;
    this.#next = undefined;
    this.#holeSinceUs = undefined;
    if (had) this.#sink.flush();
  }

  close(): void {
    this.#unsubscribe();
    this.stop();
  }

  /** Tops the ring up. Called often: when frames come and every pumpInterval. */
  pump(): void {
    const failed = [this.#current, this.#next].find(
      (segment) => segment !== undefined && isLost(segment),
    );
    if (failed !== undefined) this.#drop(failed);
    if ((this.leftUs ?? Number.POSITIVE_INFINITY) <= nextTrackNearUs)
      this.#next?.feed.widen(nextTrackNearChunks);
    this.#current?.feed.tend();
    this.#next?.feed.tend();
    const segment = this.#pushing();
    if (segment === undefined || failed !== undefined) return;
    if (!segment.begun && !this.#beginSegment(segment)) return;
    if (this.#pushFrames(segment)) this.pump();
  }

  /** The segment whose records come next; undefined when all is pushed. */
  #pushing(): Segment | undefined {
    if (this.#current?.closed === false) return this.#current;
    return this.#next?.closed === false ? this.#next : undefined;
  }

  #beginSegment(segment: Segment): boolean {
    const { format, levels: own } = segment.feed;
    if (format === undefined || own === undefined) return false;
    const album = this.#levelsOf(segment.track, own);
    if (album === undefined) return false;
    const gains = { trackDb: gainDbOf(own), albumDb: gainDbOf(album) };
    segment.begun = this.#sink.segment({ serial: segment.serial, prerollUs, gains, ...format });
    return segment.begun;
  }

  /** True when the segment's end is in the ring, so that the next one may follow. */
  #pushFrames(segment: Segment): boolean {
    let bufferedUs = this.#sink.status().bufferedUs;
    while (bufferedUs < ringTargetUs) {
      const frame = segment.feed.peek();
      // What cannot be had any more ends the track where it is: better the next one than silence.
      if (
        frame.kind === "end" ||
        (frame.kind === "missing" && segment.feed.failure !== undefined)
      ) {
        segment.closed = this.#sink.end();
        return segment.closed;
      }
      if (frame.kind === "missing") {
        if (!this.#givesUp(segment, frame.later, bufferedUs) || !this.#sink.gap(1)) return false;
        segment.log.gap();
      } else {
        if (!this.#mayGo(segment, bufferedUs) || !this.#sink.frame(frame.packet)) return false;
        if (frame.choice !== undefined && segment.log.pushed(frame.choice)) this.#rungChanges += 1;
      }
      this.#holeSinceUs = undefined;
      segment.feed.advance();
      bufferedUs += frameUs;
    }
    return false;
  }

  /** The start rule, before it sounds and after it ran dry. */
  #mayGo({ gate, feed, heard: again }: Segment, bufferedUs: number): boolean {
    if (gate.isOpen) return true;
    const { secondsLeft, bytesPerS, hasHole: hole, failure, coming: next } = feed;
    const heldUs = bufferedUs + next.heldUs;
    const whole = failure !== undefined || next.heldUs >= secondsLeft * usPerS;
    const coming = { ...next, heldUs };
    const need = (): number =>
      feed.needUs ?? this.#adaptation.startNeedUs({ bytesPerS, secondsLeft, hole, again, coming });
    return gate.lets({ heldUs, whole }, need, this.#clock.nowUs());
  }

  /** I3. Repair gets the time until the ring is nearly dry, and never less than repairPatience. */
  #givesUp(segment: Segment, later: boolean, bufferedUs: number): boolean {
    // While sound waits for more than this frame, repair has time: a gap now would be heard alone.
    if (!later || !segment.gate.isOpen) return false;
    const nowUs = this.#clock.nowUs();
    this.#holeSinceUs ??= nowUs;
    return (
      segment.heard && bufferedUs <= giveUpRingUs && nowUs - this.#holeSinceUs >= repairPatienceUs
    );
  }

  #heard(event: AudioEvent): void {
    switch (event.kind) {
      case "first-sample":
        this.#started(event.serial, event.atUs);
        break;
      case "ended":
        this.#ended(event.serial, event.atUs);
        break;
      case "starving":
      case "fed":
        if (event.serial !== this.#current?.serial) break;
        if (event.kind === "starving") this.#current.gate.close();
        this.#tell({ kind: event.kind, atUs: event.atUs });
        break;
      case "device":
        break;
    }
  }

  #started(serial: number, atUs: number): void {
    if (serial === this.#next?.serial) {
      this.#current?.feed.close();
      this.#current = this.#next;
      this.#next = undefined;
      this.#current.feed.promote(chunksAheadMax);
    }
    const segment = this.#current;
    if (segment === undefined || segment.serial !== serial || segment.heard) return;
    segment.heard = true;
    this.#tell({
      kind: "started",
      itemId: segment.itemId,
      serial,
      atUs,
      continues: segment.continues,
    });
  }

  #ended(serial: number, atUs: number): void {
    const segment = this.#current;
    if (segment?.serial !== serial) return;
    segment.over = true;
    this.#tell({ kind: "ended", itemId: segment.itemId, serial, atUs });
    this.pump();
  }

  /** A segment that cannot be had leaves; the player decides what then. */
  #drop(segment: Segment): void {
    const silent = segment === this.#current || this.isOver;
    segment.feed.close();
    if (segment === this.#current) {
      this.#current = undefined;
      if (segment.begun) this.#sink.flush();
    } else {
      this.#next = undefined;
      if (segment.begun) this.#rebegin();
    }
    const { itemId, feed } = segment;
    this.#tell({ kind: "failed", itemId, error: feed.failure, silent });
  }

  /** The ring holds records of a segment that is not to follow any more: start the current one anew from where it is, unless it is over. */
  #rebegin(): void {
    const segment = this.#current;
    if (segment === undefined) return;
    const { itemId, track } = segment;
    const next = this.#next;
    const { isOver } = this;
    const startMs = this.#placeMs("keptFrames");
    const heardMs = startMs - this.positionMs;
    this.#sink.flush();
    if (isOver) return;
    this.#current = undefined;
    const again = {
      ...this.#open({ itemId, track, startMs }, "play", chunksAheadMax, segment.feed.handOver()),
      continues: true,
    };
    this.#current = again;
    this.#next = next;
    // The audio thread takes the hole for a pause between two segments.
    this.#clock.after(heardMs * usPerMs, () => {
      if (this.#current === again && !again.heard)
        this.#tell({ kind: "starving", atUs: this.#clock.nowUs() });
    });
  }

  #open(
    request: SegmentRequest,
    pace: "play" | "prefetch",
    chunksAhead: number,
    loader?: TrackLoader,
  ): Segment {
    this.#lastSerial += 1;
    const serial = this.#lastSerial;
    const { track, startMs } = request;
    const feed =
      this.#urlFeed?.(track, startMs, () => this.pump()) ??
      this.#trackFeed(serial, { ...request, pace, chunksAhead }, loader);
    return {
      ...request,
      serial,
      continues: false,
      feed,
      // What follows by itself joins on to what plays already.
      gate: new StartGate(pace === "prefetch"),
      log: new RungLog(),
      begun: false,
      closed: false,
      heard: false,
      over: false,
    };
  }

  #trackFeed(
    serial: number,
    { track, ...options }: SegmentRequest & ConstructorParameters<typeof TrackFeed>[1],
    loader = this.#load(track),
  ): TrackFeed {
    const ports = {
      loader,
      adaptation: this.#adaptation,
      nowUs: () => this.#clock.nowUs(),
      aheadUs: () => this.#aheadOf(serial),
      changed: () => this.pump(),
    };
    return new TrackFeed(ports, options);
  }

  /** Sound before the next frame that this segment will push. */
  #aheadOf(serial: number): number {
    const { bufferedUs } = this.#sink.status();
    const current = this.#current;
    // What was begun last is behind what plays, also while it is being opened.
    const isNext = current !== undefined && current.serial < serial && !current.closed;
    return isNext ? bufferedUs + current.feed.secondsLeft * usPerS : bufferedUs;
  }

  #placeMs(which: "playedFrames" | "keptFrames"): number {
    const segment = this.#current;
    if (segment === undefined) return 0;
    const { format } = segment.feed;
    if (format === undefined) return segment.startMs;
    const frames = this.#playedFrames(segment, format, which);
    return segment.startMs + Math.floor((frames * 1000) / format.rate);
  }

  /** `keptFrames`: those too that are heard even if it is flushed now. */
  #playedFrames(
    segment: Segment,
    format: FeedFormat,
    which: "playedFrames" | "keptFrames" = "playedFrames",
  ): number {
    const status = this.#sink.status();
    if (status.serial === segment.serial) return status[which];
    return this.isOver ? format.totalFrames : 0;
  }
}

/** It cannot be had, and nothing of it has sounded: what sounds already plays on as far as it goes. */
function isLost({ feed, heard }: Segment): boolean {
  return feed.failure !== undefined && !heard;
}
