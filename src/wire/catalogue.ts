/**
 * Bytes of a page of the catalogue's history (docs/MEDIA.md §5).
 *
 * A codec only; rungs are codes here. Malformed bytes decode to undefined, never
 * to part of a page.
 */
import { ByteReader, ByteWriter, fromHex, toHex } from "../base/bytes.ts";
import { readHash, readTags, type TagFields, writeHash, writeTags } from "./track-fields.ts";

export interface TrackFields extends TagFields {
  readonly id: string;
  readonly durationMs: number;
  readonly rungCodes: readonly number[];
  readonly artwork: string | undefined;
}

export type ChangeFields =
  | { readonly kind: "track"; readonly track: TrackFields }
  | { readonly kind: "removed"; readonly id: string };

export interface PageFields {
  /** 8 bytes, hexadecimal. */
  readonly epoch: string;
  readonly version: number;
  readonly more: boolean;
  readonly changes: readonly ChangeFields[];
}

const formatVersion = 1;
const epochBytes = 8;
const trackBytes = 16;
const rungsMax = 8;
const kinds = { track: 1, removed: 2 } as const;

/** Changes of one page; the page's byte bound is reached long before unless all are removals. */
export const changesPerPageMax = 2_000;

/** Bytes of one change, to fill a page up to a bound. */
export function encodeChange(change: ChangeFields): Uint8Array {
  const writer = new ByteWriter(256).u8(kinds[change.kind]);
  if (change.kind === "removed") return writer.raw(hex(change.id, trackBytes)).finish();
  const { track } = change;
  writer.raw(hex(track.id, trackBytes)).u32(track.durationMs);
  writer.u8(track.rungCodes.length).raw(Uint8Array.from(track.rungCodes));
  writeTags(writer, track);
  writeHash(writer, track.artwork);
  return writer.finish();
}

/** A page of changes that `encodeChange` made. */
export function encodePage(
  page: Omit<PageFields, "changes">,
  changes: readonly Uint8Array[],
): Uint8Array {
  const writer = new ByteWriter(1024).u8(formatVersion).raw(hex(page.epoch, epochBytes));
  writer
    .u64(page.version)
    .u8(page.more ? 1 : 0)
    .varint(changes.length);
  for (const change of changes) writer.raw(change);
  return writer.finish();
}

export function decodePage(bytes: Uint8Array): PageFields | undefined {
  const reader = new ByteReader(bytes);
  if (reader.u8() !== formatVersion) return undefined;
  const epoch = toHex(reader.take(epochBytes));
  const version = reader.u64();
  const more = reader.u8();
  const count = reader.varint();
  if (more > 1 || count > changesPerPageMax) return undefined;
  const changes: ChangeFields[] = [];
  while (changes.length < count && reader.ok) changes.push(readChange(reader));
  if (!reader.ok || reader.remaining > 0) return undefined;
  return { epoch, version, more: more === 1, changes };
}

function readChange(reader: ByteReader): ChangeFields {
  const kind = reader.u8();
  const id = toHex(reader.take(trackBytes));
  if (kind === kinds.removed) return { kind: "removed", id };
  if (kind !== kinds.track) reader.fail();
  const durationMs = reader.u32();
  const rungCount = reader.u8();
  if (rungCount > rungsMax) reader.fail();
  const rungCodes = Array.from(reader.take(rungCount));
  // Field by field: a spread costs five times as much, and a library is many.
  const { title, artist, album, albumArtist, track, disc, year, genre } = readTags(reader);
  const artwork = readHash(reader);
  return {
    kind: "track",
    track: {
      title,
      artist,
      album,
      albumArtist,
      track,
      disc,
      year,
      genre,
      id,
      durationMs,
      rungCodes,
      artwork,
    },
  };
}

/** Ids are checked where they enter the program: a bad one here is a bug. */
function hex(text: string, length: number): Uint8Array {
  const bytes = fromHex(text);
  if (bytes?.length !== length) throw new Error(`assertion failed: not ${length} bytes: ${text}`);
  return bytes;
}
