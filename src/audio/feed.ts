/**
 * The main thread's end of the shared memory: commands and encoded audio go in
 * here. The simulated world uses it as it is; AudioOutput joins it to a thread.
 */
import { ByteWriter } from "../base/bytes.ts";
import { frameUs } from "../media/rung.ts";
import { clipRingBytes, ringBytesDefault, wakeBelowUs } from "./limits.ts";
import type { ClipSink, HeardNow, LoudnessMode, SegmentSpec, ToneSettings } from "./model.ts";
import { peakAt } from "./peak-meter.ts";
import { EncodedRingWriter, recordKind } from "./ring.ts";
import { encodeSegment } from "./segment.ts";
import { outputRate, SharedControl, word } from "./shared.ts";

const nothing = new Uint8Array(0);

/** Of the second voice (clip-voice.ts). */
export interface SharedClipMemory {
  readonly control: SharedArrayBuffer;
  readonly ring: SharedArrayBuffer;
}

/** What the other thread is handed: structured-cloneable. */
export interface SharedAudioMemory extends SharedClipMemory {
  readonly clips: SharedClipMemory;
}

/** The writer's end of the second voice's ring. */
export class ClipFeed implements ClipSink {
  readonly memory: SharedClipMemory;
  readonly #control = new SharedControl();
  readonly #ring: EncodedRingWriter;
  readonly #wake: () => void;

  /** `wake` ends the other thread's sleep. */
  constructor(wake: () => void) {
    this.memory = { control: this.#control.memory, ring: new SharedArrayBuffer(clipRingBytes) };
    this.#ring = new EncodedRingWriter(this.memory.ring, this.#control);
    this.#wake = wake;
  }

  segment(spec: SegmentSpec): boolean {
    return this.#woke(this.#ring.append(recordKind.segment, encodeSegment(spec), 0));
  }
  frame(packet: Uint8Array): boolean {
    return this.#woke(this.#ring.append(recordKind.frame, packet, 1));
  }
  end(): boolean {
    return this.#woke(this.#ring.append(recordKind.end, nothing, 0));
  }
  flush(): void {
    this.#ring.flush();
    this.#wake();
  }
  setVolume(level: number): void {
    this.#control.setVolume(level, false);
    this.#wake();
  }

  #woke(appended: boolean): boolean {
    if (appended) this.#wake();
    return appended;
  }
}

export class AudioFeed {
  readonly memory: SharedAudioMemory;
  readonly control: SharedControl;
  readonly clips: ClipFeed;
  readonly #ring: EncodedRingWriter;

  constructor(ringBytes = ringBytesDefault) {
    this.control = new SharedControl();
    this.clips = new ClipFeed(() => this.control.wake());
    const { memory: clips } = this.clips;
    this.memory = { control: this.control.memory, ring: new SharedArrayBuffer(ringBytes), clips };
    this.#ring = new EncodedRingWriter(this.memory.ring, this.control);
    this.control.setVolume(100, false);
  }

  segment(spec: SegmentSpec): boolean {
    return this.#woke(this.#ring.append(recordKind.segment, encodeSegment(spec), 0));
  }
  /** With plenty in the ring nobody waits for one more: the other thread wakes up for the card. */
  frame(packet: Uint8Array): boolean {
    const plenty = this.bufferedUs >= wakeBelowUs;
    const appended = this.#ring.append(recordKind.frame, packet, 1);
    return plenty ? appended : this.#woke(appended);
  }
  gap(frames: number): boolean {
    const payload = new ByteWriter(4).u32(frames).finish();
    return this.#woke(this.#ring.append(recordKind.gap, payload, frames));
  }
  end(): boolean {
    return this.#woke(this.#ring.append(recordKind.end, nothing, 0));
  }
  flush(): void {
    this.#ring.flush();
    this.control.wake();
  }
  setPaused(paused: boolean): void {
    this.control.paused = paused;
    this.control.wake();
  }
  setLive(live: boolean): void {
    this.control.live = live;
    this.control.wake();
  }
  setVolume(level: number, muted: boolean): void {
    this.control.setVolume(level, muted);
    this.control.wake();
  }
  setTone(tone: ToneSettings): void {
    this.control.setTone(tone);
    this.control.wake();
  }

  setLoudness(mode: LoudnessMode): void {
    this.control.loudness = mode;
  }

  /** Tells the audio thread to end. */
  stop(): void {
    this.control.store(word.stop, 1);
    this.control.wake();
  }

  /** Encoded audio that waits in the ring. */
  get bufferedUs(): number {
    return this.#ring.bufferedFrames * frameUs;
  }

  /** What is heard at this moment: the other thread says now and then how much it has handed over, and time does the rest. */
  heardAt(nowUs: number, status = this.control.readStatus()): HeardNow {
    const delayUs = Math.max(0, status.delayUs - Math.max(0, nowUs - status.atUs));
    // Of what is not yet heard, silence comes last: it is no part of a segment.
    const musicUs = Math.max(0, delayUs - status.silentUs);
    const notYet = Math.round((musicUs * status.segmentRate) / 1e6);
    const droppedUs = Math.max(0, musicUs - status.keptUs);
    const dropped = Math.round((droppedUs * status.segmentRate) / 1e6);
    const frame = status.renderedFrames - (delayUs * outputRate) / 1e6;
    return {
      delayUs,
      droppedUs,
      segmentUs: status.segmentRate === 0 ? 0 : (status.playedFrames * 1e6) / status.segmentRate,
      playedFrames: Math.max(0, status.playedFrames - notYet),
      keptFrames: Math.max(0, status.playedFrames - dropped),
      peak: peakAt(this.control.peaks, outputRate, frame),
    };
  }

  #woke(appended: boolean): boolean {
    if (appended) this.control.wake();
    return appended;
  }
}
