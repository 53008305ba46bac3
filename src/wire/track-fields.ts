/**
 * The fields of a track that travel in manifests and in the catalogue
 * (docs/MEDIA.md §3). A codec only; rungs are their codes here.
 */
import { type ByteReader, type ByteWriter, fromHex, toHex } from "../base/bytes.ts";

/** A tag is shown on one line; longer ones are cut at ingest. */
export const tagBytesMax = 512;

const hashBytes = 32;

export interface TagFields {
  readonly title: string;
  readonly artist: string;
  readonly album: string;
  readonly albumArtist: string;
  readonly track: number;
  readonly disc: number;
  readonly year: number;
  readonly genre: string;
}

export function writeTags(writer: ByteWriter, tags: TagFields): void {
  writer.text(tags.title).text(tags.artist).text(tags.album).text(tags.albumArtist);
  writer.u16(tags.track).u16(tags.disc).u16(tags.year).text(tags.genre);
}

export function readTags(reader: ByteReader): TagFields {
  const title = reader.text(tagBytesMax);
  const artist = reader.text(tagBytesMax);
  const album = reader.text(tagBytesMax);
  const albumArtist = reader.text(tagBytesMax);
  const track = reader.u16();
  const disc = reader.u16();
  const year = reader.u16();
  return { title, artist, album, albumArtist, track, disc, year, genre: reader.text(tagBytesMax) };
}

/** A SHA-256 in hexadecimal, or none. */
export function writeHash(writer: ByteWriter, hash: string | undefined): void {
  const bytes = hash === undefined ? undefined : fromHex(hash);
  writer.u8(bytes === undefined ? 0 : 1);
  if (bytes !== undefined) writer.raw(bytes);
}

export function readHash(reader: ByteReader): string | undefined {
  const present = reader.u8();
  if (present > 1) reader.fail();
  return present === 1 ? toHex(reader.take(hashBytes)) : undefined;
}
