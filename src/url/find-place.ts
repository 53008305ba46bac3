/**
 * Where in a file a time is, by looking at some places of it: files of Ogg and
 * Matroska say when they are wherever one looks. Pure over `look`.
 *
 * Bounds: looksMax looks.
 */
import { looksMax, placeNearBytes, placeNearMs } from "./limits.ts";

export interface Place {
  readonly at: number;
  readonly ms: number;
}

export interface Sought {
  /** The place must not be behind it. */
  readonly ms: number;
  readonly sizeBytes: number;
  /** Undefined where it is not known. */
  readonly durationMs: number | undefined;
}

/** The latest place found that is not behind the time, the beginning at least; `look`: the first place from a byte on. */
export async function findPlace(
  sought: Sought,
  look: (from: number) => Promise<Place | undefined>,
): Promise<Place> {
  let low: Place = { at: 0, ms: 0 };
  let high = { at: sought.sizeBytes, ms: sought.durationMs };
  for (let looks = 0; looks < looksMax; looks++) {
    if (sought.ms - low.ms <= placeNearMs || high.at - low.at <= placeNearBytes) break;
    const from = guess(sought.ms, low, high, looks);
    const found = await look(from);
    // Beyond what is known to be too late, or nothing at all up to there.
    if (found === undefined || found.at >= high.at) high = { at: from, ms: high.ms };
    else if (found.ms > sought.ms) high = { at: from, ms: found.ms };
    else if (found.at > low.at) low = found;
    else break;
  }
  return low;
}

/** By the times at both ends; each third time in the middle, whatever they say. */
function guess(
  ms: number,
  low: Place,
  high: { readonly at: number; readonly ms: number | undefined },
  looks: number,
): number {
  const middle = Math.floor((low.at + high.at) / 2);
  if (looks % 3 === 2 || high.ms === undefined || high.ms <= low.ms) return middle;
  const early = Math.max(low.ms, ms - placeNearMs / 2);
  const part = (early - low.ms) / (high.ms - low.ms);
  const at = low.at + Math.floor((high.at - low.at) * part);
  return Math.min(high.at - 1, Math.max(low.at + 1, at));
}
