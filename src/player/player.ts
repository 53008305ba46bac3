/**
 * The player: what people told it to do, the queue, and how they become sound.
 *
 * It owns intent (playing, paused, stopped), queue, volume and the running
 * play's figures, and drives Playback. It knows no protocol and no network.
 *
 * Invariants:
 *   I1  while intent is "playing" and the queue is not empty, Playback has a current segment
 *   I2  trouble with the network never changes intent, queue, place or volume
 *   I3  a track that cannot be had is skipped; when none of the queue can, it stops and says why
 */
import type { AudioSink } from "../audio/model.ts";
import { describeError } from "../base/errors.ts";
import type { RungName } from "../media/rung.ts";
import type { TrackId } from "../media/track-id.ts";
import type { Cancel, Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import { nextTrackLeadUs, positionSaveUs, pumpIntervalUs, restartAfterMs } from "./limits.ts";
import type { PlayReport, PlayState, Topic } from "./model.ts";
import { PlayMeter } from "./play-meter.ts";
import { Playback, type PlaybackEvent } from "./playback.ts";
import type { CurrentFate, PlayQueue, QueueEntry } from "./queue.ts";
import type { SavedState } from "./saved-state.ts";
import type { TrackLoader } from "./track-loader.ts";

export type EndReason = "finished" | "skipped" | "stopped" | "replaced" | "failed";

export interface PlayerPorts {
  readonly sink: AudioSink;
  readonly clock: Clock;
  readonly log: Log;
  readonly load: (track: TrackId) => TrackLoader;
  /** Duration of a track in milliseconds; undefined while it is unknown. */
  readonly durationMs: (track: TrackId) => number | undefined;
}

/** Told as it happens; none may call back into the player. */
export interface PlayerListener {
  changed(topics: readonly Topic[]): void;
  /** A play of a track began to sound, or ended: for the play log. */
  playStarted(track: TrackId, rung: RungName): void;
  playEnded(reason: EndReason): void;
  /** Called about ten times a second while something plays. */
  playProgress(): void;
  /** The state is worth saving: at once, or with the next change of its kind. */
  save(when: "now" | "soon"): void;
}

export class Player {
  readonly queue: PlayQueue;
  readonly #ports: PlayerPorts;
  readonly #listener: PlayerListener;
  readonly #playback: Playback;
  readonly #meter = new PlayMeter();
  #intent: "playing" | "paused" | "stopped" = "stopped";
  #volume = 30;
  #muted = false;
  /** Where a play begins that is resumed after a stop or restart. */
  #resumeMs = 0;
  /** Serial of the segment that the latest command began. */
  #commandSerial = 0;
  #sounding = false;
  #trouble: string | undefined;
  #savedUs = 0;
  readonly #failedItems = new Set<string>();
  #timer: Cancel | undefined;

  constructor(ports: PlayerPorts, queue: PlayQueue, listener: PlayerListener) {
    this.#ports = ports;
    this.queue = queue;
    this.#listener = listener;
    this.#playback = new Playback(ports, (event) => this.#onPlayback(event));
    this.#applyVolume();
  }

  get state(): PlayState {
    if (this.#intent !== "playing") return this.#intent;
    return this.#meter.isStarting || this.#meter.isStarving || !this.#sounding
      ? "buffering"
      : "playing";
  }
  get volume(): number {
    return this.#volume;
  }
  get muted(): boolean {
    return this.#muted;
  }
  get rung(): RungName | undefined {
    return this.#playback.rung;
  }
  get positionMs(): number {
    return this.#playback.currentItem === undefined ? this.#resumeMs : this.#playback.positionMs;
  }
  /** Fetched ahead of the ring, microseconds. */
  get aheadUs(): number {
    return this.#playback.aheadUs;
  }
  get trouble(): string | undefined {
    return this.#trouble;
  }
  get plays(): number {
    return this.#meter.plays;
  }
  get totalStalls(): number {
    return this.#meter.totalStalls;
  }
  report(): PlayReport {
    return this.#meter.report(this.#ports.clock.nowUs(), this.#ports.sink.status());
  }

  restore(state: SavedState): void {
    this.queue.load(state.queue);
    this.#resumeMs = state.positionMs;
    this.#volume = state.volume;
    this.#muted = state.muted;
    this.#intent = this.queue.current === undefined ? "stopped" : "paused";
    this.#applyVolume();
  }

  save(): SavedState {
    return {
      queue: this.queue.save(),
      positionMs: this.positionMs,
      volume: this.#volume,
      muted: this.#muted,
      playing: this.#intent === "playing",
    };
  }

  /** Plays the current item of the queue from `startMs`. `reason`: what ends the play before it. */
  playCurrent(startMs: number, reason: EndReason): void {
    const entry = this.queue.current;
    this.#endPlay(reason);
    this.#failedItems.clear();
    this.#trouble = undefined;
    if (entry === undefined) {
      this.#halt();
      return;
    }
    this.#meter.accepted(this.#ports.clock.nowUs(), this.#ports.sink.status());
    this.#intent = "playing";
    this.#ports.sink.setPaused(false);
    this.#begin(entry, startMs);
    this.#commandSerial = this.#playback.serial;
    this.#listener.save("soon");
    this.#listener.changed(["player", "queue"]);
  }

  /** False when there is nothing to play. */
  resume(): boolean {
    if (this.#intent === "playing") return true;
    if (this.queue.current === undefined) return false;
    const begun = this.#sounding || this.#playback.currentItem !== undefined;
    if (this.#intent === "paused" && begun) this.#unpause(this.queue.current);
    else this.playCurrent(this.#resumeMs, "replaced");
    return true;
  }

  pause(): void {
    if (this.#intent !== "playing") return;
    this.#intent = "paused";
    this.#ports.sink.setPaused(true);
    this.#listener.save("now");
    this.#listener.changed(["player"]);
  }

  stop(): void {
    this.#endPlay("stopped");
    this.#halt();
    this.#listener.save("now");
    this.#listener.changed(["player"]);
  }

  next(): void {
    if (this.queue.next() === undefined) this.stop();
    else this.playCurrent(0, "skipped");
  }

  previous(): void {
    if (this.positionMs < restartAfterMs) this.queue.previous();
    this.playCurrent(0, "skipped");
  }

  /** Beyond the end is the next track. */
  seek(positionMs: number): void {
    const entry = this.queue.current;
    if (entry === undefined) return;
    const durationMs = this.#ports.durationMs(entry.track);
    if (durationMs !== undefined && positionMs >= durationMs) {
      this.next();
      return;
    }
    const wasPaused = this.#intent !== "playing";
    if (wasPaused) {
      this.#resumeMs = positionMs;
      this.#playback.stop();
      this.#listener.save("soon");
      this.#listener.changed(["player"]);
    } else this.#seekPlaying(entry, positionMs);
  }

  setVolume(level: number): void {
    this.#volume = level;
    this.#applyVolume();
    this.#listener.save("soon");
    this.#listener.changed(["volume"]);
  }

  setMuted(muted: boolean): void {
    this.#muted = muted;
    this.#applyVolume();
    this.#listener.save("soon");
    this.#listener.changed(["volume"]);
  }

  /** The queue was edited: what that means for the item that plays. */
  queueChanged(current: CurrentFate): void {
    if (current === "next" && this.#intent === "playing") {
      this.playCurrent(0, "replaced");
      return;
    }
    if (current !== "kept" || this.queue.current === undefined) {
      this.#endPlay("replaced");
      this.#halt();
    }
    this.#arrangeNext();
    this.#listener.save("soon");
    this.#listener.changed(["queue", "player"]);
  }

  close(): void {
    this.#timer?.();
    this.#endPlay("stopped");
    this.#playback.close();
  }

  /** Goes on where it was paused, or at the place that was sought since: the same play. */
  #unpause(entry: QueueEntry): void {
    this.#intent = "playing";
    this.#ports.sink.setPaused(false);
    if (this.#playback.currentItem === undefined) this.#seekPlaying(entry, this.#resumeMs);
    this.#schedule();
    this.#listener.changed(["player"]);
  }

  #seekPlaying(entry: QueueEntry, positionMs: number): void {
    this.#meter.accepted(this.#ports.clock.nowUs(), this.#ports.sink.status());
    this.#begin(entry, positionMs);
    this.#commandSerial = this.#playback.serial;
    this.#listener.changed(["player"]);
  }

  #begin(entry: QueueEntry, startMs: number): void {
    this.#resumeMs = startMs;
    this.#playback.begin({ itemId: entry.id, track: entry.track, startMs });
    this.#schedule();
  }

  #halt(): void {
    this.#playback.stop();
    this.#intent = "stopped";
    this.#resumeMs = 0;
    this.#ports.sink.setPaused(false);
  }

  #endPlay(reason: EndReason): void {
    if (!this.#sounding) return;
    this.#sounding = false;
    this.#listener.playEnded(reason);
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
        this.#meter.starving(event.atUs);
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
    if (!byCommand && this.queue.current?.id !== event.itemId) this.queue.advance();
    const entry = this.queue.current;
    const rung = this.#playback.rung;
    this.#sounding = true;
    this.#trouble = undefined;
    this.#meter.trackStarted();
    if (entry !== undefined && rung !== undefined) this.#listener.playStarted(entry.track, rung);
    this.#listener.save("soon");
    this.#listener.changed(["queue"]);
  }

  /** A track is over. The next one follows by itself when it was arranged; else it begins now, or all is over. */
  #onEnded(): void {
    this.#endPlay("finished");
    if (this.#playback.nextItem !== undefined) return;
    this.#goOn();
  }

  #onFailed({ itemId, error, silent }: Extract<PlaybackEvent, { kind: "failed" }>): void {
    this.#ports.log.warn("track-failed", { reason: describeError(error) });
    this.#failedItems.add(itemId);
    if (!silent) return;
    this.#trouble = describeError(error);
    this.#endPlay("failed");
    this.#goOn();
  }

  /** I3: to the next item that has not failed, or to a stop. */
  #goOn(): void {
    for (let left = this.queue.entries.length; left > 0; left--) {
      const entry = this.queue.advance();
      if (entry === undefined) break;
      if (this.#failedItems.has(entry.id)) continue;
      this.#begin(entry, 0);
      return;
    }
    this.#halt();
    this.#listener.save("now");
    this.#listener.changed(["queue"]);
  }

  #schedule(): void {
    this.#timer ??= this.#ports.clock.after(pumpIntervalUs, () => {
      this.#timer = undefined;
      this.#tick();
    });
  }

  #tick(): void {
    if (this.#intent !== "playing") return;
    this.#playback.pump();
    this.#arrangeNext();
    if (this.#sounding) this.#listener.playProgress();
    const nowUs = this.#ports.clock.nowUs();
    if (nowUs - this.#savedUs >= positionSaveUs) {
      this.#savedUs = nowUs;
      this.#listener.save("now");
    }
    this.#schedule();
  }

  /** Opens what follows once the current track is near its end, and keeps up with the queue from then on. */
  #arrangeNext(): void {
    const { leftUs, nextItem, isOver } = this.#playback;
    if (leftUs === undefined || (leftUs > nextTrackLeadUs && nextItem === undefined)) return;
    const following = this.queue.following;
    const wanted =
      following === undefined || this.#failedItems.has(following.id) ? undefined : following;
    if (isOver) {
      if (nextItem !== undefined && nextItem === wanted?.id) return;
      // What was to follow is not wanted any more, and there is no sound left to prepare another behind.
      this.#endPlay("finished");
      this.#goOn();
      return;
    }
    this.#playback.follow(
      wanted === undefined ? undefined : { itemId: wanted.id, track: wanted.track, startMs: 0 },
    );
  }

  #applyVolume(): void {
    this.#ports.sink.setVolume(this.#volume, this.#muted);
  }
}
