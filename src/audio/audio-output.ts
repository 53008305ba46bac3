/**
 * The audio side as the main thread has it: a thread of its own that decodes and
 * feeds the card, and the shared memory it is fed through.
 *
 * Commands and audio go through shared memory, so they work while the other
 * thread sleeps in the card; events come back as messages.
 */
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { PcmTarget } from "../ports/pcm.ts";
import type { PcmInputTarget } from "../ports/pcm-input.ts";
import type { Thread, ThreadDriver } from "../ports/thread.ts";
import { AudioFeed, type SharedAudioMemory } from "./feed.ts";
import { closedInput, inputStatus } from "./input-status.ts";
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
} from "./model.ts";
import { word } from "./shared.ts";

/** What the audio thread's root is started with. */
export interface AudioThreadData {
  readonly memory: SharedAudioMemory;
  readonly target: PcmTarget;
  readonly input: PcmInputTarget | undefined;
  readonly flac: boolean;
}

/** What it sends. */
export interface AudioThreadMessage {
  readonly event: AudioEvent;
  readonly opusName: string;
}

export interface AudioOutputPorts {
  readonly threads: ThreadDriver;
  readonly clock: Clock;
  readonly log: Log;
}

export interface AudioOutputOptions {
  readonly target: PcmTarget;
  /** Line-in; there is none where it is absent. */
  readonly input?: PcmInputTarget | undefined;
  /** Size of the encoded ring, a power of two. */
  readonly ringBytes?: number;
  /** Have the FLAC decoder ready from the start (the default), not from the first FLAC on. */
  readonly flac?: boolean;
}

export class AudioOutput implements AudioSink, AsyncDisposable {
  readonly #clock: Clock;
  readonly #log: Log;
  readonly clips: ClipSink;
  readonly #feed: AudioFeed;
  readonly #listeners = new Set<(event: AudioEvent) => void>();
  #thread: Thread | undefined;
  #device: DeviceEvent;
  #input: InputEvent | undefined;
  #opusName = "";

  /** Resolves when the thread runs and its device is open, in trouble, or slow to say (two seconds). */
  static async open(
    ports: AudioOutputPorts,
    options: AudioOutputOptions,
    signal: AbortSignal,
  ): Promise<AudioOutput> {
    const output = new AudioOutput(ports, options);
    const { target, input, flac = true } = options;
    const data: AudioThreadData = { memory: output.#feed.memory, target, input, flac };
    // The thread's root is this program's too: its messages are what the interface says.
    const receive = (message: unknown): void => output.#receive(message as AudioThreadMessage);
    output.#thread = await ports.threads.start(data, receive, signal);
    return output;
  }

  private constructor(ports: AudioOutputPorts, { target, input, ringBytes }: AudioOutputOptions) {
    this.#clock = ports.clock;
    this.#log = ports.log;
    this.#feed = new AudioFeed(ringBytes);
    this.clips = this.#feed.clips;
    const device = target.name === "" ? target.kind : `${target.kind}:${target.name}`;
    this.#device = {
      kind: "device",
      device,
      rate: 0,
      bufferUs: 0,
      trouble: "the card is opening",
      // It may be there: on a busy machine a thread takes seconds to begin.
      missingSinceUs: undefined,
    };
    if (input === undefined) return;
    this.#input = closedInput(input);
  }

  /** Settles when the thread has ended: a rejection is a bug, and the program must not go on. */
  async run(): Promise<void> {
    await this.#thread?.ended;
  }

  segment(spec: SegmentSpec): boolean {
    return this.#feed.segment(spec);
  }
  frame(packet: Uint8Array): boolean {
    return this.#feed.frame(packet);
  }
  gap(frames: number): boolean {
    return this.#feed.gap(frames);
  }
  end(): boolean {
    return this.#feed.end();
  }
  flush(): void {
    this.#feed.flush();
  }
  setPaused(paused: boolean): void {
    this.#feed.setPaused(paused);
  }
  setLive(live: boolean): void {
    this.#feed.setLive(live);
  }
  setVolume(level: number, muted: boolean): void {
    this.#feed.setVolume(level, muted);
  }
  setTone(tone: ToneSettings): void {
    this.#feed.setTone(tone);
  }

  setLoudness(mode: LoudnessMode): void {
    this.#feed.setLoudness(mode);
  }

  /** Counts the steps of the other thread, and makes it take one: who asks twice, seconds apart, knows whether it is alive. */
  pulse(): number {
    this.#feed.control.wake();
    return this.#feed.control.load(word.statusSeq);
  }

  status(): AudioStatus {
    const { device, rate, bufferUs, trouble, missingSinceUs } = this.#device;
    const nowUs = this.#clock.nowUs();
    const numbers = this.#feed.control.readStatus();
    // One report of the other thread for both: what is told of a segment must fit the sums.
    const heard = this.#feed.heardAt(nowUs, numbers);
    const { playedFrames, keptFrames, delayUs, droppedUs, segmentUs, peak } = heard;
    // Field by field: an object that is spread so large becomes a dictionary of kilobytes.
    return {
      serial: numbers.serial,
      playedFrames,
      keptFrames,
      bufferedUs: this.#feed.bufferedUs,
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
      missingUs: missingSinceUs === undefined ? undefined : Math.max(0, nowUs - missingSinceUs),
      opusName: this.#opusName,
      input: this.#input === undefined ? undefined : inputStatus(this.#input, numbers),
    };
  }

  onEvent(listener: (event: AudioEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Resolves when the card is closed and a capture is complete. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#feed.stop();
    await this.#thread?.[Symbol.asyncDispose]();
  }

  #receive({ event, opusName }: AudioThreadMessage): void {
    this.#opusName = opusName;
    if (event.kind === "device") {
      this.#device = event;
      const { device, trouble } = event;
      if (trouble === undefined) this.#log.info("output-open", { device });
      else this.#log.warn("output-trouble", { device, trouble });
    }
    if (event.kind === "input") this.#noteInput(event);
    for (const listener of this.#listeners) listener(event);
  }

  #noteInput(event: InputEvent): void {
    this.#input = event;
    const { device, rate, trouble } = event;
    if (trouble !== undefined) this.#log.warn("input-trouble", { device, trouble });
    else if (rate > 0) this.#log.info("input-open", { device, rate });
  }
}
