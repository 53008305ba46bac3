/**
 * Playlists, favourites and presets as entries of what the household keeps
 * together (docs/STORAGE.md §3): keys and values. A codec only: what another
 * member wrote and is not understood is as if it were not there.
 */
import { ByteReader, ByteWriter, fromHex, toHex, utf8Bytes, utf8Text } from "../../base/bytes.ts";
import { keptUrlBytesMax, playlistNameBytesMax, presetsMax, presetTracksMax } from "./limits.ts";
import { type PresetKind, presetKinds } from "./model.ts";
import { positionMax } from "./positions.ts";

const idBytes = 8;
const trackBytes = 16;

export const listKey = (list: string): string => `l/${list}`;
export const itemKey = (list: string, item: string): string => `i/${list}/${item}`;
export const favouriteKey = (track: string): string => `f/${track}`;
export const presetKey = (number: number): string => `p/${number}`;

export const urlKey = (track: string): string => `u/${track}`;

export type EntryName =
  | { readonly kind: "list"; readonly list: string }
  | { readonly kind: "item"; readonly list: string; readonly item: string }
  | { readonly kind: "favourite"; readonly track: string }
  | { readonly kind: "url"; readonly track: string }
  | { readonly kind: "preset"; readonly number: number };

const listPattern = /^l\/([0-9a-f]{16})$/;
const itemPattern = /^i\/([0-9a-f]{16})\/([0-9a-f]{16})$/;
const favouritePattern = /^f\/([0-9a-f]{32})$/;
const urlPattern = /^u\/([0-9a-f]{32})$/;
const presetPattern = /^p\/([1-9]\d?)$/;

export function entryName(key: string): EntryName | undefined {
  const list = listPattern.exec(key)?.[1];
  if (list !== undefined) return { kind: "list", list };
  const [, ofList, itemId] = itemPattern.exec(key) ?? [];
  if (ofList !== undefined && itemId !== undefined)
    return { kind: "item", list: ofList, item: itemId };
  const track = favouritePattern.exec(key)?.[1];
  if (track !== undefined) return { kind: "favourite", track };
  const ofUrl = urlPattern.exec(key)?.[1];
  if (ofUrl !== undefined) return { kind: "url", track: ofUrl };
  const number = Number(presetPattern.exec(key)?.[1]);
  return number >= 1 && number <= presetsMax ? { kind: "preset", number } : undefined;
}

export function encodeName(name: string): Uint8Array {
  return utf8Bytes(name);
}

export function decodeName(value: Uint8Array): string | undefined {
  return value.length > playlistNameBytesMax ? undefined : utf8Text(value);
}

/** An item of a playlist. */
export interface ItemValue {
  readonly track: string;
  readonly position: number;
}

export function encodeItem({ track, position }: ItemValue): Uint8Array {
  return new ByteWriter(24).raw(rawOf(track)).f64(position).finish();
}

export function decodeItem(value: Uint8Array): ItemValue | undefined {
  const reader = new ByteReader(value);
  const item = { track: toHex(reader.take(trackBytes)), position: reader.f64() };
  return reader.ok && reader.remaining === 0 && isPosition(item.position) ? item : undefined;
}

export function encodePosition(position: number): Uint8Array {
  return new ByteWriter(8).f64(position).finish();
}

export function decodePosition(value: Uint8Array): number | undefined {
  const reader = new ByteReader(value);
  const position = reader.f64();
  return reader.ok && reader.remaining === 0 && isPosition(position) ? position : undefined;
}

/** What the id of a track stands for that is none of the library. */
export interface UrlValue {
  readonly url: string;
  /** Of a station; empty where it has none. */
  readonly name: string;
}

export function encodeUrl({ url, name }: UrlValue): Uint8Array {
  return new ByteWriter(256).text(url).text(name).finish();
}

export function decodeUrl(value: Uint8Array): UrlValue | undefined {
  const reader = new ByteReader(value);
  const read = { url: reader.text(keptUrlBytesMax), name: reader.text(keptUrlBytesMax) };
  const isWhole = reader.ok && reader.remaining === 0 && value.length <= keptUrlBytesMax;
  return isWhole && /^https?:/.test(read.url) && URL.canParse(read.url) ? read : undefined;
}

export interface PresetValue {
  readonly kind: PresetKind;
  readonly label: string;
  /** Of kind "tracks". */
  readonly tracks: readonly string[];
  /** Of kind "playlist". */
  readonly playlist: string | undefined;
}

export function encodePreset({ kind, label, tracks, playlist }: PresetValue): Uint8Array {
  const writer = new ByteWriter(64).u8(presetKinds.indexOf(kind)).text(label);
  if (playlist !== undefined) writer.raw(rawOf(playlist));
  for (const track of tracks) writer.raw(rawOf(track));
  return writer.finish();
}

export function decodePreset(value: Uint8Array): PresetValue | undefined {
  const reader = new ByteReader(value);
  const kind = presetKinds[reader.u8()];
  const label = reader.text(playlistNameBytesMax);
  if (kind === undefined) return undefined;
  const playlist = kind === "playlist" ? toHex(reader.take(idBytes)) : undefined;
  const tracks: string[] = [];
  while (kind === "tracks" && reader.remaining > 0 && tracks.length < presetTracksMax)
    tracks.push(toHex(reader.take(trackBytes)));
  if (!reader.ok || reader.remaining > 0) return undefined;
  return { kind, label, tracks, playlist };
}

function isPosition(position: number): boolean {
  return Number.isFinite(position) && Math.abs(position) <= 2 * positionMax;
}

/** Ids are validated where they enter the program; a bad one here is a bug of ours. */
function rawOf(hex: string): Uint8Array {
  const bytes = fromHex(hex);
  if (bytes === undefined) throw new Error(`assertion failed: not hexadecimal: ${hex}`);
  return bytes;
}
