/** Bounds of what is kept on flash, each with its reason (docs/STORAGE.md). */
import { kib, mib } from "../base/units.ts";

/** Smallest write that no card has to read back and merge for itself. */
export const pageBytes = 4 * kib;

/** The allocation unit of SD cards: written whole, they have nothing to clean up. */
export const segmentBytes = 4 * mib;

/** One segment filling and one being written; with less, every reclaim would stop the puts. */
export const segmentsMin = 2;

/** A segment's number is 16 bits in the index, less the numbers that stand for RAM. */
export const segmentsMax = 65_000;

/** Segments waiting for the card while another fills: 8 MiB of RAM ride out 0.8 s at 10 MB/s. */
export const sealingMax = 2;

/** The cache never takes more than this part of what is free: the rest of the device must live too. */
export const freeShareMax = 0.5;

/** The file grows in steps, so that a large cache on a file system without fallocate does not write its size at once. */
export const allocateStepSegments = 64;

/** What is not written yet reaches the card after this pause: a power cut then costs little. */
export const idleSealUs = 10 * 60 * 1_000_000;

/** A segment's footer lists at most so many chunks: 12 kB each, the smallest rung, fills the segment. */
export const recordsPerSegmentMax = 500;

/** Part of a reclaimed segment that is kept: with more the log would copy itself instead of taking what is new. */
export const reinsertBytesMax = segmentBytes / 2;

/** Two bits: one more hit says little that three do not. */
export const heatMax = 3;

/** Read errors after which the card is taken for dying. One bad block is no reason to lose a cache. */
export const readErrorsMax = 16;

/** From trouble to the next try: soon enough for a card that was full, rarely for one that is dead. */
export const healFirstUs = 60_000_000;
export const healLastUs = 3_600_000_000;

/** Footers read at a time at boot: Node has four I/O threads, and the card one queue. */
export const bootReadsAtOnce = 8;

/** Hot chunks in RAM: over a minute and a half of 160 kbit/s. The speaker has 100 MB for everything. */
export const hotBytesDefault = 2 * mib;

/** Two allocation units: while a cut spoils the one being written, the other stands still. */
export const stateRingBytes = 2 * segmentBytes;

/** A queue of 10,000 tracks is 160 kB as ids; three times that is room enough. */
export const stateBytesMax = 512 * kib;

/** Play events: 2,048 pages of one event are two weeks of 45 plays a day without an origin. */
export const spoolBytes = 2 * segmentBytes;

/** Pages that only plays which were begun may take: a full spool refuses new plays, never the end of one. */
export const spoolReservedPages = 16;

/** The log says that it is full this much earlier: what the play that sounds still writes, before the next begins. */
export const spoolPlayEvents = 4;

/** Copies of the newest event, one for each start that found it pending, before they get a fresh file. */
export const spoolCopiesMax = 4;

/** Events in RAM while no card takes them: a day of 45 plays with three events each, and as much again. */
export const waitingEventsMax = 256;

/** From one try of a failed card to the next: soon after a hiccup, rarely on one that is gone for good. */
export const retryFirstUs = 2_000_000;
export const retryLastUs = 300_000_000;

/** Fresh files tried for one append after sync errors: a card that fails twice in a row is gone. */
export const spoolRestartsMax = 2;

/** Keys are 32 to a few hundred bytes; a certificate may be a little more. */
export const keyBytesMax = 16 * kib;

/** A second of 160 kbit/s: what the ghost list is sized by. */
export const meanChunkBytes = 20_000;

/** Chunks remembered without being kept, for each that fits the cache (CacheSack and S3-FIFO: one to two). */
export const ghostRatio = 2;

/** Enough for a day of a small cache; at most a megabyte of RAM. */
export const ghostEntriesMin = 4_096;
export const ghostEntriesMax = 262_144;

export const usPerDay = 86_400_000_000;

/** Unused budget is saved up: a new speaker, or one after a holiday, may fill its cache in an evening. */
export const budgetDays = 4;

/** Below a quarter of a day's budget chance decides. */
export const budgetLowShare = 0.25;

/** A segment that was read within this is not reclaimed: the rest of what plays may lie in it. A feed reads 30 s ahead. */
export const inUseUs = 60_000_000;

/** Pinned tracks may take so much of the ring; the rest must go round. */
export const pinnedShareMax = 0.5;

/** A ring of fewer segments has no place to spare for any that stay. */
export const pinnedSegmentsMin = 8;

/** A segment that holds so much of pinned tracks stays; what a lesser one holds of them moves on. */
export const pinnedKeepBytes = segmentBytes / 2;

/** Zero-filling and boot reads go in blocks of this size: large for the card, small for RAM. */
export const blockBytes = mib;

/** Tracks and rungs that neighbours are told of: those of a 64 GiB card; about 200 bytes each. */
export const holdingsEntriesMax = 16_384;

/** Above this fill what a neighbour has is not stored a second time: each copy would push out what nobody else has. */
export const copiesFillMax = 0.9;
