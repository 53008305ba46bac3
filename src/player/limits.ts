/** Bounds and constants of the player, each with its reason. */

/** Queue items: a year of an album a day; 24 bytes each in the saved state (docs/STORAGE.md §3). */
export const queueItemsMax = 10_000;

/** Encoded audio kept in the audio thread's ring: rides out a main thread that stalls for seconds, and a seek still throws little away. */
export const ringTargetUs = 5_000_000;

/** How often the ring is topped up while something plays: well inside what it holds. */
export const pumpIntervalUs = 100_000;

/** Chunks (seconds) assembled ahead of the ring: an outage shorter than this is not heard. */
export const chunksAheadMax = 30;

/** Chunk requests under way for one track: enough to fill a long link, few enough that a skip wastes little. */
export const chunksInFlightMax = 6;

/** The first seconds of what someone waits for are asked for as urgent (DESIGN §5). */
export const urgentChunks = 3;

/** A new play sounds as soon as this much is in the ring: three frames, one more than a decoder needs to be ahead. */
export const prerollUs = 60_000;

/** The next track is opened when this much of the current one is left (streaming facts A: 30 s). */
export const nextTrackLeadUs = 30_000_000;

/** Chunks of the next track that are fetched before it plays. */
export const nextTrackChunks = 10;

/** `previous` restarts the track after this much of it, as players do. */
export const restartAfterMs = 3_000;

/** Position is saved on pause, on a track change and this often, never more (DESIGN §7). */
export const positionSaveUs = 60_000_000;

/** How long a chunk may take before its request is made anew. Far above any round trip; the link itself repairs losses. */
export const chunkPatienceUs = 10_000_000;

/** A frame still missing when the ring holds less than this, with later ones at hand, is given up and concealed (DESIGN §5). */
export const giveUpRingUs = 120_000;

/** What repair gets even when the ring is dry already, as after an outage: two round trips of a bad link. */
export const repairPatienceUs = 200_000;

/** Pause before a failed fetch is tried again while no origin is ready. */
export const retryDelayUs = 250_000;

/**
 * What an origin could not read is asked for again this often, and this many times: a card that stalls
 * or a disk that wakes up takes seconds, and what lies ahead in the ring outlasts them.
 */
export const unreadableRetryUs = 1_000_000;
export const unreadableRetriesMax = 8;

/** The catalogue is asked for changes this often while an origin is there. */
export const cataloguePollUs = 2_000_000;

/** Tracks of the catalogue kept in memory: about 400 bytes each. */
export const catalogueTracksMax = 200_000;

/** A play counts from here on (the royalty convention; streaming facts G). */
export const countedPlayMs = 30_000;

/** Play events are sent this often, and at once after an append. */
export const eventCourierUs = 5_000_000;

/** 80 ms of Opus are decoded before the place of a seek, so that the decoder has settled (RFC 7845 §4.6). */
export const rollInFrames = 4;

/** A changed queue or volume is saved after this long without a further change: one write for a burst of them. */
export const saveDelayUs = 2_000_000;

/** Events looked at for one batch: more than fit its thousand bytes. */
export const eventBatchMax = 16;

/** Pause before an origin that could not take a new member just then is asked again. */
export const joinRetryUs = 2_000_000;

/** Addresses of one origin that are taken from the LAN: its few interfaces. With so many inventions of an attacker the known ones still come within seconds. */
export const foundAddressesMax = 4;

/** Addresses at which an origin was met, kept for the next start. */
export const lastAddressesMax = 8;

/** Tracks named from their own manifests while the catalogue is away: some albums of a queue, each read from the cache at the start. */
export const tracksNamedMax = 200;
