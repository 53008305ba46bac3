/**
 * The low-pass filter that both resamplers read: a windowed sinc (Kaiser
 * window), row by row the taps of each phase between two input samples.
 */

/** Kaiser's parameter: side lobes 100 dB down. */
const beta = 10;

export interface SincShape {
  /** Steps between two input samples. */
  readonly phases: number;
  /** Input samples that an output sample is made of; even. */
  readonly taps: number;
  /** Half-power point, as a part of the input's Nyquist frequency. */
  readonly edge: number;
}

/** One row more than there are phases, to interpolate towards. */
export function makeSincFilter({ phases, taps, edge }: SincShape): Float32Array {
  const filter = new Float32Array((phases + 1) * taps);
  for (let phase = 0; phase <= phases; phase++) {
    const row = Array.from({ length: taps }, (_, i) => {
      const t = i - (taps / 2 - 1) - phase / phases;
      return sinc(t * edge) * kaiser(t / (taps / 2));
    });
    // Each phase passes a constant as it is: else the gain ripples at the rate of the phases.
    const sum = row.reduce((total, weight) => total + weight, 0);
    for (const [i, weight] of row.entries()) filter[phase * taps + i] = weight / sum;
  }
  return filter;
}

function sinc(t: number): number {
  return t === 0 ? 1 : Math.sin(Math.PI * t) / (Math.PI * t);
}

function kaiser(t: number): number {
  return Math.abs(t) > 1 ? 0 : besselI0(beta * Math.sqrt(1 - t * t)) / besselI0(beta);
}

/** Modified Bessel function of the first kind, order 0, by its power series. */
function besselI0(x: number): number {
  let sum = 1;
  let term = 1;
  for (let k = 1; term > sum * 1e-12; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}
