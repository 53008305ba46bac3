/** "Did you mean": the nearest known word to one that was mistyped. Pure. */

/** Further away than this it is another word, not a slip. */
const slipsMax = 3;

export function nearest(word: string, known: readonly string[]): string | undefined {
  const ranked = known
    .map((candidate) => ({ candidate, slips: slipsBetween(word, candidate) }))
    .filter(({ candidate, slips }) => slips <= Math.min(slipsMax, candidate.length / 2))
    .sort((a, b) => a.slips - b.slips);
  return ranked[0]?.candidate;
}

/** As `nearest`, whatever is written large or small: names that people gave. */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  const folded = known.map((each) => each.toLowerCase());
  const near = nearest(name.toLowerCase(), folded);
  return near === undefined ? undefined : known[folded.indexOf(near)];
}

/** `; did you mean "…"?`, or nothing. */
export function didYouMean(word: string, known: readonly string[]): string {
  const near = nearest(word, known);
  return near === undefined ? "" : `; did you mean "${near}"?`;
}

/** Letters to change, add, drop or swap with their neighbour (restricted Damerau–Levenshtein distance). */
function slipsBetween(a: string, b: string): number {
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row.push(
        Math.min(
          (row[j - 1] ?? 0) + 1,
          (above[j] ?? 0) + 1,
          (above[j - 1] ?? 0) + same,
          swapped ? (before[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
    before = above;
    above = row;
  }
  return above[b.length] ?? 0;
}
