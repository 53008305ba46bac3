/** The bounds of flash, each with its reason. */
import { gib, kib, mib } from "../../src/base/units.ts";

/** One write: the allocation unit of SD cards, which have nothing to clean up behind a whole one. */
export const stepBytes = 4 * mib;

/** What O_DIRECT needs on every disk there is, those of 4 KiB sectors too. */
export const blockBytes = 4 * kib;

/** After so many steps the card is told to keep them and the place is noted: what a kill costs at most is written again. */
export const stepsPerSync = 16;

/** Ranges in a block map: an image of 64 GiB in which every second MiB is a hole. */
export const mapRangesMax = 32_768;

/** A block map is a list of at most so many ranges, some 150 letters each. */
export const mapBytesMax = 8 * mib;

/** The largest image: above it no card for a speaker is sold. */
export const imageBytesMax = 1_024 * gib;

/** A speed is the mean over so much time: a card pauses for a second now and then to clean up. */
export const rateSpanUs = 15_000_000;

/** Below this a card is called slow: class 2 of the SD specification writes that much, every card sold today five times it. */
export const slowBytesPerS = 2 * mib;

/** Lines where there is no terminal come at most so often. */
export const lineGapUs = 5_000_000;

/** A probe's marks over the range of a card: enough that every wrap at a power of two, or at a 256th of the size, meets two. */
export const probeMarks = 256;

/** A probe goes on until it knows the real size so closely. */
export const probeGapBytes = 64 * mib;

/** Rounds of a probe: each divides the doubt by its marks, so four reach 64 MiB on any card. */
export const probeRoundsMax = 8;

/** Bad places that are looked at for a pattern: more say nothing new. */
export const mismatchesMax = 4_096;

/** The states of interrupted writes that are kept: older ones go. Each is under a kilobyte. */
export const stateBytesMax = 4 * kib;

/** The end of what a helping program says goes into the error. */
export const stderrCharsMax = 400;

/** A boot partition begins within the reach of a 32-bit FAT's table. */
export const partitionsMax = 128;
