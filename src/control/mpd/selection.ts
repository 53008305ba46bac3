/**
 * The songs that `find`, `search` and their kin mean: a filter, then an order, a
 * window and a place, which stand behind it. Pure but for its pauses.
 */
import type { TrackInfo } from "../../media/track.ts";
import { MpdError, quoted } from "./errors.ts";
import { type Filter, parseFilter } from "./filter.ts";
import { matches } from "./filter-match.ts";
import { sliceRows } from "./limits.ts";
import { compareTag, isOtherTag, type TagName, tagNamed } from "./tags.ts";
import { type Range, readRange } from "./values.ts";

export interface Selection {
  readonly filter: Filter;
  /** Undefined: as the library has them. `tag` undefined: by one that none of them has. */
  readonly sort: { readonly tag: TagName | undefined; readonly down: boolean } | undefined;
  readonly window: Range | undefined;
  /** As it was given. */
  readonly position: string | undefined;
}

/** `tail`: which of the words behind the filter there may be, the last first. Throws MpdError. */
export function parseSelection(
  args: readonly string[],
  folds: boolean,
  tail: readonly ("position" | "window" | "sort")[] = ["window", "sort"],
): Selection {
  let rest = args;
  const found = new Map<string, string>();
  for (const word of tail) {
    const value = rest.at(-1);
    if (rest.length < 2 || rest.at(-2)?.toLowerCase() !== word || value === undefined) continue;
    found.set(word, value);
    rest = rest.slice(0, -2);
  }
  const [sort, window] = [found.get("sort"), found.get("window")];
  return {
    filter: parseFilter(rest, folds),
    sort: sort === undefined ? undefined : sortOf(sort),
    window: window === undefined ? undefined : readRange(window),
    position: found.get("position"),
  };
}

function sortOf(text: string): NonNullable<Selection["sort"]> {
  const down = text.startsWith("-");
  const name = down ? text.slice(1) : text;
  const tag = tagNamed(name);
  const isKnown = tag !== undefined || isOtherTag(name) || /^(last-modified|added)$/i.test(name);
  if (!isKnown) throw new MpdError("argument", `Unknown sort tag: ${quoted(name)}`);
  return { tag, down };
}

/** Those of `tracks` that are meant. `pause` is waited for between slices. */
export async function select(
  tracks: readonly TrackInfo[],
  { filter, sort, window }: Selection,
  uriOf: (track: TrackInfo) => string,
  pause: () => Promise<void>,
): Promise<readonly TrackInfo[]> {
  const found: TrackInfo[] = [];
  for (const [at, track] of tracks.entries()) {
    if (matches(filter, track, uriOf)) found.push(track);
    if (at % sliceRows === sliceRows - 1) await pause();
  }
  if (sort?.tag !== undefined) {
    const compare = compareTag(sort.tag);
    found.sort(sort.down ? (a, b) => compare(b, a) : compare);
  }
  return window === undefined ? found : found.slice(window.from, window.to);
}
