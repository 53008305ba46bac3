/**
 * A sound output as the audio thread sees it. Calls block (that is how a card
 * paces the thread), so only the audio thread and the simulated world make them.
 */
export interface PcmFormat {
  /** Hz. */
  readonly rate: number;
  /** Of what is written and read; the device's own are its driver's business. */
  readonly channels: 2;
  readonly sample: PcmSample;
}

/** How the device has a sample in memory; s24: in the low 24 of 32 bits, s24-3: in three bytes. */
export type PcmSample = "s16" | "s24-3" | "s24" | "s32" | "float";

/** How much was written and not yet heard, and when that was so: one consistent pair. */
export interface PcmTiming {
  readonly delayFrames: number;
  /** Monotonic microseconds, as Clock.nowUs. */
  readonly atUs: number;
}

/** `xrun`: the card ran dry and was restarted. `lost`: it is gone; open a new one. */
export type PcmWrite = "ok" | "xrun" | "lost";

export interface PcmOut extends Disposable {
  /** Name for people: "hw:0", "wav:out.wav", "null". */
  readonly device: string;
  readonly format: PcmFormat;
  /** Frames that a write is best made of. */
  readonly periodFrames: number;
  /** Frames the device holds when full. */
  readonly bufferFrames: number;
  /**
   * Interleaved stereo, nominal range [-1, 1], clipped. Blocks until there was room for all of it.
   * `samples` may be reused on return.
   */
  write(samples: Float32Array): PcmWrite;
  /**
   * Frames that a write would take now without blocking; undefined when the device ran dry (the
   * next `write` restarts it and says "xrun") or is gone (the next `write` says "lost").
   */
  roomFrames(): number | undefined;
  /**
   * Takes back up to `frames` of what was written last, so that what is written next is heard in
   * their place; how many those are, 0 where none. Absent where the device never gives back.
   * The caller leaves it the next milliseconds: what is on its way out cannot be had.
   */
  rewind?(frames: number): number;
  /** Frames that are written and not yet heard, now. */
  delayFrames(): number;
  /** The same with its time, as the device stamped it; undefined while the device does not run. */
  timing(): PcmTiming | undefined;
  /** What is wrong although it goes on, for people: the disk of a capture is full. */
  readonly trouble: string | undefined;
  /** The device's own volume, where there is one to be used; else the samples are scaled. */
  readonly volume?: PcmVolume | undefined;
}

/** A volume control behind the samples. It acts at once, on what is already written too. */
export interface PcmVolume {
  /** What it multiplies by as it was last set here, 0…1 and above where somebody else amplifies. */
  readonly gain: number;
  /**
   * Moves a step towards `gain`, (0, 1], and not below it: the samples make up for what the
   * control's own steps leave. All the way where `atOnce`: nothing sounds that would jump. True when
   * it is there, and for as long as `gain` stays: what others set it to then stays.
   */
  moveTo(gain: number, atOnce: boolean): boolean;
}

/** What `--output` names: `alsa[:DEVICE]`, `wav:FILE`, `null`. */
export interface PcmTarget {
  readonly kind: "alsa" | "wav" | "null";
  /** ALSA device name or file path. */
  readonly name: string;
  /** Rate error of the model DAC, parts per million; 0 for alsa. */
  readonly ppm: number;
  /** Whose volume: `auto` the card's own where it has a usable one, `off` the samples', else the control with this name. */
  readonly mixer?: string | undefined;
}

export interface PcmDriver {
  /** Throws PcmError. */
  open(target: PcmTarget): PcmOut;
}

/** `xrun`: samples were lost because nobody read in time; capture goes on. `lost`: the device is gone; open a new one. */
export type PcmRead = number | "xrun" | "lost";

/** A sound input as the audio thread sees it. No call blocks. */
export interface PcmIn extends Disposable {
  /** Name for people: "hw:1". */
  readonly device: string;
  /** As the device runs: any rate from 8000 to 192000 Hz; whoever reads converts. */
  readonly format: PcmFormat;
  /** Frames that the device hands over at a time. */
  readonly periodFrames: number;
  /** Frames the device holds before the oldest are lost. */
  readonly bufferFrames: number;
  /**
   * Fills `samples` (interleaved stereo, nominal [-1, 1]; mono is in both channels) with what was
   * captured, as far as it goes; the number of frames, 0 where nothing is there yet.
   */
  read(samples: Float32Array): PcmRead;
  /** Frames that are captured and not yet read, now: the age of the next one that `read` gives. */
  delayFrames(): number;
}

export interface PcmInputDriver {
  /** Opens an ALSA device and starts its capture. Throws PcmError. */
  openInput(device: string): PcmIn;
}
