/** Bounds of the formats of media/, each with its reason. */

/** A symbol is one datagram's payload: 1200 bytes (RFC 9000 §14) less link header, tag and frame header (PROTOCOL.md §3). */
export const symbolBytesMax = 1140;

/** Symbols of a chunk: one second of 32-bit 192 kHz FLAC noise is 1.5 MB. */
export const symbolsPerChunkMax = 2048;

/** Chunks of a track: five hours. Leaf lists then stay below 600 kB. */
export const chunksPerTrackMax = 18_000;

/** A tag is shown on one line; longer ones are cut at ingest. */
export const tagBytesMax = 512;

/** Covers above this are scaled down at ingest; remotes show them at phone size. */
export const artworkBytesMax = 512 * 1024;
