/** Puts spans into as few rows as their order allows, so that none covers another. Pure. */
export interface Span {
  readonly from: number;
  readonly until: number;
}

/** For each span, in the order given, its row: the first in which it fits. */
export function packRows(spans: readonly Span[]): number[] {
  const ends: number[] = [];
  return spans.map(({ from, until }) => {
    const free = ends.findIndex((end) => end <= from);
    const row = free === -1 ? ends.length : free;
    ends[row] = until;
    return row;
  });
}
