/** A song as MPD tells it. Pure. */
import type { TrackInfo } from "../../media/track.ts";
import type { Answer } from "./answer.ts";
import { type TagName, tagNames, tagOf } from "./tags.ts";

export interface SongPlace {
  readonly position: number;
  readonly id: number;
}

/** `mask`: tags that the client wants to hear of. */
export function songLines(
  out: Answer,
  song: { readonly uri: string; readonly track: TrackInfo; readonly place?: SongPlace },
  mask: ReadonlySet<TagName>,
): void {
  const { uri, track, place } = song;
  out.field("file", uri);
  for (const name of tagNames) {
    const value = mask.has(name) ? tagOf(track, name) : "";
    if (value !== "") out.field(name, value);
  }
  if (track.durationMs > 0) {
    out.field("Time", Math.round(track.durationMs / 1000));
    out.field("duration", seconds(track.durationMs));
  }
  if (place === undefined) return;
  out.field("Pos", place.position);
  out.field("Id", place.id);
}

/** "12.345" */
export function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}
