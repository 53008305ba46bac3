/**
 * The audio engine: what the output is to play next. Starts, pauses, starves
 * and stops without a click, sets the volume, and says what happened.
 *
 * Pure: no thread, no clock, no device. `render` is asked for the next samples
 * and looks at the commands and the ring as they are at that moment. Time moves
 * by what is rendered: while paused or starved it stands still.
 *
 * A sound that stops is not cut: its continuation fades out as a `tail` laid
 * over whatever follows, so a stop never delays the next start.
 *
 * What was rendered and is not yet heard can be rendered anew, so that a command
 * does not wait behind what the card holds: `rewind`.
 *
 * Invariants:
 *   I1  a sample of a segment is rendered once, in order, or dropped by a flush
 *   I2  "starving" only after "first-sample", and "fed" before anything else of that segment
 *   I3  what is rendered anew holds no event, fade or tail: these happen once
 */
import type { DecoderDriver } from "../ports/decoder.ts";
import { FadeGate } from "./fade.ts";
import { clipAheadUs, deepQueueUs, fadeUs, prerollUsMax, resumeUs } from "./limits.ts";
import type { LoudnessMode, ToneSettings } from "./model.ts";
import { PeakMeter } from "./peak-meter.ts";
import type { EncodedRingReader } from "./ring.ts";
import { type Mark, SegmentSource } from "./segment-source.ts";
import { Tail } from "./tail.ts";
import { Tone } from "./tone.ts";
import { VolumeRamp } from "./volume.ts";

/** The commands, as they are now: SharedControl, or a test's. */
export interface EngineControl {
  readonly paused: boolean;
  /** The live source is heard, and the ring stands still. */
  readonly live: boolean;
  /** 0…100; 0 while muted. */
  readonly volume: number;
  /** The same object until it is another setting. */
  readonly tone: ToneSettings;
  readonly loudness: LoudnessMode;
}

export interface EngineEvent {
  readonly kind:
    | "first-sample"
    | "ended"
    | "starving"
    | "fed"
    | "live-started"
    | "live-stopped"
    | "clip-started"
    | "clip-ended";
  /** 0 for a live source. */
  readonly serial: number;
}

/** What is said over the music (clip-voice.ts). */
export interface ClipSource {
  /** Turns the music down and up again as clips come and go, before its volume is applied. `isSilent`: there is none. */
  duck(music: Float32Array, isSilent: boolean): void;
  /** Adds what comes next, at its own volume. */
  mixInto(into: Float32Array): void;
  /** What the last `mixInto` has brought about, once. */
  takeEvents(): readonly EngineEvent[];
  /** The next render is not what it would be without it. */
  readonly sounding: boolean;
  /** True when it does not sound and could. */
  canStart(): boolean;
  /** What the card itself multiplies by. */
  cardGain: number;
}

/** Sound that comes as it comes, beside the ring: line-in. It fades in and out by itself. */
export interface LiveSource {
  /** Adds what comes next, while `on`. */
  mixInto(into: Float32Array, on: boolean): void;
  /** What the last `mixInto` has brought about, once. */
  takeChange(): "live-started" | "live-stopped" | undefined;
  /** True when the next `mixInto` adds something. */
  readonly sounding: boolean;
  /** True when it does not sound and could. */
  canStart(): boolean;
}

export interface EngineOptions {
  /** Of the output, in Hz. */
  readonly rate: number;
  readonly live?: LiveSource | undefined;
  readonly clips?: ClipSource | undefined;
  /** Where the level meter keeps its peaks, for others to read (peak-meter.ts). */
  readonly peaks?: Float32Array | undefined;
  /** False: what is lost is silence, to hear what concealment is good for. */
  readonly concealment?: boolean | undefined;
}

/**
 * idle: no segment. waiting: one is open, its preroll not there yet. starved: the ring ran dry in
 * the middle of one.
 */
type State = "idle" | "waiting" | "playing" | "starved";

export class AudioEngine implements Disposable {
  readonly #control: EngineControl;
  readonly #ring: EncodedRingReader;
  readonly #source: SegmentSource;
  readonly #rate: number;
  readonly #gate: FadeGate;
  readonly #tail: Tail;
  readonly #tone: Tone;
  readonly #volume: VolumeRamp;
  readonly #meter: PeakMeter;
  readonly #live: LiveSource | undefined;
  readonly #clips: ClipSource | undefined;
  #state: State = "idle";
  #paused = false;
  #wasLive = false;
  #current: Mark | undefined;
  #playedFrames = 0;
  #events: EngineEvent[] = [];
  /** Frames of the current render that the tail is laid over already. */
  #mixed = 0;
  /** I3: frames rendered last that were nothing but the segment's, at one volume. */
  #plain = 0;
  /** Or frames rendered last that were nothing at all; one of the two is 0. */
  #silent = 0;
  /** `#plain` when the pause came that holds now, and what was rendered since. */
  #beforePause = 0;
  #sincePause = 0;

  constructor(
    ring: EncodedRingReader,
    control: EngineControl,
    decoders: DecoderDriver,
    options: EngineOptions,
  ) {
    const fadeFrames = Math.round((options.rate * fadeUs) / 1e6);
    this.#ring = ring;
    this.#control = control;
    this.#rate = options.rate;
    const loudness = (): LoudnessMode => control.loudness;
    this.#source = new SegmentSource(ring, decoders, { ...options, loudness });
    this.#gate = new FadeGate(fadeFrames);
    this.#tail = new Tail(fadeFrames);
    this.#tone = new Tone(options.rate, control.tone);
    this.#volume = new VolumeRamp(options.rate, control.volume);
    this.#meter = new PeakMeter(options.rate, options.peaks);
    this.#live = options.live;
    this.#clips = options.clips;
  }

  /** Fills `into` (interleaved stereo at the output's rate) with what comes next. What happened in it, in order. */
  render(into: Float32Array): readonly EngineEvent[] {
    this.#events = [];
    this.#mixed = 0;
    const plain = this.#isPlain;
    const mute = this.#isMute;
    const silent = mute && this.#clips?.sounding !== true;
    into.fill(0);
    this.#followCommands(into);
    const shaped = this.#tone.moving;
    this.#play(into);
    this.#tail.mixInto(into, this.#mixed, into.length / 2);
    this.#playLive(into);
    // Before the volume: at a level for the evening a meter of what goes out would never stir.
    this.#meter.note(into);
    this.#clips?.duck(into, mute && this.#isMute);
    this.#volume.level = this.#control.volume;
    this.#volume.headroom = this.#tone.headroom;
    const turned = this.#volume.moving || shaped;
    this.#volume.apply(into);
    this.#clips?.mixInto(into);
    for (const event of this.#clips?.takeEvents() ?? []) this.#tellClip(event);
    const frames = this.#events.length === 0 ? into.length / 2 : 0;
    this.#plain = plain && this.#isPlain && !turned && frames > 0 ? this.#plain + frames : 0;
    this.#silent = silent && this.#isSilent && frames > 0 ? this.#silent + frames : 0;
    this.#sincePause = this.#paused ? this.#sincePause + into.length / 2 : 0;
    return this.#events;
  }

  /** Commands ask for something else than what was rendered last. */
  get stale(): boolean {
    const { paused, live, volume, tone } = this.#control;
    if ((paused || live) !== this.#paused || live !== this.#wasLive) return true;
    return this.#source.flushed || volume !== this.#volume.level || tone !== this.#tone.settings;
  }
  /** Frames rendered last that can be rendered anew. */
  get rewindable(): number {
    return this.#silent > 0 ? this.#silent : Math.min(this.#plain, this.#source.rewindable);
  }
  /** The last `frames`, `rewindable` at most, will not be heard: the next `render` begins where they began. */
  rewind(frames: number): void {
    if (this.#silent > 0) {
      this.#silent -= frames;
      this.#sincePause = Math.max(0, this.#sincePause - frames);
      this.#meter.rewind(frames);
      return;
    }
    this.#plain -= frames;
    this.#rewindMusic(frames);
  }

  /**
   * None of the last `frames` will be heard, and there is a while in which nothing is: the next
   * `render` rises from silence where they began, or as near to that as can be rendered anew. How
   * many of them that is. A pause among them is none of the place: what is before it comes, too.
   */
  unhear(frames: number): number {
    const sincePause = this.#sincePause;
    const beforePause = Math.min(this.#beforePause, this.#source.rewindable, frames - sincePause);
    if (beforePause > 0) {
      this.#beforePause = 0;
      this.#sincePause = 0;
      this.#silent = 0;
      this.#tail.stop();
      this.#meter.rewind(sincePause);
      this.#rewindMusic(beforePause);
      return sincePause + beforePause;
    }
    const plain = Math.min(frames, this.rewindable);
    if (plain === 0) return 0;
    this.rewind(plain);
    this.#gate.close();
    return plain;
  }

  /** Frames rendered last in which there is nothing: nobody misses them where they are not heard. */
  get silentFrames(): number {
    return this.#silent;
  }
  /** Goes on as it is for longer than a card holds, as far as is known. */
  get steady(): boolean {
    if (this.#silent > 0) return true;
    if (this.#current === undefined || this.#plain === 0) return false;
    const { rate, totalFrames } = this.#current.spec;
    return ((totalFrames - this.position) * 1e6) / rate > 2 * deepQueueUs;
  }

  /** Serial of the segment whose samples go out now; 0 where none. */
  get serial(): number {
    return this.#current?.spec.serial ?? 0;
  }
  /** Frames of it that went out, at its own rate. */
  get position(): number {
    if (this.#current === undefined) return 0;
    const { spec, at } = this.#current;
    const frames = Math.round(((this.#source.pulled - at) * spec.rate) / this.#rate);
    return Math.min(frames, spec.totalFrames);
  }
  get playedUs(): number {
    return (this.#playedFrames * 1e6) / this.#rate;
  }
  get concealedUs(): number {
    return this.#source.concealedUs;
  }
  /** Frames rendered since the start, as the level meter counts them. */
  get renderedFrames(): number {
    return this.#meter.frames;
  }
  /** Of the segment that goes out, in Hz; 0 where none. */
  get segmentRate(): number {
    return this.#current?.spec.rate ?? 0;
  }

  /** How far below full scale samples are held, as a factor: the card makes up for it where it can. */
  get headroom(): number {
    return this.#tone.headroom;
  }
  /** What the card itself multiplies by: the samples get the rest of the volume. */
  set cardGain(gain: number) {
    this.#volume.cardGain = gain;
    if (this.#clips !== undefined) this.#clips.cardGain = gain;
  }

  /** False when the next `render` gives silence unless something is added to the ring. */
  get sounding(): boolean {
    if (this.#tail.sounding || this.#live?.sounding === true) return true;
    if (this.#clips?.sounding === true) return true;
    return this.#state === "playing" && !this.#control.paused && !this.#control.live;
  }
  /** True when silence now could be sound: a segment waits that has all it needs to start or go on. */
  canStart(): boolean {
    if (this.#clips?.canStart() === true) return true;
    if (this.#control.paused) return false;
    if (this.#control.live) return this.#live?.canStart() ?? false;
    if (this.#source.flushed) return this.#ring.bufferedFrames > 0;
    return this.#state !== "playing" && this.#hasEnough();
  }
  /** Sound at hand without further help of the writer. */
  get aheadUs(): number {
    // A clip that sounds alone: no deep queue, behind which a start of music would wait.
    if (this.#isMute && this.#clips?.sounding === true) return clipAheadUs;
    return this.#source.aheadUs;
  }

  [Symbol.dispose](): void {
    this.#source[Symbol.dispose]();
  }

  get #isSilent(): boolean {
    return this.#isMute && this.#clips?.sounding !== true;
  }

  /** Nothing but a clip could sound. */
  get #isMute(): boolean {
    if (this.#state === "playing" && !this.#paused) return false;
    return !this.#tail.sounding && !this.#control.live && this.#live?.sounding !== true;
  }

  get #isPlain(): boolean {
    if (this.#state !== "playing" || this.#paused) return false;
    if (this.#clips?.sounding === true) return false;
    return this.#gate.isOpen && !this.#tail.sounding && this.#live?.sounding !== true;
  }

  #followCommands(into: Float32Array): void {
    this.#tone.settings = this.#control.tone;
    // Nothing goes through it that a step could be heard in.
    if (this.#paused || this.#state !== "playing") this.#tone.settle();
    const paused = this.#control.paused || this.#control.live;
    if (paused && !this.#paused && this.#state === "playing") {
      // The samples under the tail are not taken: they are the ones that play goes on with.
      this.#fadeOut(into, 0);
      this.#gate.close();
      this.#beforePause = this.#plain;
    } else if (!paused) this.#beforePause = 0;
    this.#paused = paused;
    this.#wasLive = this.#control.live;
  }

  #rewindMusic(frames: number): void {
    this.#source.rewind(frames);
    this.#playedFrames -= frames;
    this.#meter.rewind(frames);
    this.#tail.relearn(this.#tone.rewind(frames, this.#source.lastPulled));
  }

  #playLive(into: Float32Array): void {
    if (this.#live === undefined) return;
    this.#live.mixInto(into, this.#control.live && !this.#control.paused);
    const change = this.#live.takeChange();
    if (change !== undefined) this.#tell(change, 0);
  }

  #play(into: Float32Array): void {
    const frames = into.length / 2;
    for (let at = 0; at < frames; ) {
      if (this.#source.flushed) this.#flush(into, at);
      if (this.#paused) return;
      if (this.#state !== "playing" && !this.#start()) {
        this.#passMarks();
        if (this.#source.flushed) continue;
        return;
      }
      const moved = this.#source.pull(into, at, frames - at);
      this.#tone.apply(into, at, moved);
      this.#gate.apply(into, at, moved);
      this.#tail.note(into, at, moved);
      this.#playedFrames += moved;
      this.#passMarks();
      at += moved;
      if (at < frames && !this.#source.flushed) this.#ranDry(into, at);
    }
  }

  #flush(into: Float32Array, at: number): void {
    if (this.#state === "playing" && !this.#paused) this.#fadeOut(into, at);
    this.#source.reset();
    this.#tone.clear();
    this.#beforePause = 0;
    this.#gate.open();
    this.#current = undefined;
    this.#state = "idle";
  }

  #start(): boolean {
    if (!this.#hasEnough()) return false;
    if (this.#state === "starved") {
      this.#gate.close();
      this.#tell("fed", this.serial);
    } else {
      this.#tone.clear();
      if (this.#source.segment?.fadeIn === true) this.#gate.close();
    }
    this.#state = "playing";
    return true;
  }

  #hasEnough(): boolean {
    if (!this.#source.open()) return false;
    if (this.#state === "idle") this.#state = "waiting";
    const prerollUs = this.#source.segment?.prerollUs ?? 0;
    const needUs = this.#state === "starved" ? resumeUs : Math.min(prerollUs, prerollUsMax);
    const { aheadUs } = this.#source;
    return aheadUs > 0 && aheadUs >= needUs;
  }

  #ranDry(into: Float32Array, at: number): void {
    const open = this.#source.segment;
    if (open === undefined) this.#state = "idle";
    else if (open.serial !== this.serial) this.#state = "waiting";
    else {
      this.#fadeOut(into, at);
      this.#state = "starved";
      this.#tell("starving", open.serial);
    }
  }

  /** Lays a fading continuation of what sounds now over what is rendered from frame `at` on. */
  #fadeOut(into: Float32Array, at: number): void {
    this.#tail.mixInto(into, this.#mixed, at);
    this.#mixed = at;
    this.#tail.start(this.#gate.gain, (into, frames) => {
      const known = this.#source.peek(into, frames);
      return this.#tone.preview(into, known) ? known : 0;
    });
  }

  #passMarks(): void {
    for (let mark = this.#source.takeMark(); mark; mark = this.#source.takeMark()) {
      if (mark.kind === "first") this.#current = mark;
      else if (mark.spec.serial === this.serial) this.#current = undefined;
      this.#tell(mark.kind === "first" ? "first-sample" : "ended", mark.spec.serial);
    }
  }

  /** A clip is a segment of an engine of its own. */
  #tellClip({ kind, serial }: EngineEvent): void {
    if (kind === "first-sample") this.#tell("clip-started", serial);
    if (kind === "ended") this.#tell("clip-ended", serial);
  }

  #tell(kind: EngineEvent["kind"], serial: number): void {
    this.#events.push({ kind, serial });
  }
}
