/** The sound cards of the machine, for people who choose one. */

/** Something that `--output alsa:DEVICE` or `--input alsa:DEVICE` can name. */
export interface SoundDevice {
  /** What stands behind `alsa:`. */
  readonly device: string;
  /** What it is, for people. */
  readonly about: string;
  readonly playback: boolean;
  readonly capture: boolean;
}

export interface SoundCard {
  /** Order in which cards came up: may change. */
  readonly number: number;
  /** Stays when the card is plugged in again. */
  readonly id: string;
  readonly name: string;
  readonly devices: readonly SoundDevice[];
  /** Its volume control that a speaker would use; undefined where there is no usable one. */
  readonly volume: SoundVolume | undefined;
}

export interface SoundVolume {
  readonly control: string;
  readonly minDb: number;
  readonly maxDb: number;
}

export interface SoundCards {
  readonly cards: readonly SoundCard[];
  /** Names of the configuration that belong to no card: "default", a sound server's. */
  readonly names: readonly SoundDevice[];
}

/** Throws PcmError `no-library`. */
export type SoundCardLister = () => Promise<SoundCards>;
