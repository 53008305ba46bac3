/** The numbers of src/peer, each with its reason. */
import { usPerMs, usPerS } from "../base/units.ts";

/** Changes of what is held are told at most this often to each neighbour: a chunk a second makes one. */
export const tellEveryUs = 5 * usPerS;

/** With many neighbours more seldom, so that a speaker sends two pages a second at most, also among fifty. */
export const tellSpacingUs = usPerS / 2;

/** Until a page is acknowledged; the next try brings what has changed meanwhile. */
export const tellPatienceUs = 10 * usPerS;

/** Speakers that are listened to: more are no household, and each costs memory. */
export const neighboursMax = 64;

/** Runs of seconds that all of them together are believed to hold; about 150 bytes each: most rungs are one run. */
export const claimsMax = 24_576;

/** Chunks that are sent to others at once (Spotify's client: four; streaming facts A). */
export const uploadsMax = 4;

/**
 * While the own music has little at hand. Not none: where the link to the origin is what all of them wait for, a chunk
 * that is refused here comes over that link once more.
 */
export const hungryUploadsMax = 1;

/** Requests that wait for one of them to end. More are told that there is no room: another neighbour may have it. */
export const uploadsWaitingMax = 8;

/** Longer than this nobody waits: asking elsewhere is quicker. */
export const uploadWaitUs = 400 * usPerMs;

/**
 * Bytes a second for all uploads together: 20 Mbit/s, a third of what a board's Wi-Fi carries, and some
 * 15 % of one of its cores.
 */
export const uploadBytesPerS = 2_500_000;

/** What goes at once, before that pace: two chunks of the highest Opus rung. */
export const uploadBurstBytes = 96_000;

/** A neighbour that had no hands free is not asked again for this long. */
export const busyPauseUs = 500 * usPerMs;

/** A neighbour that failed to answer in time, likewise, and twice as long each time in a row; its claims stay. */
export const lateRestUs = 2 * usPerS;
export const lateRestUsMax = 64 * usPerS;

/** Who sent a chunk that does not verify is not asked again until the speaker restarts, or for this long. */
export const banUs = 24 * 3_600 * usPerS;

/** Requests under way to one neighbour: it serves four of all of us. */
export const askedOfOneMax = 3;

/** What a chunk takes from a neighbour of which nothing is known yet, beside its round trips. */
export const guessUs = 60 * usPerMs;
export const guessRoundTrips = 3;

/** How often it is looked whether there is something to tell; a new neighbour waits no longer. */
export const lookUs = usPerS;

/** A neighbour that does not answer what a track is known by: the next one is asked. */
export const objectPatienceUs = usPerS;

/** While a neighbour has its hands full it is looked again this often. */
export const handsFullUs = 50 * usPerMs;

/** A neighbour that told of something new of a track so lately is getting it: it fetches five seconds at a time, and tells a little later. */
export const atItUs = 12 * usPerS;

/** Of a neighbour that was not heard of before: so much of a track may just have been fetched (player: 30 chunks ahead). */
export const begunChunksMax = 36;

/** A neighbour that is further behind, in chunks, comes too late for who is 30 ahead of its music. */
export const behindChunksMax = 20;

/** Who gets the same as this speaker is told this often what is new: it waits for it. */
export const tellKeenUs = usPerS / 2;

/** … more seldom among many of them: five pages a second at most. Three that wait a second and a half ask the origin meanwhile. */
export const tellKeenSpacingUs = usPerS / 5;

/** And it is looked this often whether there is something. */
export const lookKeenUs = usPerS / 4;

/** Pages that are read of one neighbour at once: a list of `claimsMax` rungs, a page with twenty at the least. */
export const pagesAtOnce = 1_300;

/** And from then on; an honest one sends two a second. */
export const pagesPerS = 10;
