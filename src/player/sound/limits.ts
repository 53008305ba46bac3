/** Bounds of loudness (docs/SOUND.md, "Loudness"), each with its reason. */
/** What tracks and albums are brought to, LUFS: the reference of ReplayGain 2; most music becomes softer, and little meets the guard. */
export const loudnessTargetLufs = -18;

/** No gain brings the true peak above this, dBTP (EBU R128): what lossy codecs add to a peak fits above it. */
export const truePeakDbMax = -1;

/** What is very soft was meant so, or is noise. */
export const loudnessGainDbMax = 12;

/** A play waits so long for the loudness of its album, once: manifests of an album are there after a round trip or two. */
export const albumPatienceUs = 300_000;

/** And so long they are asked for: the next time that the album is played they are in the cache. */
export const albumFetchUs = 10_000_000;

/** What has more tracks is a folder, not an album. */
export const albumTracksMax = 100;

/** Tracks whose loudness is remembered: albums of a day, 100 bytes each. */
export const albumLevelsMax = 2_048;
