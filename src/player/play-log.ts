/**
 * Writes down what was played: an event when a play begins to sound, one when it
 * counts, one at its end. Artists are paid by them, so each is durable before
 * the next of the same play is written.
 */
import { toHex } from "../base/bytes.ts";
import { describeError } from "../base/errors.ts";
import { usPerMs } from "../base/units.ts";
import type { KnownTime } from "../household/house-time.ts";
import { type RungName, rungs } from "../media/rung.ts";
import type { TrackId } from "../media/track-id.ts";
import type { Clock } from "../ports/clock.ts";
import type { Entropy } from "../ports/entropy.ts";
import type { Log } from "../ports/log.ts";
import type { PlayEvent } from "../wire/play-event.ts";
import { countedPlayMs } from "./limits.ts";
import type { EndReason } from "./player-listener.ts";
import type { LoadCounters } from "./track-loader.ts";

/** The event spool as the play log sees it (storage/event-spool.ts). */
export interface EventSink {
  append(event: PlayEvent): Promise<number>;
}

export interface PlayLogPorts {
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly log: Log;
  readonly spool: EventSink;
  readonly counters: Readonly<LoadCounters>;
  /**
   * Music handed to the output since the start, what of it is of the segment that goes out now, and what is
   * not heard if it is cut off now; microseconds.
   */
  readonly sound: () => {
    readonly playedUs: number;
    readonly segmentUs: number;
    readonly droppedUs: number;
  };
  /** Called after each event that was written: there is something to deliver. */
  readonly written: () => void;
  /** Wall time, as far as it is known (time-keeper.ts). */
  readonly time: { readonly boot: string | undefined; now(): KnownTime };
}

interface OpenPlay {
  readonly playId: string;
  readonly track: TrackId;
  readonly rung: RungName;
  readonly playedFromUs: number;
  readonly cacheFrom: number;
  readonly peerFrom: number;
  readonly originFrom: number;
  counted: boolean;
}

const playIdBytes = 16;

export class PlayLog {
  readonly #ports: PlayLogPorts;
  #open: OpenPlay | undefined;
  /** The last event, where it was written before the time was known. */
  #undated: PlayEvent | undefined;

  constructor(ports: PlayLogPorts) {
    this.#ports = ports;
  }

  /** What is heard; undefined while nothing is. */
  get track(): TrackId | undefined {
    return this.#open?.track;
  }

  started(track: TrackId, rung: RungName): void {
    const { entropy, counters, sound } = this.#ports;
    const { playedUs, segmentUs } = sound();
    this.#open = {
      playId: toHex(entropy.bytes(playIdBytes)),
      track,
      rung,
      // The output has some of it by the time that its start is told.
      playedFromUs: playedUs - segmentUs,
      cacheFrom: counters.cacheBytes,
      peerFrom: counters.peerBytes,
      originFrom: counters.originBytes,
      counted: false,
    };
    this.#write(this.#open, "start", "none");
  }

  /** To be called while it plays: writes the checkpoint when the play counts. */
  progress(): void {
    const play = this.#open;
    if (play === undefined || play.counted || this.#playedMs(play, "none") < countedPlayMs) return;
    play.counted = true;
    this.#write(play, "checkpoint", "none");
  }

  /** How much of it was heard, milliseconds. */
  ended(reason: EndReason): number {
    const play = this.#open;
    if (play === undefined) return 0;
    this.#open = undefined;
    this.#write(play, "end", reason);
    return this.#playedMs(play, reason);
  }

  /**
   * The time is known now. A play that was over before says its end once more, with its time: in case that no
   * other of this boot tells.
   */
  date(): void {
    const undated = this.#undated;
    const { clock, time } = this.#ports;
    const { wallMs, trusted } = time.now();
    if (undated?.kind !== "end" || !trusted) return;
    const agoMs = Math.floor(clock.nowUs() / usPerMs) - undated.monotonicMs;
    this.#append({ ...undated, wallMs: wallMs - agoMs, wallTrusted: true });
  }

  #playedMs({ playedFromUs }: OpenPlay, reason: PlayEvent["reason"]): number {
    const { playedUs, segmentUs, droppedUs } = this.#ports.sound();
    // What came to its end is heard to its end: nobody takes it back. What goes out by then is the next one's.
    const heardUs = playedUs - (reason === "finished" ? segmentUs : droppedUs);
    return Math.max(0, Math.round((heardUs - playedFromUs) / usPerMs));
  }

  #write(play: OpenPlay, kind: PlayEvent["kind"], reason: PlayEvent["reason"]): void {
    const { clock, counters, time } = this.#ports;
    const { wallMs, trusted } = time.now();
    const event: PlayEvent = {
      kind,
      reason,
      playId: play.playId,
      track: play.track,
      rung: rungs[play.rung].code,
      wallMs,
      wallTrusted: trusted,
      monotonicMs: Math.floor(clock.nowUs() / usPerMs),
      ...(time.boot === undefined ? {} : { boot: time.boot }),
      playedMs: this.#playedMs(play, reason),
      bytes: {
        cache: counters.cacheBytes - play.cacheFrom,
        peer: counters.peerBytes - play.peerFrom,
        origin: counters.originBytes - play.originFrom,
      },
    };
    this.#append(event);
  }

  /** The music goes on whatever the card does; the spool keeps the order. */
  #append(event: PlayEvent): void {
    const { spool, log, written } = this.#ports;
    this.#undated = event.wallTrusted ? undefined : event;
    spool.append(event).then(written, (error: unknown) => {
      log.error("play-event-not-written", { why: describeError(error) });
    });
  }
}
