/** Bounds of the formats of media/, each with its reason. */

export { tagBytesMax } from "../wire/track-fields.ts";

/** A symbol is one datagram's payload: 1200 bytes (RFC 9000 §14) less link header, tag and frame header (PROTOCOL.md §3). */
export const symbolBytesMax = 1140;

/** Symbols of a chunk: one second of 32-bit 192 kHz FLAC noise is 1.5 MB. */
export const symbolsPerChunkMax = 2048;

/** Parts of one split frame: 20 ms of 32-bit 192 kHz noise need 28; the field has one byte. */
export const partsPerFrameMax = 255;

/** Chunks of a track: five hours. Leaf lists then stay below 600 kB. */
export const chunksPerTrackMax = 18_000;

/** Covers above this are scaled down at ingest; remotes show them at phone size. */
export const artworkBytesMax = 512 * 1024;

/** A signed head and its signature and key fit one symbol, whatever the tags are. */
export const manifestHeadBytesMax = 1_000;

/** An Ogg packet: 20 ms of 32-bit 192 kHz noise is 31 kB; a tag packet may hold a cover. */
export const oggPacketBytesMax = 4 * 1024 * 1024;

/** Slices of an object that is not a chunk: a cover of 512 KiB has 460, a leaf list 505. */
export const symbolsPerObjectMax = 1024;
