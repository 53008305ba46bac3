/** Whether a song is one of those that a filter asks for. Pure. */
import { unreachable } from "../../base/assert.ts";
import { foldText } from "../../base/fold.ts";
import type { TrackInfo } from "../../media/track.ts";
import type { Filter } from "./filter.ts";
import { partsOf } from "./library-tree.ts";
import { tagNames, tagOf, tagOrFallback } from "./tags.ts";

/** `uriOf` is asked where a filter is about paths alone. */
export function matches(
  filter: Filter,
  track: TrackInfo,
  uriOf: (track: TrackInfo) => string,
): boolean {
  switch (filter.kind) {
    case "all":
      return filter.of.every((each) => matches(each, track, uriOf));
    case "not":
      return !matches(filter.not, track, uriOf);
    case "below":
      return isBelow(uriOf(track), filter.path);
    case "text":
      return valuesOf(filter, track, uriOf).some((value) => fits(filter, value));
    default:
      return unreachable(filter);
  }
}

type TextFilter = Extract<Filter, { kind: "text" }>;

/** A tag that is not there is empty: so it is found by `""`, as in MPD. */
function valuesOf(
  { subject }: TextFilter,
  track: TrackInfo,
  uriOf: (track: TrackInfo) => string,
): readonly string[] {
  if (subject === undefined) return [""];
  if (subject === "file") return [uriOf(track)];
  if (subject !== "any") return [tagOrFallback(track, subject)];
  return tagNames.map((name) => tagOf(track, name)).filter((value) => value !== "");
}

function fits({ how, value, folds }: TextFilter, text: string): boolean {
  const own = folds ? foldText(text) : text.normalize("NFC");
  if (how === "is") return own === value;
  return how === "contains" ? own.includes(value) : own.startsWith(value);
}

function isBelow(uri: string, path: string): boolean {
  const folder = partsOf(path).join("/");
  return folder === "" || uri === folder || uri.startsWith(`${folder}/`);
}
