/**
 * Which control of a card is its volume, and what to set it to. Pure.
 *
 * A control is used when it says what its steps are in decibels, goes down far
 * enough to be a volume, and goes up to full. Those that amplify are not taken
 * above 0 dB: past it loud music is clipped.
 */

/** A simple mixer element with a playback volume. */
export interface VolumeControl {
  readonly name: string;
  /** Of elements with the same name. */
  readonly index: number;
  /** Decibels; a minimum that is silence is far below what can be heard. */
  readonly minDb: number;
  readonly maxDb: number;
}

/** A mute-like lowest step says −99999 dB: what counts is what can be heard. */
export const silentDb = -100;

/** Between a room's noise and loud: the scale of the volume is 60 dB, half of it at the least. */
const rangeDbMin = 30;

/** Some say their full level is below 0 dB; below this the scale is wrong, or something else is meant. */
const fullDbMin = -12;

/** Before the others where a card has several: the converter itself, then what feeds everything, then outputs. */
const namesByMerit = [
  "Digital",
  "PCM",
  "Master",
  "Speaker",
  "Headphone",
  "Headset",
  "DAC",
  "Line Out",
];

/** Undefined where none is usable. `wanted`: only one with this name. */
export function usableControl(
  controls: readonly VolumeControl[],
  wanted: string | undefined,
): VolumeControl | undefined {
  const usable = controls.filter(
    ({ name, minDb, maxDb }) =>
      (wanted === undefined ? namesByMerit.includes(name) : name === wanted) &&
      fullDb({ maxDb }) - Math.max(minDb, silentDb) >= rangeDbMin &&
      maxDb >= fullDbMin,
  );
  const merit = ({ name, index }: VolumeControl): number =>
    namesByMerit.indexOf(name) + index / 1e3;
  return usable.sort((a, b) => merit(a) - merit(b))[0];
}

/** What counts as unattenuated. */
export function fullDb({ maxDb }: Pick<VolumeControl, "maxDb">): number {
  return Math.min(0, maxDb);
}

/**
 * The next setting on the way from one to another, in decibels: a step of so many at most, because
 * a card jumps from setting to setting. Past what can be heard it goes at once.
 */
export function nextDb(fromDb: number, toDb: number, stepDb: number): number {
  const from = Math.max(silentDb, fromDb);
  return Math.abs(toDb - from) <= stepDb ? toDb : from + Math.sign(toDb - from) * stepDb;
}
