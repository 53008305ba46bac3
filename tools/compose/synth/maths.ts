/**
 * Sine, exponential and tuning built from additions and multiplications alone.
 *
 * Math.sin, Math.exp and Math.pow may differ in their last bit between versions of the engine;
 * these cannot, so the composed files are the same bytes everywhere. Not fast: tables and
 * coefficients are computed once, inner loops use the results.
 */

const tau = 6.283185307179586;

/** sin(2π·turns) for any finite number of turns; error below 1e-10. */
export function sinTurns(turns: number): number {
  let x = turns - Math.floor(turns + 0.5);
  if (x > 0.25) x = 0.5 - x;
  else if (x < -0.25) x = -0.5 - x;
  const a = x * tau;
  const s = a * a;
  let sum = 1;
  for (let k = 17; k >= 3; k -= 2) sum = 1 - (s / (k * (k - 1))) * sum;
  return a * sum;
}

export function cosTurns(turns: number): number {
  return sinTurns(turns + 0.25);
}

/** e^x for |x| below 700, by halving the argument until the series is short. */
export function exponential(x: number): number {
  let halvings = 0;
  let small = x;
  while (small > 0.25 || small < -0.25) {
    small /= 2;
    halvings += 1;
  }
  let sum = 1;
  for (let k = 12; k >= 1; k--) sum = 1 + (small / k) * sum;
  for (let i = 0; i < halvings; i++) sum *= sum;
  return sum;
}

/** The factor per frame that falls to 1/e in `seconds`. */
export function decayPerFrame(seconds: number, rate: number): number {
  return exponential(-1 / (seconds * rate));
}

/** Hertz of a MIDI note, equal temperament, A4 = 69 = 440 Hz; fractions are microtones. */
export function hertzOf(midi: number): number {
  return 440 * exponential(((midi - 69) / 12) * Math.LN2);
}
