/**
 * The speaker's copy of the catalogue as a file (docs/STORAGE.md §3, "Of the
 * house"): what says whose it is, then pages as an origin sends them. A codec
 * only; what does not decode whole is as if there were none.
 *
 * Bounds: catalogueTracksMax tracks, catalogueFileBytesMax bytes.
 */
import { ByteReader, ByteWriter } from "../base/bytes.ts";
import { decodeCataloguePage, encodeCataloguePage } from "../media/catalogue-page.ts";
import type { TrackInfo } from "../media/track.ts";
import type { WholeCatalogue } from "./catalogue-mirror.ts";
import { decodingHouseFile, encodingHouseFile } from "./house-file.ts";
import { cataloguePageTracks, catalogueTracksMax } from "./limits.ts";
import { SharedTexts } from "./shared-texts.ts";
import { atOnce } from "./slices.ts";

const magic = "NJca";
const formatVersion = 1;
/** Tracks of a page take at most so much: about 900 bytes of tags each at the very most. */
const pageBytesMax = 4_000_000;

/** One page of a file, for a writer that does other things in between. */
export function* catalogueFilePages({
  epoch,
  version,
  borrowed,
  tracks,
}: WholeCatalogue): Generator<Uint8Array> {
  yield new ByteWriter(2)
    .u8(formatVersion)
    .u8(borrowed ? 1 : 0)
    .finish();
  let from = 0;
  do {
    const rows = tracks.slice(from, from + cataloguePageTracks);
    from += rows.length;
    const changes = rows.map((track) => ({ kind: "track" as const, track }));
    const page = encodeCataloguePage({ epoch, version, more: from < tracks.length, changes });
    yield new ByteWriter(page.length + 4).sized(page).finish();
  } while (from < tracks.length);
}

export function encodeCatalogueFile(
  householdTag: string,
  pages: readonly Uint8Array[],
): Uint8Array {
  return atOnce(encodingCatalogueFile(householdTag, pages));
}

/** Likewise in slices. */
export function encodingCatalogueFile(
  householdTag: string,
  pages: readonly Uint8Array[],
): Generator<void, Uint8Array> {
  return encodingHouseFile({ magic, householdTag }, pages);
}

/** Undefined unless it is whole and of this household. In slices: a page of the file, or a piece of its checksum, each. */
export function* decodingCatalogueFile(
  householdTag: string,
  bytes: Uint8Array,
): Generator<void, WholeCatalogue | undefined> {
  const body = yield* decodingHouseFile({ magic, householdTag }, bytes);
  if (body === undefined) return undefined;
  const reader = new ByteReader(body);
  if (reader.u8() !== formatVersion) return undefined;
  const borrowed = reader.u8();
  const tracks: TrackInfo[] = [];
  const texts = new SharedTexts();
  for (;;) {
    const page = decodeCataloguePage(reader.sized(pageBytesMax));
    if (!reader.ok || page === undefined || borrowed > 1) return undefined;
    for (const change of page.changes)
      if (change.kind === "track") tracks.push(texts.track(change.track));
    if (tracks.length > catalogueTracksMax) return undefined;
    yield;
    if (page.more && page.changes.length > 0) continue;
    const { epoch, version } = page;
    const whole = { epoch, version, borrowed: borrowed === 1, tracks };
    return page.more || reader.remaining > 0 ? undefined : whole;
  }
}
