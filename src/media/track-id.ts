/**
 * A track is named by its sound: the first 16 bytes of the SHA-256 of its
 * decoded samples, written as 32 lower-case hexadecimal digits. Retagging or
 * renaming a file keeps the id.
 */
import { fromHex, toHex } from "../base/bytes.ts";

export type TrackId = string;

export const trackIdBytes = 16;

export function trackIdOf(digest: Uint8Array): TrackId {
  return toHex(digest.subarray(0, trackIdBytes));
}

export function isTrackId(text: string): boolean {
  return /^[0-9a-f]{32}$/.test(text);
}

/** The 16 bytes of a valid id. */
export function trackIdToBytes(id: TrackId): Uint8Array {
  return fromHex(id) ?? new Uint8Array(trackIdBytes);
}
