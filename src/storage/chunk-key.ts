/**
 * Names of what the cache holds, as bytes and as fingerprints.
 *
 * A track's manifest and leaf lists lie in the same log under reserved keys
 * (docs/STORAGE.md §2, "Names"), so that what is played offline is found whole.
 */
import { assert } from "../base/assert.ts";
import { ByteReader, ByteWriter, fromHex, toHex } from "../base/bytes.ts";

export interface ChunkKey {
  /** 32 hexadecimal digits. */
  readonly track: string;
  /** A rung's code, 1…255; 0 for what belongs to the whole track. */
  readonly rung: number;
  /** Second of the track; `leavesIndex` for the rung's leaf list. */
  readonly index: number;
}

export const keyBytes = 21;
export const trackBytes = 16;
export const leavesIndex = 0xffff_ffff;
/** Beside the manifest's 0, should a track ever have the same id. */
const artworkIndex = 1;

export function manifestKey(track: string): ChunkKey {
  return { track, rung: 0, index: 0 };
}

export function leavesKey(track: string, rung: number): ChunkKey {
  return { track, rung, index: leavesIndex };
}

/** `hash`: 64 hexadecimal digits. Its first half is the name: who reads checks the whole. */
export function artworkKey(hash: string): ChunkKey {
  return { track: hash.slice(0, 2 * trackBytes), rung: 0, index: artworkIndex };
}

export function encodeKey({ track, rung, index }: ChunkKey): Uint8Array {
  const id = fromHex(track);
  assert(id?.length === trackBytes, "a track id has 32 hexadecimal digits");
  return new ByteWriter(keyBytes).raw(id).u8(rung).u32(index).finish();
}

export function decodeKey(name: Uint8Array): ChunkKey {
  const reader = new ByteReader(name);
  return { track: toHex(reader.take(trackBytes)), rung: reader.u8(), index: reader.u32() };
}

export function keyText({ track, rung, index }: ChunkKey): string {
  return `${track}/${rung}/${index}`;
}

/** Of what `keyText` made. */
export function keyOfText(text: string): ChunkKey {
  const [track = "", rung, index] = text.split("/");
  return { track, rung: Number(rung), index: Number(index) };
}

/** 64 bits of a key: two of 100,000 chunks share one with a probability below 10^-9. */
export interface Fingerprint {
  readonly high: number;
  readonly low: number;
}

/** Mixes with the finishing steps of MurmurHash3 (Appleby, public domain): a track id is random already, the rest is not. */
export function fingerprintOf(key: Uint8Array): Fingerprint {
  const reader = new ByteReader(key);
  let high = mix(reader.u32() ^ 0x9e3779b9);
  let low = mix(reader.u32() ^ high);
  high = mix(high ^ reader.u32());
  low = mix(low ^ reader.u32());
  const rung = reader.u8();
  const index = reader.u32();
  high = mix(high + Math.imul(index, 0x9e3779b1) + rung);
  low = mix(low ^ high ^ Math.imul(index + rung, 0x85ebca77));
  return { high, low };
}

function mix(value: number): number {
  let z = value ^ (value >>> 16);
  z = Math.imul(z, 0x85ebca6b);
  z ^= z >>> 13;
  z = Math.imul(z, 0xc2b2ae35);
  return (z ^ (z >>> 16)) >>> 0;
}
