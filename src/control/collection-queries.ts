/** Answers to queries about playlists, favourites and presets: pages of the model, as in queries.ts. */
import type { TrackInfo } from "../media/track.ts";
import type { PlaylistItem } from "../player/collection/model.ts";
import type { SpeakerModel } from "../player/model.ts";
import { type schema, wire } from "../wire/control-frame.ts";
import { marksMax, textCharsMax } from "./limits.ts";
import { pageOf } from "./pages.ts";
import { presetToWire } from "./wire-collection.ts";
import { trackToWire } from "./wire-state.ts";

type QueryIn = schema.control.Query.$Shape;
type ReplyOut = schema.control.QueryReply.$Properties;
type WindowIn = schema.control.Window.$Properties | null | undefined;
type HereOf = (tracks: readonly TrackInfo[]) => string[];

/** Undefined for other queries. `hereOf`: where tracks can be had, as in LibraryPage. */
export function answerCollection(
  { collection }: Pick<SpeakerModel, "collection">,
  query: QueryIn,
  hereOf: HereOf,
): ReplyOut | undefined {
  const rev = collection.revision;
  switch (query.q) {
    case "playlists": {
      const rows = collection.playlists();
      const toWire = (row: schema.control.PlaylistRow.$Properties) => row;
      const size = (row: schema.control.PlaylistRow.$Properties): number =>
        wire.PlaylistRow.encode(row).len;
      const page = pageOf(rows, query.playlists, toWire, size);
      return { playlists: { rev, offset: page.offset, total: rows.length, playlists: page.rows } };
    }
    case "playlist":
      return { playlist: { rev, ...playlistPage(collection, query.playlist, hereOf) } };
    case "favourites":
      return { favourites: { rev, ...favouritesPage(collection, query.favourites, hereOf) } };
    case "presets":
      return { presets: { rev, presets: collection.presets().map(presetToWire) } };
    case "marks": {
      const asked = new Set(query.marks.ids?.slice(0, marksMax));
      const liked = asked.size === 0 ? [] : collection.favourites();
      const favourites = liked.filter(({ id }) => asked.has(id)).map(({ id }) => id);
      return { marks: { rev, favourites } };
    }
    default:
      return undefined;
  }
}

type Collection = SpeakerModel["collection"];

function playlistPage(
  collection: Collection,
  { list, window }: schema.control.PlaylistQuery.$Properties,
  hereOf: HereOf,
): schema.control.PlaylistPage.$Properties {
  const found = collection.playlist((list ?? "").slice(0, textCharsMax));
  if (found === undefined) return { offset: 0, total: 0, items: [], here: [] };
  const { items, ...playlist } = found;
  const page = pageOf(items, window, rowToWire, (item) => wire.QueueItem.encode(item).len);
  const shown = items.slice(page.offset, page.offset + page.rows.length);
  const here = hereOf(shown.map(({ track }) => track));
  return { offset: page.offset, total: items.length, playlist, items: page.rows, here };
}

function rowToWire({ id, track }: PlaylistItem): schema.control.QueueItem.$Properties {
  return { id, track: trackToWire(track) };
}

function favouritesPage(
  collection: Collection,
  window: WindowIn,
  hereOf: HereOf,
): schema.control.FavouritesPage.$Properties {
  const tracks = collection.favourites();
  const page = pageOf(tracks, window, trackToWire, (row) => wire.Track.encode(row).len);
  const here = hereOf(tracks.slice(page.offset, page.offset + page.rows.length));
  return { offset: page.offset, total: tracks.length, tracks: page.rows, here };
}
