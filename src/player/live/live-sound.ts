/** Sound that somebody sends to this speaker as it happens, as a protocol hands it to the player. Types only. */

/** One packet of Opus, decoded at 48 kHz. */
export interface LiveFrame {
  /** Its first sample, counted by the sender at 48 kHz; ascending. What is skipped was lost. */
  readonly at: number;
  /** Kept by who takes it. */
  readonly packet: Uint8Array;
  /** When it was captured, by our clock; undefined where nobody knows. */
  readonly capturedUs: number | undefined;
}

export interface LiveAbout {
  /** What is shown of it in place of a track's title, and who sends it. */
  readonly title: string;
  readonly sender: string;
  /** From the capture of a sound to its playing, as the sender wants it; in microseconds. */
  readonly delayUs: number;
}

/** Why it is over: somebody stopped it, or plays something else. */
export type LiveEnd = "stopped" | "replaced";

/** What a protocol holds of the sound that it brings. */
export interface LiveSound {
  /** By which a command names it. */
  readonly ref: string;
  /** How long a frame that is missing may still be waited for, microseconds; 0 while nobody hears it. */
  readonly patienceUs: number;
  push(frame: LiveFrame): void;
  /** The sender wants another delay. */
  setDelayUs(us: number): void;
  /** Nobody sends it any more. Safe to call twice. */
  end(): void;
}

/** Who sends sound begins here. */
export interface LiveModel {
  /**
   * To be played by the command `play` of its `ref`, once, in the place of what plays, which is back, paused, when
   * it is over. `ended` is called once after that began, unless who sends has ended it.
   */
  offer(about: LiveAbout, ended: (why: LiveEnd) => void): LiveSound;
}
