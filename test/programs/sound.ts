/** Listening to captures: what was played, compared with what should have been. */
import { execFileSync } from "node:child_process";
import { rate } from "../../tools/listen/wav.ts";

/** Below −70 dB of full scale nobody hears anything. */
const silentBelow = 10;

/** Left channel of any sound file, by ffmpeg, at 48 kHz. */
export function decodeSource(path: string): Int16Array {
  const args = [
    "-v",
    "error",
    "-i",
    path,
    "-map",
    "0:a:0",
    "-ac",
    "2",
    "-ar",
    String(rate),
    "-f",
    "s16le",
    "-",
  ];
  const bytes = execFileSync("ffmpeg", args, { maxBuffer: 1 << 30 });
  return Int16Array.from({ length: bytes.length >> 2 }, (_, i) => bytes.readInt16LE(4 * i));
}

export function firstSound(samples: Int16Array, from = 0): number {
  for (let i = from; i < samples.length; i++) if (Math.abs(samples[i] ?? 0) > silentBelow) return i;
  return -1;
}

/** Longest run of plain silence between `from` and `to`, in frames. */
export function longestSilence(samples: Int16Array, from: number, to: number): number {
  let longest = 0;
  let run = 0;
  for (let i = from; i < to; i++) {
    run = samples[i] === 0 ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return longest;
}

/** Correlation of two stretches, −1…1; 1 where both are silent. */
export function correlation(
  a: Int16Array,
  b: Int16Array,
  at: { a: number; b: number; frames: number },
): number {
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < at.frames; i++) {
    const x = a[at.a + i] ?? 0;
    const y = b[at.b + i] ?? 0;
    ab += x * y;
    aa += x * x;
    bb += y * y;
  }
  if (aa < at.frames && bb < at.frames) return 1;
  return ab / Math.sqrt(Math.max(1, aa) * Math.max(1, bb));
}

/** Where in `capture` the source begins: by its first sound, then by the best correlation around it. */
export function findStart(capture: Int16Array, source: Int16Array, from = 0): number {
  const guess = firstSound(capture, from) - firstSound(source);
  const probe = Math.min(source.length, rate);
  const first = firstSound(source);
  let best = { at: guess, value: -1 };
  for (let at = guess - 400; at <= guess + 400; at++) {
    const value = correlation(capture, source, {
      a: at + first,
      b: first,
      frames: Math.min(probe, 12_000),
    });
    if (value > best.value) best = { at, value };
  }
  return best.at;
}

/** Correlation of each second of the source with the capture, from where it begins. */
export function secondBySecond(capture: Int16Array, source: Int16Array, start: number): number[] {
  return Array.from({ length: Math.floor(source.length / rate) }, (_, second) =>
    correlation(capture, source, { a: start + second * rate, b: second * rate, frames: rate }),
  );
}
