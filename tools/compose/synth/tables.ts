/**
 * Band-limited wave tables: one period each, built by adding harmonics, one table per octave so
 * that no harmonic passes half the sample rate. The table's last entry repeats the first, for
 * linear interpolation without a wrap test.
 */
import { sinTurns } from "./maths.ts";

export const tableFrames = 2048;

/** One period and its first frame again. */
export type WaveTable = Float64Array;

/** Amplitude of harmonic k (from 1); a negative one is in opposite phase. */
export type Spectrum = (k: number) => number;

const unitSine = Float64Array.from({ length: tableFrames }, (_, i) => sinTurns(i / tableFrames));
export const sineTable: WaveTable = buildTable((k) => (k === 1 ? 1 : 0), 1);

function buildTable(spectrum: Spectrum, harmonics: number): WaveTable {
  const table = new Float64Array(tableFrames + 1);
  for (let k = 1; k <= harmonics; k++) {
    const amplitude = spectrum(k);
    if (amplitude === 0) continue;
    for (let i = 0; i < tableFrames; i++) {
      const sine = unitSine[(k * i) % tableFrames] as number; // the index is below tableFrames
      table[i] = (table[i] as number) + amplitude * sine;
    }
  }
  table[tableFrames] = table[0] as number; // tableFrames is above zero
  return table;
}

/** Tables of one waveform for all octaves, built when first asked for. */
export class Wave {
  readonly #spectrum: Spectrum;
  readonly #tables = new Map<number, WaveTable>();

  constructor(spectrum: Spectrum) {
    this.#spectrum = spectrum;
  }

  /** The richest table whose harmonics stay below 0.45 of the sample rate at `hz`. */
  at(hz: number, rate: number): WaveTable {
    let harmonics = 1;
    while (harmonics < 512 && 2 * harmonics * hz < 0.45 * rate) harmonics *= 2;
    let table = this.#tables.get(harmonics);
    if (table === undefined) {
      table = buildTable(this.#spectrum, harmonics);
      this.#tables.set(harmonics, table);
    }
    return table;
  }
}

export const saw = new Wave((k) => 0.6 / k);
export const square = new Wave((k) => (k % 2 === 1 ? 0.8 / k : 0));
/** A reed in a cylinder: odd harmonics lead, even ones follow softly. */
export const reed = new Wave((k) => (k % 2 === 1 ? 0.9 : 0.12) / (k * Math.sqrt(k)));
/** A flute: little but the fundamental. */
export const flute = new Wave((k) => [0, 0.9, 0.22, 0.1, 0.03][k] ?? 0);
/** A bowed string behind its bridge: a saw with a body's hump at the third to fifth harmonic. */
export const bowed = new Wave((k) =>
  k < 3 ? 0.5 / k : k < 6 ? 0.75 / k : 0.9 / (k * Math.sqrt(k)),
);
