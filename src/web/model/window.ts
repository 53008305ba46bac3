/** Which rows of a long list are drawn, and where a dragged row would go. Pure; pixels and indices. */
import { overscanRows } from "../limits.ts";

export interface View {
  /** How far the list is scrolled, from its own top; below 0 while its top is below the edge. */
  readonly topPx: number;
  readonly heightPx: number;
  readonly rowPx: number;
  readonly total: number;
}

/** The rows [first, last) that are seen, and some around them. */
export function visibleRows({ topPx, heightPx, rowPx, total }: View): {
  first: number;
  last: number;
} {
  const first = Math.max(0, Math.floor(topPx / rowPx) - overscanRows);
  const last = Math.min(total, Math.ceil((topPx + heightPx) / rowPx) + overscanRows);
  return { first: Math.min(first, total), last: Math.max(last, Math.min(first, total)) };
}

/** The place of the row `from` once it was dragged by `deltaPx`. */
export function draggedTo(from: number, deltaPx: number, rowPx: number, total: number): number {
  return Math.max(0, Math.min(total - 1, from + Math.round(deltaPx / rowPx)));
}

/** How far the row `index` gives way, in rows, while `from` is over `to`. */
export function givesWay(index: number, from: number, to: number): -1 | 0 | 1 {
  if (index > from && index <= to) return -1;
  if (index < from && index >= to) return 1;
  return 0;
}
