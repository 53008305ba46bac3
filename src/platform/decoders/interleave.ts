/** Planes of samples to interleaved stereo. Mono goes to both sides; of more than two the first two count. */
export function interleave(
  planes: readonly Float32Array[],
  frames: number,
  into: Float32Array,
): number {
  const [left, right = left] = planes;
  if (left === undefined || right === undefined || 2 * frames > into.length) return 0;
  for (let i = 0; i < frames; i++) {
    into[2 * i] = left[i] ?? 0;
    into[2 * i + 1] = right[i] ?? 0;
  }
  return frames;
}
