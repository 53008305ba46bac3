/**
 * A sound output in virtual time: the real feed, engine and playout, stepped by
 * the simulated clock in place of a thread, over the model DAC.
 */
import { AudioFeed } from "../../src/audio/feed.ts";
import { closedInput, inputStatus } from "../../src/audio/input-status.ts";
import type {
  AudioEvent,
  AudioSink,
  AudioStatus,
  ClipSink,
  DeviceEvent,
  InputEvent,
  LoudnessMode,
  SegmentSpec,
  ToneSettings,
} from "../../src/audio/model.ts";
import { Playout, type PlayoutInput } from "../../src/audio/playout.ts";
import type { Cancel, Clock } from "../../src/ports/clock.ts";
import type { PcmDriver } from "../../src/ports/pcm.ts";
import { simDecoders } from "./sim-track.ts";

export interface SimAudioPorts {
  /** Of the audio thread. */
  readonly clock: Clock;
  /** Of the main thread, which hears of events. */
  readonly mainClock: Clock;
  readonly pcm: PcmDriver;
  readonly input?: PlayoutInput | undefined;
  /** False: what is lost is silence. */
  readonly concealment?: boolean | undefined;
}

export class SimAudio implements AudioSink, AsyncDisposable {
  readonly #clock: Clock;
  readonly #mainClock: Clock;
  readonly #feed = new AudioFeed();
  readonly #playout: Playout;
  readonly #listeners = new Set<(event: AudioEvent) => void>();
  #next: Cancel | undefined;
  #open = true;
  #device: DeviceEvent = {
    kind: "device",
    device: "sim",
    rate: 0,
    bufferUs: 0,
    trouble: "the card is opening",
    missingSinceUs: 0,
  };

  #input: InputEvent | undefined;

  constructor({ clock, mainClock, pcm, input, concealment }: SimAudioPorts) {
    this.#clock = clock;
    this.#mainClock = mainClock;
    this.#input = input === undefined ? undefined : closedInput(input.target);
    this.#playout = new Playout({
      memory: this.#feed.memory,
      target: { kind: "null", name: "", ppm: 0 },
      decoders: simDecoders,
      pcm,
      input,
      concealment,
      nowUs: () => clock.nowUs(),
      tell: (event) => this.#tell(event),
    });
    this.#step();
  }

  segment(spec: SegmentSpec): boolean {
    return this.#kicked(this.#feed.segment(spec));
  }
  frame(packet: Uint8Array): boolean {
    return this.#kicked(this.#feed.frame(packet));
  }
  gap(frames: number): boolean {
    return this.#kicked(this.#feed.gap(frames));
  }
  end(): boolean {
    return this.#kicked(this.#feed.end());
  }
  flush(): void {
    this.#feed.flush();
    this.#kick();
  }
  get clips(): ClipSink {
    const { clips } = this.#feed;
    return {
      segment: (spec) => this.#kicked(clips.segment(spec)),
      frame: (packet) => this.#kicked(clips.frame(packet)),
      end: () => this.#kicked(clips.end()),
      flush: () => {
        clips.flush();
        this.#kick();
      },
      setVolume: (level) => {
        clips.setVolume(level);
        this.#kick();
      },
    };
  }
  setPaused(paused: boolean): void {
    this.#feed.setPaused(paused);
    this.#kick();
  }
  setLive(live: boolean): void {
    this.#feed.setLive(live);
    this.#kick();
  }
  setVolume(level: number, muted: boolean): void {
    this.#feed.setVolume(level, muted);
    this.#kick();
  }
  setLoudness(mode: LoudnessMode): void {
    this.#feed.setLoudness(mode);
  }
  setTone(tone: ToneSettings): void {
    this.#feed.setTone(tone);
    this.#kick();
  }

  status(): AudioStatus {
    const { bufferedUs, control } = this.#feed;
    const { device, rate, bufferUs, trouble, missingSinceUs } = this.#device;
    const nowUs = this.#clock.nowUs();
    const numbers = control.readStatus();
    const input = this.#input === undefined ? undefined : inputStatus(this.#input, numbers);
    const heard = this.#feed.heardAt(nowUs, numbers);
    const { playedFrames, keptFrames, delayUs, droppedUs, segmentUs, peak } = heard;
    // Field by field: an object that is spread so large becomes a dictionary, and half of a story's time went into it.
    return {
      serial: numbers.serial,
      playedFrames,
      keptFrames,
      bufferedUs,
      delayUs,
      droppedUs,
      segmentUs,
      peak,
      underruns: numbers.underruns,
      playedUs: numbers.playedUs,
      concealedUs: numbers.concealedUs,
      device,
      rate,
      bufferUs,
      trouble,
      missingUs: missingSinceUs === undefined ? undefined : nowUs - missingSinceUs,
      opusName: "sim",
      input,
    };
  }

  onEvent(listener: (event: AudioEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#open) return;
    this.#open = false;
    this.#next?.();
    this.#playout[Symbol.dispose]();
  }

  #kicked(appended: boolean): boolean {
    this.#kick();
    return appended;
  }

  /** What a wake does to the thread: its sleep ends. Never within the caller's call. */
  #kick(): void {
    this.#schedule(0);
  }

  #step(): void {
    this.#next = undefined;
    if (this.#open) this.#schedule(this.#playout.step());
  }

  #schedule(delayUs: number): void {
    this.#next?.();
    this.#next = this.#clock.after(delayUs, () => this.#step());
  }

  /** Events cross from thread to thread: they arrive a moment later. */
  #tell(event: AudioEvent): void {
    this.#mainClock.after(0, () => {
      if (event.kind === "device") this.#device = event;
      if (event.kind === "input") this.#input = event;
      for (const listener of this.#listeners) listener(event);
    });
  }
}
