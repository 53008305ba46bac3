/**
 * The URLs that a household keeps, in playlists, as favourites and presets: what the
 * ids of their tracks stand for, on every speaker (docs/STORAGE.md §3). Pure.
 */
import type { CommonEdit, Commons } from "../../household/commons.ts";
import type { TrackInfo } from "../../media/track.ts";
import type { CommandOutcome } from "../model.ts";
import { refuse } from "../outcomes.ts";
import { decodeUrl, encodeUrl, type UrlValue, urlKey } from "./entries.ts";
import { keptUrlBytesMax, keptUrlsMax } from "./limits.ts";

/** What the id stands for; undefined where it is none of a URL that is kept. */
export function keptUrl(commons: Pick<Commons, "get">, id: string): UrlValue | undefined {
  const value = commons.get(urlKey(id));
  return value && decodeUrl(value);
}

/** Entries for those of the tracks that are URLs, as far as there are none yet; `count`: of those that there are. */
export function urlEdits(
  commons: Pick<Commons, "get">,
  tracks: readonly TrackInfo[],
  count: number,
): CommonEdit[] | CommandOutcome {
  const edits = new Map<string, Uint8Array>();
  for (const { id, url, live = false, title, album } of tracks) {
    const key = urlKey(id);
    if (url === undefined || commons.get(key) !== undefined) continue;
    // A station is called by its name, whatever it plays just now.
    const value = encodeUrl({ url, name: live ? album || title : "" });
    if (value.length > keptUrlBytesMax) return tooLong;
    edits.set(key, value);
  }
  return edits.size > 0 && count + edits.size > keptUrlsMax ? tooMany : [...edits];
}

const tooLong = refuse("invalid-argument", "this URL is too long to be kept; it can be played");
const tooMany = refuse(
  "unavailable",
  `a household keeps at most ${keptUrlsMax} URLs; remove some from playlists and favourites first`,
);
