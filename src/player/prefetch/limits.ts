/** Bounds and constants of fetching ahead of need, each with its reason (docs/decisions/0021-what-is-fetched-ahead.md). */

/** Candidates looked at in one plan (DESIGN §6: heads wide). */
export const candidatesMax = 20;

/** Seconds of a head: while they play, any link that carries the rung brings what follows. */
export const headSeconds = 5;

/** … and on a link that barely does, so many: they hide its slow beginning. */
export const longHeadSeconds = 10;

/** What is heard that much sooner is worth a fetch; a head that a neighbour holds starts as soon as an own one. */
export const savesLeastUs = 10_000;

/** Nobody knows of a link without a measurement: what a start over the internet costs more than one from the cache. */
export const savesGuessUs = 50_000;

/** Below this chance a guess is no better than a random track of the library. */
export const chanceLeast = 0.05;

/** Of what is fetched ahead so much may never be played: a tenth is the goal, and the player's own opening of the next track wastes, too. */
export const wasteShare = 0.07;

/** What may be wasted before anything was earned: of ten heads of 160 kbit/s a quarter. Chances are learned without it. */
export const creditStartBytes = 250_000;

/** Each play, whatever became of guesses: one whose credit is gone tries again now and then, for tastes change. A head every two days. */
export const creditPerPlayBytes = 200;

/** Earned credit is not hoarded: a month of good guesses is no reason for a bad day. */
export const creditMostBytes = 2_000_000;

/** Of what is not played soon at least this part is played later, while it still lies here (bench `household`). */
export const lateShare = 0.1;

/** Plays after which what was fetched ahead counts as never played: two days of one speaker. It may be played later all the same. */
export const waitPlays = 100;

/** Tracks fetched ahead and not yet played, of which is remembered what they cost: months of them. */
export const pendingMax = 400;

/** A guess counts as right when it is played among the next so many plays. */
export const soonPlays = 5;

/** Weight of what a kind of guess is thought to be worth before it was seen at work: as many trials. */
export const priorTrials = 10;

/** Counts are halved when one of them gets here: tastes change, and a count fits a byte. */
export const countMax = 200;

/** Tracks of which it is remembered when they were played and what followed: 90 bytes each, and 45 kB on flash. */
export const habitTracksMax = 500;

/** Successors remembered of one track: the fifth is never the next one. */
export const successorsMax = 4;

/** A day in parts of three hours: with fewer plays in each, a finer one would say nothing. */
export const daySlots = 8;

/** After so many seconds of a play whoever was looking for something has found it (24 % are over in 5 s, 35 % in 30 s). */
export const settledSeconds = 30;

/** The end is near: what follows is fetched now or comes too late. Before the player opens the next track (30 s). */
export const nearEndSeconds = 40;

/** Tracks that a remote shows count as looked at for so long. */
export const lookedUs = 60_000_000;
export const lookedMax = 10;

/** Guesses by the hour or by what followed before: behind these few there is only noise. */
export const habitGuesses = 4;

/** What is learned is written this often, and at the end: 45 kB twice a day, where the cache has a gigabyte. */
export const habitSaveUs = 12 * 3_600_000_000;

/** How often a plan is looked at anew while music plays: chances change with seconds, not with frames. */
export const lookEveryUs = 2_000_000;

/** At hand of what plays, before anything is fetched for what may follow: what the first chunks of a track take to come. */
export const quietBufferUs = 10_000_000;

/** What nobody waits for may take so long before it is asked for anew. */
export const aheadPatienceUs = 60_000_000;

/** Tracks that could not be fetched, left alone until so many have failed. */
export const failedMax = 64;

/** Looking for the next of an album goes through the catalogue once a play; a larger one is left alone. */
export const albumTracksMax = 20_000;

/** The current track, the next one, and what was to be next before the queue changed. */
export const openedMax = 4;
