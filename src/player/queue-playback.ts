/**
 * The queue as sound: keeps Playback on the current item and on what follows it,
 * skips what cannot be had, and keeps the figures of the running play.
 *
 * It does what it is told and goes on by itself; whether music is to play at all
 * is the player's business.
 *
 * Invariants:
 *   I1  a track that cannot be had is skipped; when none of the queue can, it is over and says why
 *   I2  a track that nobody can give just now (`isMissing`) is passed over where something behind it can be played;
 *       where nothing can, it is waited for, and said
 *   I3  a play that was said to have started is said to have ended, once, before the next one starts
 */
import type { AudioSink } from "../audio/model.ts";
import { describeError } from "../base/errors.ts";
import type { TrackId } from "../media/track-id.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { Adaptation } from "./adaptation.ts";
import type { LevelsOf } from "./album-loudness.ts";
import { lookedForMax, nextTrackLeadUs } from "./limits.ts";
import type { PlayReport } from "./model.ts";
import { PlayMeter } from "./play-meter.ts";
import { type OpenUrlFeed, Playback, type PlaybackEvent } from "./playback.ts";
import type { EndReason, PlayerListener } from "./player-listener.ts";
import type { PlayQueue, QueueEntry } from "./queue.ts";
import type { RungChoice } from "./rung-rule.ts";
import type { TrackLoader } from "./track-loader.ts";

export interface QueuePlaybackPorts {
  readonly sink: AudioSink;
  readonly clock: Clock;
  readonly log: Log;
  readonly load: (track: TrackId) => TrackLoader;
  readonly adaptation: Adaptation;
  /** How loud the album of a track is (album-loudness.ts). */
  readonly levelsOf?: LevelsOf | undefined;
  /** None is played where it is absent. */
  readonly urlFeed?: OpenUrlFeed | undefined;
  /** No origin is there, and nobody in the house has all of it from there on. Never where it is absent. */
  readonly isMissing?: (track: TrackId, fromMs: number) => boolean;
}

export interface QueuePlaybackOwner {
  readonly listener: PlayerListener;
  /** Nothing of the queue is left to play. */
  readonly ranOut: () => void;
  /** It is meant to sound. */
  readonly plays: () => boolean;
}

export class QueuePlayback {
  readonly #ports: QueuePlaybackPorts;
  readonly #queue: PlayQueue;
  readonly #listener: PlayerListener;
  readonly #ranOut: () => void;
  readonly #plays: () => boolean;
  readonly #playback: Playback;
  readonly #meter = new PlayMeter();
  /** Where a play begins that is taken up after a stop or restart. */
  #resumeMs = 0;
  /** Serial of the segment that the latest command began. */
  #commandSerial = 0;
  #sounding = false;
  #trouble: string | undefined;
  /** What plays is the last of it; called at its end. */
  #endAfterTrack: (() => void) | undefined;
  readonly #failedItems = new Set<string>();
  /** Passed over because nobody has them just now. */
  readonly #passedOver = new Set<string>();

  constructor(
    ports: QueuePlaybackPorts,
    queue: PlayQueue,
    { listener, ranOut, plays }: QueuePlaybackOwner,
  ) {
    this.#ports = ports;
    this.#queue = queue;
    this.#listener = listener;
    this.#ranOut = ranOut;
    this.#plays = plays;
    this.#playback = new Playback(ports, (event) => this.#onPlayback(event));
  }

  /** Music is meant to sound and does not yet, or not just now. */
  get isBuffering(): boolean {
    return this.#meter.isStarting || this.#meter.isStarving || !this.#sounding;
  }
  /** A play is under way that can go on where it stands. */
  get isBegun(): boolean {
    return this.#sounding || this.#playback.currentItem !== undefined;
  }
  get sounding(): boolean {
    return this.#sounding;
  }
  /** The rung that is heard, and why. */
  get choice(): RungChoice | undefined {
    return this.#playback.choice;
  }
  get rungChanges(): number {
    return this.#playback.rungChanges;
  }
  get positionMs(): number {
    return this.#playback.currentItem === undefined ? this.#resumeMs : this.#playback.positionMs;
  }
  /** Fetched ahead of the ring, microseconds. */
  get aheadUs(): number {
    return this.#playback.aheadUs;
  }
  get trouble(): string | undefined {
    const trouble = this.#trouble ?? this.#playback.trouble;
    if (trouble !== undefined || this.#passedOver.size === 0) return trouble;
    const count =
      this.#passedOver.size === 1 ? "1 track was" : `${this.#passedOver.size} tracks were`;
    return `${count} passed over: nobody in the house has them, and no origin is there`;
  }
  get plays(): number {
    return this.#meter.plays;
  }
  get stalls(): number {
    return this.#meter.totalStalls;
  }
  report(): PlayReport {
    return this.#meter.report(this.#ports.clock.nowUs(), this.#ports.sink.status());
  }

  /** By command, from there: a play of its own, or from another place within the one that sounds. */
  begin(entry: QueueEntry, startMs: number): void {
    this.#meter.accepted(this.#ports.clock.nowUs(), this.#ports.sink.status());
    this.#open(entry, startMs);
    this.#commandSerial = this.#playback.serial;
  }

  /** Goes on where it stood still; from the place that was sought since, where there is one. */
  takeUp(entry: QueueEntry): void {
    if (this.#playback.currentItem === undefined) this.begin(entry, this.#resumeMs);
  }

  /** Nothing is at hand any more; the next play begins there unless it says otherwise. */
  standAt(positionMs: number): void {
    this.#playback.stop();
    this.#resumeMs = positionMs;
  }

  endPlay(reason: EndReason): void {
    if (!this.#sounding) return;
    this.#sounding = false;
    this.#listener.playEnded(reason);
  }

  /** What failed before may be tried again: someone asked. */
  forgive(): void {
    this.#failedItems.clear();
    this.#passedOver.clear();
    this.#trouble = undefined;
  }

  pump(): void {
    this.#playback.pump();
    this.#lookForMissing();
    this.arrangeNext();
  }

  /** An origin is there again: what was passed over can be had at its next turn. */
  originCame(): void {
    this.#passedOver.clear();
    if (this.#trouble === missingText) this.#trouble = undefined;
  }

  /** Opens what follows once the current track is near its end, and keeps up with the queue from then on. */
  arrangeNext(): void {
    const { leftUs, nextItem, isOver } = this.#playback;
    if (leftUs === undefined || (leftUs > nextTrackLeadUs && nextItem === undefined)) return;
    const following = this.#endAfterTrack !== undefined ? undefined : this.#queue.following;
    const passes =
      following === undefined ||
      this.#failedItems.has(following.id) ||
      (following.id !== nextItem && this.#isMissing(following));
    const wanted = passes ? undefined : following;
    if (isOver) {
      if (nextItem !== undefined && nextItem === wanted?.id) return;
      // What was to follow is not wanted any more, and there is no sound left to prepare another behind.
      this.endPlay("finished");
      this.#goOn();
      this.#listener.changed(["player", "queue"]);
      return;
    }
    this.#playback.follow(
      wanted === undefined ? undefined : { itemId: wanted.id, track: wanted.track, startMs: 0 },
    );
  }

  /** As if nothing followed. `ended` is called once the track is over; undefined: the queue goes on. */
  endAfterTrack(ended: (() => void) | undefined): void {
    this.#endAfterTrack = ended;
    this.arrangeNext();
  }

  close(): void {
    this.#playback.close();
  }

  /** I2. What has sounded already is never left: it waits where it stands, and says so. */
  #lookForMissing(): void {
    const entry = this.#queue.current;
    if (entry === undefined || this.#playback.currentItem !== entry.id) return;
    const waits = !this.#sounding || this.#meter.isStarving;
    const isMissing = waits && this.#isMissing(entry, this.positionMs);
    if (isMissing && !this.#sounding && this.#nextAtHand() !== undefined) {
      this.#goOn();
      this.#listener.changed(["player", "queue"]);
    } else this.#sayMissing(isMissing);
  }

  #sayMissing(isMissing: boolean): void {
    if (isMissing === (this.#trouble === missingText)) return;
    this.#trouble = isMissing ? missingText : undefined;
    this.#listener.changed(["player", "system"]);
  }

  #isMissing({ track }: QueueEntry, fromMs = 0): boolean {
    return this.#ports.isMissing?.(track, fromMs) === true;
  }

  /** The next item behind the current one that can be played now. */
  #nextAtHand(): QueueEntry | undefined {
    const { entries, index, repeat } = this.#queue;
    if (repeat === "one") return undefined;
    const behind = entries.slice(index + 1, index + 1 + lookedForMax);
    const before = repeat === "all" ? entries.slice(0, Math.min(index, lookedForMax)) : [];
    return [...behind, ...before].find(
      (entry) => !this.#failedItems.has(entry.id) && !this.#isMissing(entry),
    );
  }

  #open(entry: QueueEntry, startMs: number): void {
    this.#resumeMs = startMs;
    this.#playback.begin({ itemId: entry.id, track: entry.track, startMs });
  }

  #onPlayback(event: PlaybackEvent): void {
    switch (event.kind) {
      case "started":
        this.#onStarted(event);
        break;
      case "ended":
        this.#onEnded();
        break;
      case "starving":
        if (this.#plays()) this.#meter.starving(event.atUs);
        break;
      case "fed":
        this.#meter.fed(event.atUs);
        break;
      case "failed":
        this.#onFailed(event);
        break;
    }
    this.#listener.changed(["player"]);
  }

  #onStarted(event: Extract<PlaybackEvent, { kind: "started" }>): void {
    this.#meter.fed(event.atUs);
    const byCommand = event.serial === this.#commandSerial;
    this.#meter.firstSample(event.atUs);
    // A seek or a queue edit goes on with the play that is sounding.
    if (this.#sounding && (byCommand || event.continues)) return;
    if (!byCommand && this.#queue.current?.id !== event.itemId) this.#queue.advance();
    const entry = this.#queue.current;
    const rung = this.#playback.choice?.rung;
    this.#sounding = true;
    this.#trouble = undefined;
    this.#meter.trackStarted();
    if (entry !== undefined && rung !== undefined) this.#listener.playStarted(entry.track, rung);
    this.#listener.save("soon");
    this.#listener.changed(["queue"]);
  }

  /** A track is over. The next one follows by itself when it was arranged; else it begins now, or all is over. */
  #onEnded(): void {
    this.endPlay("finished");
    if (this.#playback.nextItem !== undefined) return;
    this.#goOn();
  }

  #onFailed({ itemId, error, silent }: Extract<PlaybackEvent, { kind: "failed" }>): void {
    this.#ports.log.warn("track-failed", { reason: describeError(error) });
    this.#failedItems.add(itemId);
    if (!silent) return;
    this.#trouble = describeError(error);
    this.endPlay("failed");
    this.#goOn();
  }

  /** I1, I2: to the next item that has not failed and can be had, or to an end. */
  #goOn(): void {
    const ended = this.#endAfterTrack;
    if (ended !== undefined) {
      this.#endAfterTrack = undefined;
      if (this.#queue.repeat !== "one") this.#queue.advance();
      this.standAt(0);
      this.#ranOut();
      ended();
      return;
    }
    const atHand = this.#nextAtHand();
    const { current } = this.#queue;
    if (!this.#sounding && current !== undefined && this.#isMissing(current, this.#resumeMs))
      this.#passOver(current);
    for (let left = this.#queue.entries.length; left > 0; left--) {
      const entry = this.#queue.advance();
      if (entry === undefined) break;
      if (this.#failedItems.has(entry.id)) continue;
      if (atHand !== undefined && entry.id !== atHand.id && this.#isMissing(entry)) {
        this.#passOver(entry);
        continue;
      }
      this.#open(entry, 0);
      return;
    }
    this.standAt(0);
    this.#ranOut();
  }

  #passOver({ id, track }: QueueEntry): void {
    if (this.#passedOver.has(id)) return;
    this.#passedOver.add(id);
    this.#ports.log.info("track-passed-over", { track });
  }
}

const missingText =
  "nobody in the house has what is to play now, and no origin is there; it plays once one is";
