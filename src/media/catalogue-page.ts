/**
 * Pages of the catalogue's history as bytes (docs/MEDIA.md §5). Speakers ask for
 * the changes after the version they know until a page says there are no more.
 */
import * as wire from "../wire/catalogue.ts";
import { rungNames, rungOfCode, rungs } from "./rung.ts";
import type { CatalogueChange, CataloguePage, TrackInfo } from "./track.ts";

export function encodeCatalogueChange(change: CatalogueChange): Uint8Array {
  if (change.kind === "removed") return wire.encodeChange(change);
  const { rungs: names, ...fields } = change.track;
  const rungCodes = names.map((name) => rungs[name].code);
  return wire.encodeChange({ kind: "track", track: { ...fields, rungCodes } });
}

export function encodeCataloguePage(page: CataloguePage): Uint8Array {
  return wire.encodePage(page, page.changes.map(encodeCatalogueChange));
}

/** Undefined for anything malformed. Rungs that this version does not know are left out. */
export function decodeCataloguePage(bytes: Uint8Array): CataloguePage | undefined {
  const page = wire.decodePage(bytes);
  return page === undefined ? undefined : { ...page, changes: page.changes.map(changeOf) };
}

function changeOf(change: wire.ChangeFields): CatalogueChange {
  return change.kind === "removed" ? change : { kind: "track", track: trackOf(change.track) };
}

function trackOf(fields: wire.TrackFields): TrackInfo {
  const { id, durationMs, rungCodes, artwork } = fields;
  const { title, artist, album, albumArtist, track, disc, year, genre } = fields;
  const known = rungCodes.map(rungOfCode);
  const rungs = rungNames.filter((name) => known.includes(name));
  // Field by field: what V8 makes of a spread takes four times the memory, and a library is many.
  return {
    id,
    title,
    artist,
    album,
    albumArtist,
    track,
    disc,
    year,
    genre,
    durationMs,
    rungs,
    artwork,
  };
}
