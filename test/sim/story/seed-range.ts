/**
 * Which seeds a test file tells: its share of the standing ones, of
 * SEEDS=1000-2000, or the one of SEED=17 alone (in the first file).
 */
const standing = 208;

export interface Share {
  /** From 0. */
  readonly part: number;
  readonly parts: number;
}

export function seedsOf({ part, parts }: Share): number[] {
  const [from, to] = rangeOf(process.env["SEED"] ?? process.env["SEEDS"] ?? `1-${standing}`);
  const all = Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i);
  return all.filter((_, i) => i % parts === part);
}

function rangeOf(text: string): readonly [number, number] {
  const [from = Number.NaN, to = from] = text.split("-").map(Number);
  if (!Number.isInteger(from) || !Number.isInteger(to))
    throw new Error(`SEEDS is a number or FROM-TO, not ${text}`);
  return [from, to];
}
