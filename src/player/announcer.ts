/**
 * Says things over the music, one after the other: hands the clips of a message
 * to the second voice of the sound (audio/clip-voice.ts), a ringful at a time.
 *
 * It neither makes clips nor decides who may be heard.
 *
 * Invariants:
 *   I1  one message at a time, in the order in which they came; one that repeats goes on until it is stopped
 *   I2  each message settles once: true when its last sample was handed to the output
 *   I3  what could not be said in time is dropped: nobody wants to hear it later
 * Bounds: announcementsMax messages, announcementSecondsMax seconds each.
 */
import { type Clip, clipSeconds } from "../audio/clip.ts";
import type { AudioEvent, AudioSink } from "../audio/model.ts";
import { usPerS } from "../base/units.ts";
import type { Cancel, Clock } from "../ports/clock.ts";
import {
  announcementPatienceUs,
  announcementSecondsMax,
  announcementsMax,
  clipPumpUs,
} from "./limits.ts";

export interface Message {
  readonly clips: readonly Clip[];
  /** Perceptual, 0…100; asked again when its turn has come. */
  readonly level: () => number;
  /** Over and over, until it is stopped. */
  readonly repeats?: boolean;
}

export interface Said {
  /** Resolves with true when it was said, false when it was dropped or stopped. */
  readonly done: Promise<boolean>;
  /** Ends it, softly, or takes it off the list. Safe to call twice. */
  stop(): void;
  /** A new level for it; nothing while it waits for its turn. */
  setLevel(level: number): void;
}

interface Waiting extends Message {
  readonly settle: (said: boolean) => void;
  readonly patience: Cancel;
}

interface Running {
  readonly message: Waiting;
  clip: number;
  packet: number;
  /** The segment of the clip is in the ring. */
  begun: boolean;
  /** Of the last clip, once all of it is in the ring. */
  lastSerial: number | undefined;
}

export class Announcer {
  readonly #sink: AudioSink;
  readonly #clock: Clock;
  readonly #waiting: Waiting[] = [];
  readonly #unsubscribe: () => void;
  #running: Running | undefined;
  #serial = 0;
  #timer: Cancel | undefined;

  constructor(sink: AudioSink, clock: Clock) {
    this.#sink = sink;
    this.#clock = clock;
    this.#unsubscribe = sink.onEvent((event) => this.#heard(event));
  }

  get isSpeaking(): boolean {
    return this.#running !== undefined;
  }

  /** Undefined where too much is to be said already, it is too long, or there is nothing in it. */
  say(message: Message): Said | undefined {
    const seconds = message.clips.reduce((sum, clip) => sum + clipSeconds(clip), 0);
    const count = this.#waiting.length + (this.#running === undefined ? 0 : 1);
    if (count >= announcementsMax) return undefined;
    if (seconds === 0 || seconds > announcementSecondsMax) return undefined;
    let settle = (_said: boolean): void => undefined;
    const done = new Promise<boolean>((resolve) => {
      settle = resolve;
    });
    const patienceUs = announcementPatienceUs + seconds * usPerS;
    const patience = message.repeats
      ? () => undefined
      : this.#clock.after(patienceUs, () => this.#stop(waiting));
    const waiting: Waiting = { ...message, settle, patience };
    this.#waiting.push(waiting);
    this.#pump();
    return {
      done,
      stop: () => this.#stop(waiting),
      setLevel: (level) => {
        if (this.#running?.message === waiting) this.#sink.clips.setVolume(level);
      },
    };
  }

  /** Drops all that is said or waits. */
  silence(): void {
    for (const waiting of [...this.#waiting]) this.#stop(waiting);
    if (this.#running !== undefined) this.#stop(this.#running.message);
  }

  close(): void {
    this.silence();
    this.#timer?.();
    this.#unsubscribe();
  }

  #stop(message: Waiting): void {
    const at = this.#waiting.indexOf(message);
    if (at >= 0) this.#waiting.splice(at, 1);
    else if (this.#running?.message !== message) return;
    else {
      this.#running = undefined;
      this.#sink.clips.flush();
    }
    this.#settle(message, false);
    this.#pump();
  }

  #settle({ settle, patience }: Waiting, said: boolean): void {
    patience();
    settle(said);
  }

  #heard(event: AudioEvent): void {
    const running = this.#running;
    if (event.kind !== "clip-ended" || running?.lastSerial !== event.serial) return;
    this.#running = undefined;
    this.#settle(running.message, true);
    this.#pump();
  }

  #pump(): void {
    this.#timer?.();
    this.#timer = undefined;
    this.#running ??= this.#begin();
    const running = this.#running;
    if (running === undefined || running.lastSerial !== undefined) return;
    while (this.#giveOne(running));
    if (running.lastSerial !== undefined) return;
    this.#timer = this.#clock.after(clipPumpUs, () => this.#pump());
  }

  #begin(): Running | undefined {
    const message = this.#waiting.shift();
    if (message === undefined) return undefined;
    this.#sink.clips.setVolume(message.level());
    return { message, clip: 0, packet: 0, begun: false, lastSerial: undefined };
  }

  /** One more record into the ring; false when it is full or all is there. */
  #giveOne(running: Running): boolean {
    const { clips } = this.#sink;
    const clip = running.message.clips[running.clip];
    if (clip === undefined) return this.#giveNext(running);
    if (!running.begun) {
      const { packets, ...shape } = clip;
      const serial = this.#serial + 1;
      running.begun = clips.segment({ ...shape, serial, prerollUs: 0, fadeIn: false });
      if (running.begun) this.#serial = serial;
      return running.begun && packets.length > 0;
    }
    const packet = clip.packets[running.packet];
    if (packet !== undefined) {
      const given = clips.frame(packet);
      if (given) running.packet += 1;
      return given;
    }
    if (!clips.end()) return false;
    running.clip += 1;
    running.packet = 0;
    running.begun = false;
    return true;
  }

  /** Behind the last clip. */
  #giveNext(running: Running): boolean {
    if (running.message.repeats) {
      running.clip = 0;
      return running.message.clips.length > 0;
    }
    running.lastSerial = this.#serial;
    return false;
  }
}
