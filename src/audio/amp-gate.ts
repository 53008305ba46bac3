/**
 * Keeps an amplifier off while there is nothing to hear: lies over the sound output,
 * turns the amplifier on and lets it settle before anything sounds, and off again
 * after a while of silence (docs/HARDWARE.md).
 *
 * It holds sound back as a pause does: nothing of a track is lost, and what waits is
 * heard `settleUs` later, once after each silence.
 *
 * Invariants:
 *   I1  no sample of music, input or clip goes out before the amplifier was on for settleUs
 *   I2  it goes off idleUs after the last of them at the earliest, and before the output closes
 */
import type { Cancel, Clock } from "../ports/clock.ts";
import type {
  AudioEvent,
  AudioSink,
  AudioStatus,
  ClipSink,
  LoudnessMode,
  SegmentSpec,
  ToneSettings,
} from "./model.ts";

export interface AmplifierTimes {
  /** From on to ready. */
  readonly settleUs: number;
  /** From the last sound to off: longer than an output holds samples. */
  readonly idleUs: number;
}

export class AmpGate implements AudioSink, AsyncDisposable {
  readonly clips: ClipSink;
  readonly #sink: AudioSink & AsyncDisposable;
  readonly #clock: Clock;
  readonly #turn: (on: boolean) => void;
  readonly #times: AmplifierTimes;
  readonly #unsubscribe: () => void;
  #amplifier: "off" | "settling" | "on" = "off";
  #timer: Cancel | undefined;
  #idleTimer: Cancel | undefined;
  #paused = false;
  #live = false;
  /** Serials of what was given and has not ended. */
  readonly #segments = new Set<number>();
  readonly #clipSegments = new Set<number>();
  #closed = false;

  constructor(
    sink: AudioSink & AsyncDisposable,
    clock: Clock,
    turn: (on: boolean) => void,
    times: AmplifierTimes,
  ) {
    this.#sink = sink;
    this.#clock = clock;
    this.#turn = turn;
    this.#times = times;
    this.clips = this.#gatedClips();
    this.#unsubscribe = sink.onEvent((event) => this.#heard(event));
    this.#apply();
  }

  segment(spec: SegmentSpec): boolean {
    const taken = this.#sink.segment(spec);
    if (taken) this.#segments.add(spec.serial);
    this.#look();
    return taken;
  }
  frame(packet: Uint8Array): boolean {
    return this.#sink.frame(packet);
  }
  gap(frames: number): boolean {
    return this.#sink.gap(frames);
  }
  end(): boolean {
    return this.#sink.end();
  }
  flush(): void {
    this.#sink.flush();
    this.#segments.clear();
    this.#look();
  }
  setPaused(paused: boolean): void {
    this.#paused = paused;
    this.#apply();
    this.#look();
  }
  setLive(live: boolean): void {
    this.#live = live;
    this.#apply();
    this.#look();
  }
  setVolume(level: number, muted: boolean): void {
    this.#sink.setVolume(level, muted);
  }
  setTone(tone: ToneSettings): void {
    this.#sink.setTone(tone);
  }
  setLoudness(mode: LoudnessMode): void {
    this.#sink.setLoudness(mode);
  }
  status(): AudioStatus {
    return this.#sink.status();
  }
  onEvent(listener: (event: AudioEvent) => void): () => void {
    return this.#sink.onEvent(listener);
  }

  /** The amplifier goes first: what a card says as it closes is not heard. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    this.#timer?.();
    this.#idleTimer?.();
    this.#unsubscribe();
    if (this.#amplifier !== "off") this.#turn(false);
    this.#amplifier = "off";
    await this.#sink[Symbol.asyncDispose]();
  }

  /** A clip waits at the door: "the ring is full" is what its sender knows to do with. */
  #gatedClips(): ClipSink {
    const { clips } = this.#sink;
    return {
      segment: (spec) => {
        this.#clipSegments.add(spec.serial);
        this.#look();
        if (this.#amplifier === "on" && clips.segment(spec)) return true;
        return false;
      },
      frame: (packet) => clips.frame(packet),
      end: () => clips.end(),
      flush: () => {
        clips.flush();
        this.#clipSegments.clear();
        this.#look();
      },
      setVolume: (level) => clips.setVolume(level),
    };
  }

  #heard(event: AudioEvent): void {
    if (event.kind === "ended") this.#segments.delete(event.serial);
    if (event.kind === "clip-ended") this.#clipSegments.delete(event.serial);
    if (event.kind === "ended" || event.kind === "clip-ended") this.#look();
  }

  get #isWanted(): boolean {
    const plays = !this.#paused && (this.#live || this.#segments.size > 0);
    return plays || this.#clipSegments.size > 0;
  }

  #look(): void {
    if (this.#closed) return;
    if (!this.#isWanted) {
      this.#idleTimer ??= this.#clock.after(this.#times.idleUs, () => this.#sleep());
      return;
    }
    this.#idleTimer?.();
    this.#idleTimer = undefined;
    if (this.#amplifier === "off") this.#wake();
  }

  #wake(): void {
    this.#amplifier = "settling";
    this.#turn(true);
    this.#timer = this.#clock.after(this.#times.settleUs, () => {
      this.#amplifier = "on";
      this.#apply();
    });
  }

  #sleep(): void {
    this.#idleTimer = undefined;
    this.#timer?.();
    if (this.#amplifier === "off") return;
    this.#amplifier = "off";
    this.#apply();
    this.#turn(false);
  }

  #apply(): void {
    const isReady = this.#amplifier === "on";
    this.#sink.setPaused(this.#paused || !isReady);
    this.#sink.setLive(this.#live && isReady);
  }
}
