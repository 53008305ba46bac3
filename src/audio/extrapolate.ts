/**
 * Continues a sound for some tens of milliseconds past where it is known, so
 * that a hole or a sudden end can be faded instead of heard as a click.
 *
 * Linear prediction: a filter is fitted to the last samples by Burg's method,
 * which is stable by construction, and then runs on by itself. Tones go on,
 * noise dies away. Each channel has its own filter. What is longer than a fade
 * goes over to a repetition of the past (repetition.ts), which keeps the noise.
 *
 * Cost: about 0.1 million multiplications to fit, 64 for each sample. Memory:
 * pastFrames samples.
 */
import { risingFade } from "./fade.ts";
import { historyFrames, pastFrames, predictedFrames, predictorOrder } from "./limits.ts";
import { findRepetition } from "./repetition.ts";

/** Below −100 dB there is nothing to continue. */
const silentEnergy = historyFrames * 1e-10;
/** Regularises the fit: white noise 120 dB below the signal keeps the poles off the unit circle. */
const noiseFloor = 1e-12;

/**
 * Weights of the fit, a Hamming window: without one the tones that it finds are a little out of
 * tune, and a bridge ends out of step with what follows it.
 */
const taper = Float64Array.from(
  { length: historyFrames },
  (_, n) => 0.54 - 0.46 * Math.cos((2 * Math.PI * n) / (historyFrames - 1)),
);

/** From prediction to repetition. */
const overlap = risingFade(predictedFrames);

export class Extrapolator {
  /** Interleaved stereo, the newest last. */
  readonly #history = new Float32Array(2 * pastFrames);

  /** Takes `frames` more samples of the sound as known. */
  note(samples: Float32Array, atFrame: number, frames: number): void {
    const take = Math.min(frames, pastFrames);
    this.#history.copyWithin(0, 2 * take);
    const end = 2 * (atFrame + frames);
    this.#history.set(samples.subarray(end - 2 * take, end), 2 * (pastFrames - take));
  }

  forget(): void {
    this.#history.fill(0);
  }

  /** Writes what may come next; it is not taken as known. */
  extend(into: Float32Array, atFrame: number, frames: number): void {
    const from = pastFrames - historyFrames;
    const predicted = frames > 2 * predictedFrames ? predictedFrames : frames;
    for (const channel of [0, 1]) {
      const known = new Float64Array(historyFrames);
      for (let i = 0; i < historyFrames; i++)
        known[i] = this.#history[2 * (from + i) + channel] ?? 0;
      const filter = fitPredictor(known);
      runPredictor(filter, known, into, 2 * atFrame + channel, predicted);
    }
    if (predicted < frames) this.#repeat(into, atFrame, frames);
  }

  /** Lays the repetition over the prediction's end, and goes on with it alone. */
  #repeat(into: Float32Array, atFrame: number, frames: number): void {
    const { period, samples } = findRepetition(this.#history);
    for (let i = 0; i < 2 * frames; i++) {
      const weight = overlap[i >> 1] ?? 1;
      const guess = weight < 1 ? (into[2 * atFrame + i] ?? 0) * (1 - weight) : 0;
      into[2 * atFrame + i] = guess + weight * (samples[i % (2 * period)] ?? 0);
    }
  }
}

/** Coefficients a such that x[n] ≈ Σ a[k] x[n−1−k]. All zero for silence. */
function fitPredictor(x: Float64Array): Float64Array {
  const coefficients = new Float64Array(predictorOrder);
  let energy = 0;
  for (const sample of x) energy += sample * sample;
  if (energy < silentEnergy) return coefficients;
  const forward = Float64Array.from(x);
  const backward = Float64Array.from(x);
  const before = new Float64Array(predictorOrder);
  for (let m = 0; m < predictorOrder; m++) {
    const reflection = burgReflection(forward, backward, m, energy * noiseFloor);
    before.set(coefficients);
    for (let k = 0; k < m; k++)
      coefficients[k] = (before[k] ?? 0) - reflection * (before[m - 1 - k] ?? 0);
    coefficients[m] = reflection;
    updateErrors(forward, backward, m, reflection);
  }
  return coefficients;
}

function burgReflection(
  forward: Float64Array,
  backward: Float64Array,
  m: number,
  floor: number,
): number {
  let product = 0;
  let power = floor;
  for (let n = m + 1; n < forward.length; n++) {
    const f = forward[n] ?? 0;
    const b = backward[n - 1] ?? 0;
    const weight = taper[n] ?? 0;
    product += weight * f * b;
    power += weight * (f * f + b * b);
  }
  return (2 * product) / power;
}

function updateErrors(
  forward: Float64Array,
  backward: Float64Array,
  m: number,
  reflection: number,
): void {
  for (let n = forward.length - 1; n > m; n--) {
    const f = forward[n] ?? 0;
    const b = backward[n - 1] ?? 0;
    forward[n] = f - reflection * b;
    backward[n] = b - reflection * f;
  }
}

function runPredictor(
  filter: Float64Array,
  known: Float64Array,
  into: Float32Array,
  at: number,
  frames: number,
): void {
  /** The last samples, the newest first. */
  const past = Float64Array.from(
    { length: filter.length },
    (_, k) => known[known.length - 1 - k] ?? 0,
  );
  for (let i = 0; i < frames; i++) {
    let next = 0;
    for (let k = 0; k < filter.length; k++) next += (filter[k] ?? 0) * (past[k] ?? 0);
    past.copyWithin(1, 0);
    past[0] = next;
    into[at + 2 * i] = next;
  }
}
