/**
 * The player: what people told it to do, and which source is heard: the queue, or
 * line-in in its place.
 *
 * It owns intent (playing, paused, stopped), the choice of the source and the
 * volume, and drives QueuePlayback and LineIn. It knows no protocol and no network.
 *
 * Invariants:
 *   I1  while intent is "playing", the queue is not empty and line-in is not chosen, a track is under way
 *   I2  trouble with the network or a device never changes intent, source, queue, place or volume; but what
 *       nobody can give is passed over where something behind it can be played
 *   I3  line-in leaves the queue where it stands
 */
import type { AudioEvent } from "../audio/model.ts";
import type { TrackId } from "../media/track-id.ts";
import type { Cancel } from "../ports/clock.ts";
import {
  calmPumpIntervalUs,
  calmRingUs,
  positionSaveUs,
  pumpIntervalUs,
  restartAfterMs,
} from "./limits.ts";
import { LineIn } from "./line-in.ts";
import type { PlayReport, PlayState } from "./model.ts";
import type { EndReason, PlayerListener } from "./player-listener.ts";
import { type Quality, type QualitySetting, type SourceKind, sourceKinds } from "./quality.ts";
import type { CurrentFate, PlayQueue } from "./queue.ts";
import { QueuePlayback, type QueuePlaybackPorts } from "./queue-playback.ts";
import type { RungChoice } from "./rung-rule.ts";
import type { SavedState } from "./saved-state.ts";
import { VolumeControl } from "./sound/volume-control.ts";

export interface PlayerPorts extends QueuePlaybackPorts {
  /** Duration of a track in milliseconds; undefined while it is unknown. */
  readonly durationMs: (track: TrackId) => number | undefined;
  /** It has neither places nor an end: a station. Nothing is, where it is absent. */
  readonly isLive?: (track: TrackId) => boolean;
}

export class Player {
  readonly queue: PlayQueue;
  readonly #ports: PlayerPorts;
  readonly #listener: PlayerListener;
  readonly #music: QueuePlayback;
  readonly #lineIn: LineIn;
  readonly #unsubscribe: () => void;
  #intent: "playing" | "paused" | "stopped" = "stopped";
  /** How loud it is, and how it gets there. */
  readonly loudness: VolumeControl;
  #savedUs = 0;
  #timer: Cancel | undefined;

  constructor(ports: PlayerPorts, queue: PlayQueue, listener: PlayerListener) {
    this.#ports = ports;
    this.queue = queue;
    this.#listener = listener;
    this.#music = new QueuePlayback(ports, queue, {
      ...{ listener, ranOut: () => this.#ranOut(), plays: () => this.playsMusic },
    });
    this.#lineIn = new LineIn(ports.sink);
    this.loudness = new VolumeControl(ports.sink, ports.clock, () => this.state === "playing");
    this.#unsubscribe = ports.sink.onEvent((event) => this.#heard(event));
  }

  get state(): PlayState {
    if (this.#intent !== "playing") return this.#intent;
    if (this.#ports.sink.status().missingUs !== undefined) return "buffering";
    const waits = this.#lineIn.chosen ? !this.#lineIn.sounding : this.#music.isBuffering;
    return waits ? "buffering" : "playing";
  }
  get volume(): number {
    return this.loudness.target;
  }
  get muted(): boolean {
    return this.loudness.muted;
  }
  /** What is current in the queue is a station. */
  get isLive(): boolean {
    const { current } = this.queue;
    return current !== undefined && this.#ports.isLive?.(current.track) === true;
  }
  /** Line-in is heard, or would be, in place of the queue. */
  get isLineIn(): boolean {
    return this.#lineIn.chosen;
  }
  get hasLineIn(): boolean {
    return this.#lineIn.exists;
  }
  /** The rung that is heard, and why it is that one. */
  get choice(): RungChoice | undefined {
    return this.#lineIn.chosen ? undefined : this.#music.choice;
  }
  get rungChanges(): number {
    return this.#music.rungChanges;
  }
  get positionMs(): number {
    return this.#lineIn.chosen ? this.#lineIn.positionMs : this.#music.positionMs;
  }
  /** The music's, also while line-in is heard. */
  get musicMs(): number {
    return this.#music.positionMs;
  }
  get playsMusic(): boolean {
    return this.#intent === "playing" && !this.#lineIn.chosen;
  }
  /** Fetched ahead of the ring, microseconds. */
  get aheadUs(): number {
    return this.#music.aheadUs;
  }
  get trouble(): string | undefined {
    return this.#lineIn.chosen ? undefined : this.#music.trouble;
  }
  get plays(): number {
    return this.#music.plays;
  }
  get totalStalls(): number {
    return this.#music.stalls + this.#lineIn.stalls;
  }
  report(): PlayReport {
    return this.#lineIn.chosen
      ? this.#lineIn.report(this.#ports.clock.nowUs())
      : this.#music.report();
  }

  /** Nothing sounds by itself after a restart: what played is paused, line-in too. */
  restore(state: SavedState): void {
    this.queue.load(state.queue);
    this.#music.standAt(state.positionMs);
    this.loudness.restore(state.volume, state.muted);
    if (state.quality !== undefined) this.#ports.adaptation.quality = state.quality;
    if (state.lineIn && this.#lineIn.exists) this.#lineIn.choose();
    const idle = this.queue.current === undefined && !this.#lineIn.chosen;
    this.#intent = idle ? "stopped" : "paused";
  }

  save(): SavedState {
    return {
      queue: this.queue.save(),
      positionMs: this.#music.positionMs,
      volume: this.volume,
      muted: this.muted,
      quality: this.quality,
      playing: this.#intent === "playing",
      lineIn: this.#lineIn.chosen,
    };
  }

  /** Plays the current item of the queue from `startMs`. `reason`: what ends the play before it. */
  playCurrent(startMs: number, reason: EndReason): void {
    const entry = this.queue.current;
    this.#music.endPlay(reason);
    this.#music.forgive();
    if (entry === undefined) {
      this.#halt();
      return;
    }
    this.#intent = "playing";
    this.#music.begin(entry, startMs);
    this.#hearMusic();
    this.#listener.save("soon");
    this.#listener.changed(["player", "queue"]);
  }

  /** Line-in in place of the queue, which stands still. False where there is none. */
  playLineIn(): boolean {
    if (!this.#lineIn.exists) return false;
    if (this.#lineIn.chosen && this.#intent === "playing") return true;
    this.#intent = "playing";
    if (!this.#lineIn.chosen) this.#lineIn.choose();
    this.#lineIn.play(this.#ports.clock.nowUs());
    this.#listener.save("soon");
    this.#listener.changed(["player"]);
    return true;
  }

  /** What was paused goes on; music takes the place of line-in that plays. False when there is nothing to play. */
  resume(): boolean {
    if (this.#lineIn.chosen && this.#intent !== "playing") return this.playLineIn();
    if (this.#intent === "playing" && !this.#lineIn.chosen) return true;
    const entry = this.queue.current;
    if (entry === undefined) return this.#lineIn.chosen;
    const goesOn = this.#intent !== "stopped" && this.#music.isBegun;
    if (!goesOn) {
      this.playCurrent(this.#music.positionMs, "replaced");
      return true;
    }
    this.#intent = "playing";
    this.#music.takeUp(entry);
    if (this.#lineIn.chosen) this.#listener.save("soon");
    this.#hearMusic();
    this.#listener.changed(["player"]);
    return true;
  }

  pause(): void {
    if (this.#intent !== "playing") return;
    this.#intent = "paused";
    if (this.#lineIn.chosen) this.#lineIn.pause();
    else {
      this.#ports.sink.setPaused(true);
      // A station goes on meanwhile: it is left, and met again where it is by then.
      if (this.isLive) {
        this.#music.endPlay("stopped");
        this.#music.standAt(0);
      }
    }
    this.#listener.save("now");
    this.#listener.changed(["player"]);
  }

  /** The queue begins anew after a stop of music; after one of line-in it goes on where it stood. */
  stop(): void {
    const placeMs = this.#lineIn.chosen ? this.#music.positionMs : 0;
    this.#music.endPlay("stopped");
    this.#halt(placeMs);
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
    if (this.#intent === "playing") {
      this.#music.begin(entry, positionMs);
      this.#schedule();
    } else {
      this.#music.standAt(positionMs);
      this.#listener.save("soon");
    }
    this.#listener.changed(["player"]);
  }

  setVolume(level: number): void {
    this.loudness.set(level);
    this.#listener.save("soon");
    this.#listener.changed(["volume"]);
  }

  setMuted(muted: boolean): void {
    this.loudness.mute(muted);
    this.#listener.save("soon");
    this.#listener.changed(["volume"]);
  }

  get quality(): QualitySetting {
    return this.#ports.adaptation.quality;
  }
  /** Heard from the next chunk on that is asked for; another codec from the next track on. */
  setQuality(quality: Quality, source: SourceKind | undefined): void {
    const { adaptation } = this.#ports;
    const kinds = source === undefined ? sourceKinds : [source];
    const changed = Object.fromEntries(kinds.map((kind) => [kind, quality]));
    adaptation.quality = { ...adaptation.quality, ...changed };
    this.#listener.save("soon");
    this.#listener.changed(["player"]);
  }

  /** The queue was edited: what that means for the item that plays. */
  queueChanged(current: CurrentFate): void {
    if (current === "next" && this.playsMusic) {
      this.playCurrent(0, "replaced");
      return;
    }
    if (current !== "kept" || this.queue.current === undefined) {
      this.#music.endPlay("replaced");
      if (this.#lineIn.chosen) this.#music.standAt(0);
      else this.#halt();
    }
    this.#music.arrangeNext();
    this.#listener.save("soon");
    this.#listener.changed(["queue", "player"]);
  }

  /** The queue and its current item are those of before: the music goes on there, or stands there. */
  takeBack({ positionMs, playing }: { positionMs: number; playing: boolean }): void {
    if (playing && !this.#lineIn.chosen) {
      this.playCurrent(positionMs, "replaced");
      return;
    }
    this.#music.endPlay("replaced");
    if (this.#lineIn.chosen) this.#music.standAt(positionMs);
    else {
      this.#halt(positionMs);
      if (this.queue.current !== undefined) this.#intent = "paused";
    }
    this.#listener.save("soon");
    this.#listener.changed(["queue", "player"]);
  }

  /** The track that plays is the last one, where `ended` is given: then the queue stands before the next. */
  endAfterTrack(ended: (() => void) | undefined): void {
    this.#music.endAfterTrack(ended);
  }

  /** An origin is there again. */
  originCame(): void {
    this.#music.originCame();
  }

  close(): void {
    this.#timer?.();
    this.loudness.close();
    this.#unsubscribe();
    this.#music.endPlay("stopped");
    this.#music.close();
  }

  /** After what is to be heard is in the ring: nothing else of it is heard then. */
  #hearMusic(): void {
    if (this.#lineIn.chosen) this.#lineIn.leave();
    this.#ports.sink.setPaused(false);
    // A new place needs looking after sooner than the old one did.
    this.#timer?.();
    this.#timer = undefined;
    this.#schedule();
  }

  #halt(placeMs = 0): void {
    this.#music.standAt(placeMs);
    if (this.#lineIn.chosen) this.#lineIn.leave();
    this.#intent = "stopped";
    this.#ports.sink.setPaused(false);
  }

  #ranOut(): void {
    if (!this.#lineIn.chosen) {
      this.#intent = "stopped";
      this.#ports.sink.setPaused(false);
    }
    this.#listener.save("now");
    this.#listener.changed(["queue"]);
  }

  #heard(event: AudioEvent): void {
    if (event.kind !== "live-started" && event.kind !== "live-stopped") return;
    const playing = this.#lineIn.chosen && this.#intent === "playing";
    this.#lineIn.heard(event.kind, event.atUs, playing);
    this.#listener.changed(["player"]);
  }

  #schedule(): void {
    const calm = this.#ports.sink.status().bufferedUs >= calmRingUs;
    this.#timer ??= this.#ports.clock.after(calm ? calmPumpIntervalUs : pumpIntervalUs, () => {
      this.#timer = undefined;
      this.#tick();
    });
  }

  #tick(): void {
    if (!this.playsMusic) return;
    this.#music.pump();
    if (this.#music.sounding) this.#listener.playProgress();
    const nowUs = this.#ports.clock.nowUs();
    if (nowUs - this.#savedUs >= positionSaveUs) {
      this.#savedUs = nowUs;
      this.#listener.save("now");
    }
    this.#schedule();
  }
}
