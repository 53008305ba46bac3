/** How far apart two sounds are in spectrum: the log-spectral distance of overlapping windows, up to 8 kHz. */
const windowFrames = 1024;
const hann = Float64Array.from(
  { length: windowFrames },
  (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / windowFrames),
);
/** Bins of 47 Hz from 94 Hz to 8 kHz. */
const [firstBin, lastBin] = [2, 170];
/** Below −60 dB of a window there is nothing to hear. */
const floor = 1e-6;

/** Mean over the windows that touch frames `from` to before `to`, dB. Interleaved stereo at 48 kHz; the left channel counts. */
export function spectralDistanceDb(
  a: Float32Array,
  b: Float32Array,
  { from, to }: { readonly from: number; readonly to: number },
): number {
  let sum = 0;
  let windows = 0;
  for (let at = from - windowFrames / 2; at < to; at += windowFrames / 2) {
    const [powerA, powerB] = [powerAt(a, at), powerAt(b, at)];
    let squares = 0;
    for (let bin = firstBin; bin <= lastBin; bin++) {
      const ratio = ((powerA[bin] ?? 0) + floor) / ((powerB[bin] ?? 0) + floor);
      squares += (10 * Math.log10(ratio)) ** 2;
    }
    sum += Math.sqrt(squares / (lastBin - firstBin + 1));
    windows += 1;
  }
  return sum / windows;
}

function powerAt(samples: Float32Array, frame: number): Float64Array {
  const real = Float64Array.from(hann, (weight, i) => weight * (samples[2 * (frame + i)] ?? 0));
  const imaginary = new Float64Array(windowFrames);
  transform(real, imaginary);
  return real.map((x, i) => x * x + (imaginary[i] ?? 0) ** 2);
}

/** In place, radix 2 (Cooley and Tukey 1965). */
function transform(real: Float64Array, imaginary: Float64Array): void {
  const n = real.length;
  for (let i = 1, j = 0; i < n; i++) {
    let bit = n >> 1;
    for (; (j & bit) !== 0; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) [real[i], real[j]] = [real[j] ?? 0, real[i] ?? 0];
  }
  for (let length = 2; length <= n; length *= 2) {
    for (let start = 0; start < n; start += length) butterflies(real, imaginary, start, length);
  }
}

function butterflies(
  real: Float64Array,
  imaginary: Float64Array,
  start: number,
  length: number,
): void {
  const half = length / 2;
  for (let k = 0; k < half; k++) {
    const angle = (-2 * Math.PI * k) / length;
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    const [low, high] = [start + k, start + k + half];
    const [x, y] = [real[high] ?? 0, imaginary[high] ?? 0];
    const [turnedX, turnedY] = [x * cos - y * sin, x * sin + y * cos];
    real[high] = (real[low] ?? 0) - turnedX;
    imaginary[high] = (imaginary[low] ?? 0) - turnedY;
    real[low] = (real[low] ?? 0) + turnedX;
    imaginary[low] = (imaginary[low] ?? 0) + turnedY;
  }
}
