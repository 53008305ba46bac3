/**
 * What the audio side is told and what it tells: segments, events, status.
 *
 * A segment is one stretch of one track in one codec. Segments play one after
 * the other without a gap; a flush forgets those that are not yet heard.
 */
import type { Codec } from "../ports/decoder.ts";

/** Whether tracks, or albums, are made equally loud. */
export type LoudnessMode = "off" | "track" | "album";
export const loudnessModes: readonly LoudnessMode[] = ["off", "track", "album"];

export interface SegmentGains {
  /** Decibels, in each mode; resolution 0.01. */
  readonly trackDb: number;
  readonly albumDb: number;
}

export interface SegmentSpec {
  /** Unsigned 32-bit, above 0, grows. */
  readonly serial: number;
  readonly codec: Codec | "pcm";
  /** Sample rate in Hz, 8000…192000; 48000 for Opus. */
  readonly rate: number;
  /** FLAC's STREAMINFO block; empty for Opus; the number of channels for PCM (pcm-clip.ts). */
  readonly setup: Uint8Array;
  /** Decoded frames (at `rate`) to drop at the start: pre-skip plus what a seek rolls in. */
  readonly skipFrames: number;
  /** Frames to play after the skip; the rest of the last packet is trimmed. */
  readonly totalFrames: number;
  /** Audio that must be in the ring before a start from silence. */
  readonly prerollUs: number;
  /** True after a seek: the sound does not start at a start. */
  readonly fadeIn: boolean;
  /** None: it is as loud as it is. */
  readonly gains?: SegmentGains | undefined;
}

/** Times are monotonic microseconds of the Clock. */
export type AudioEvent =
  /** Its first sample was handed to the output. */
  | { readonly kind: "first-sample"; readonly serial: number; readonly atUs: number }
  /** Its last sample was handed to the output. */
  | { readonly kind: "ended"; readonly serial: number; readonly atUs: number }
  /** The ring ran dry in the middle of it; it goes on by itself. */
  | { readonly kind: "starving"; readonly serial: number; readonly atUs: number }
  | { readonly kind: "fed"; readonly serial: number; readonly atUs: number }
  /** The input is heard, or not any more although it is chosen; it goes on by itself. `serial` is 0. */
  | { readonly kind: "live-started"; readonly serial: number; readonly atUs: number }
  | { readonly kind: "live-stopped"; readonly serial: number; readonly atUs: number }
  /** A clip's first sample was handed to the output, or its last. */
  | { readonly kind: "clip-started"; readonly serial: number; readonly atUs: number }
  | { readonly kind: "clip-ended"; readonly serial: number; readonly atUs: number }
  | InputEvent
  | DeviceEvent;

/** The input was opened or closed, or is in trouble. */
export interface InputEvent {
  readonly kind: "input";
  readonly device: string;
  /** In Hz, as it runs; 0 while it is closed. */
  readonly rate: number;
  /** For people, with what to do; undefined while it runs or nobody wants it. */
  readonly trouble: string | undefined;
}

/** The device was opened, or is in trouble. Also the first message of the thread. */
export interface DeviceEvent {
  readonly kind: "device";
  readonly device: string;
  readonly rate: number;
  readonly bufferUs: number;
  /** For people, with what to do; undefined while it plays. */
  readonly trouble: string | undefined;
  /** Since when there is no device to play through; undefined while there is one, in trouble or not. */
  readonly missingSinceUs: number | undefined;
}

/** What is heard at a moment. */
export interface HeardNow {
  /** Frames of the segment that goes out, at its own rate, that were heard. */
  readonly playedFrames: number;
  /** And how many will have been if it is flushed now: the output keeps what is about to be heard. */
  readonly keptFrames: number;
  /** What the output holds: written and not yet heard. */
  readonly delayUs: number;
  /** What of that would not be heard if it is flushed now. */
  readonly droppedUs: number;
  /** Of the segment that goes out, what was handed to the output; 0 where none. */
  readonly segmentUs: number;
  /** Peak of the last 100 ms before the volume, 0…1. */
  readonly peak: number;
}

export interface AudioStatus extends HeardNow {
  /** The segment whose samples go to the output now, 0 where none. */
  readonly serial: number;
  /** Encoded audio that waits in the ring. */
  readonly bufferedUs: number;
  /** Times that the card ran dry while something played. */
  readonly underruns: number;
  /** Music handed to the output since the start, and how much of it was guessed. */
  readonly playedUs: number;
  readonly concealedUs: number;
  readonly device: string;
  readonly rate: number;
  readonly bufferUs: number;
  readonly trouble: string | undefined;
  /** For how long there is no device to play through, and so the music stands still; undefined while there is one. */
  readonly missingUs: number | undefined;
  /** What decodes Opus. */
  readonly opusName: string;
  /** Undefined where there is none. */
  readonly input: InputStatus | undefined;
}

export interface InputNumbers {
  /** From in to out, smoothed; 0 while it is not heard. */
  readonly latencyUs: number;
  /** By how much its clock is faster than the output's, as far as it is known. */
  readonly ppm: number;
  /** Sound of it that was handed to the output since the start. */
  readonly playedUs: number;
  /** Times that its sound was interrupted because one side came too late. */
  readonly dropouts: number;
  /** Times that samples were lost because nobody read them. */
  readonly overruns: number;
}

export interface InputStatus extends InputNumbers {
  readonly device: string;
  readonly rate: number;
  readonly trouble: string | undefined;
}

/**
 * The second voice: what is said over the music. As the sink's own ring: a segment is followed by
 * its frames, in order, and one `end`; false when the ring is full. Its volume is its own.
 */
export interface ClipSink {
  segment(spec: SegmentSpec): boolean;
  /** One packet of 20 ms; copied. */
  frame(packet: Uint8Array): boolean;
  end(): boolean;
  /** Drops what is not yet heard, with a short fade. */
  flush(): void;
  /** Perceptual, 0…100. */
  setVolume(level: number): void;
}

/** How the sound is shaped (tone.ts). */
export interface ToneSettings {
  /** Whole decibels, −12…12. */
  readonly bass: number;
  readonly treble: number;
  /** −100 (left alone) … 100 (right alone). */
  readonly balance: number;
  readonly mono: boolean;
}

export const flatTone: ToneSettings = { bass: 0, treble: 0, balance: 0, mono: false };

/** What the player sees of the audio side. */
export interface AudioSink {
  readonly clips: ClipSink;
  /**
   * These four append to the ring. False when it is full: nothing was written, try again later. A
   * segment is followed by its frames and gaps, in order, and one `end`.
   */
  segment(spec: SegmentSpec): boolean;
  /** One packet of 20 ms; copied. */
  frame(packet: Uint8Array): boolean;
  /** That many packets of 20 ms are lost. */
  gap(frames: number): boolean;
  end(): boolean;
  /** Drops what is not yet heard, with a short fade; the next `segment` starts afresh. The ring is empty at once. */
  flush(): void;
  /** While paused time stands still and the ring keeps its content. */
  setPaused(paused: boolean): void;
  /** While live the input is heard in place of the ring, which stands still as while paused. */
  setLive(live: boolean): void;
  /** `level` is perceptual, 0…100. */
  setVolume(level: number, muted: boolean): void;
  setTone(tone: ToneSettings): void;
  /** Of what is decoded from now on. */
  setLoudness(mode: LoudnessMode): void;
  status(): AudioStatus;
  /** The result unsubscribes. */
  onEvent(listener: (event: AudioEvent) => void): () => void;
}
