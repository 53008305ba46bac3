/** The numbers of a speaker's part in its house, each with its reason. */

/** A neighbour is tried until so much is left for an origin: below it everything is used (DESIGN §6: 3 s). */
export const originReserveUs = 3_000_000;

/**
 * What another speaker of the house is getting right now is waited for until so much is left: an origin and,
 * before it, a neighbour that is slow can still be asked.
 */
export const sharedReserveUs = 2_500_000;

/** How often it is looked meanwhile. */
export const sharedLookUs = 200_000;

/**
 * When a track begins, what is needed later waits so long for word of who else gets it, who comes later in the
 * order longer: a speaker tells within a second what it got. On a link that is hardly wide enough it is that much
 * less of a start.
 */
export const lookRoundUs = 1_200_000;
export const lookRoundStepUs = 400_000;
export const lookRoundUsMax = 3_000_000;

/** What waits on a guess and others are told of: the next track's first seconds, twice over, with what they are checked by. */
export const shelfMax = 64;

/** Rungs of tracks of which it is remembered when they were begun with: this one, the next, and some that were skipped. */
export const metMax = 16;

/** Somebody waits for sound: a neighbour may take so much longer than the origin's round trip; it saves the origin's bytes. */
export const nearEnoughUs = 100_000;

/** And when it takes this many times what it should, or this long, the origin is asked after all. */
export const surelyFactor = 2;
export const surelyUsMax = 300_000;

/**
 * Where there is no origin a neighbour has so long for a chunk, or this many times what it should take, before
 * another is asked: 40 kB at a fifth of a megabit.
 */
export const alonePatienceUs = 1_500_000;
export const aloneFactor = 4;

/** While an origin is waited for, neighbours are looked at this often: one may get what is wanted. */
export const houseLookUs = 500_000;
/** … and where there are none: who comes meanwhile is found by peerLookUs. A speaker alone wakes up for its music. */
export const emptyHouseLookUs = 4 * houseLookUs;

/** How often it is looked for new speakers of the house. */
export const peerLookUs = 2_000_000;

/** Of two speakers one dials; the other waits so long for it. */
export const otherDialsUs = 6_000_000;

/** A speaker that nobody has seen or heard for so long is not dialled any more. */
export const peerGoneUs = 600_000_000;

/** Sessions to other speakers: more are no household. */
export const peersMax = 64;

/** While a speaker of the household has no session here an origin is asked so often where it is. */
export const meetingUs = 30_000_000;

/** Where speakers were met is written at most this often (docs/STORAGE.md §3): it changes when a router hands out addresses anew. */
export const peerPlacesSaveUs = 3_600_000_000;
/** … but who is new is not lost by a power cut half a minute later: it is a speaker that joined, or a house that starts. */
export const peerPlacesNewUs = 30_000_000;

/** Addresses of one speaker that one source may tell. */
export const peerAddressesMax = 4;
