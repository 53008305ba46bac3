/** The fixed figures of the composer, each with its reason. Nothing here is tuned at run time. */

/**
 * Mean square that BS.1770 calls −16 LUFS: 10^((−16 + 0.691) / 10). Near what music services
 * ask for, so that the built-in library needs almost no correction by the player.
 */
export const loudnessTarget = 0.029451;

/** −2 dBFS: a decibel below the −1 promised, for peaks between the samples. */
export const peakCeiling = 0.7943;

/** FLAC block: the size most encoders use at 44.1 and 48 kHz, and every decoder expects (RFC 9639 §9.1.1). */
export const flacBlockFrames = 4096;

/** Rice partitions of at least 64 samples; finer ones cost more header than they save. */
export const ricePartitionOrderMax = 6;

/** 600 pixels: sharp on a phone, and a few kilobytes with flat colours. */
export const coverPixels = 600;

/** Bumped by hand whenever the music, the tags or the covers change, so that an old library is written anew. */
export const recipeVersion = 1;
