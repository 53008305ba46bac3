/**
 * A sound output in virtual time: the real feed, engine and playout, stepped by
 * the simulated clock in place of a thread, over the model DAC.
 */
import { AudioFeed } from "../../src/audio/feed.ts";
import type { AudioEvent, AudioSink, AudioStatus, SegmentSpec } from "../../src/audio/model.ts";
import { Playout } from "../../src/audio/playout.ts";
import { type Capture, ModelDac } from "../../src/platform/model-dac.ts";
import type { Cancel, Clock } from "../../src/ports/clock.ts";
import { simDecoders } from "./sim-track.ts";

export interface SimAudioOptions {
  /** Rate error of the DAC, parts per million. */
  readonly ppm: number;
  readonly capture: Capture | undefined;
}

const rate = 48_000;

export class SimAudio implements AudioSink, AsyncDisposable {
  readonly #clock: Clock;
  readonly #feed = new AudioFeed();
  readonly #playout: Playout;
  readonly #listeners = new Set<(event: AudioEvent) => void>();
  #next: Cancel | undefined;
  #open = true;
  #bufferUs = 0;

  constructor(clock: Clock, { ppm, capture }: SimAudioOptions) {
    this.#clock = clock;
    const time = {
      nowUs: () => clock.nowUs(),
      sleepUs: (): never => {
        throw new Error("assertion failed: a simulated write never blocks");
      },
    };
    this.#playout = new Playout({
      memory: this.#feed.memory,
      target: { kind: "null", name: "", ppm },
      decoders: simDecoders,
      pcm: {
        open: () => new ModelDac({ device: "sim", ppm, time, startUs: clock.nowUs(), capture }),
      },
      nowUs: time.nowUs,
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
  setPaused(paused: boolean): void {
    this.#feed.setPaused(paused);
    this.#kick();
  }
  setVolume(level: number, muted: boolean): void {
    this.#feed.setVolume(level, muted);
  }

  status(): AudioStatus {
    const { bufferedUs, control } = this.#feed;
    const numbers = control.readStatus();
    return {
      ...numbers,
      bufferedUs,
      device: "sim",
      rate,
      bufferUs: this.#bufferUs,
      trouble: undefined,
      opusName: "sim",
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
    if (event.kind === "device") this.#bufferUs = event.bufferUs;
    this.#clock.after(0, () => {
      for (const listener of this.#listeners) listener(event);
    });
  }
}
