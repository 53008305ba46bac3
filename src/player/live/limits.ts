/** Bounds of sound that is sent as it happens, each with its reason. */
import { usPerMs, usPerS } from "../../base/units.ts";

/**
 * Held before the first sound, however little delay the sender wants: Cast's own usual delay. A browser on a busy
 * laptop sends nothing for 100 ms now and then, and the card holds a part of it.
 */
export const liveHoldUsMin = 400 * usPerMs;

/** And at most: a tab that is heard later than this is a recording. */
export const liveHoldUsMax = 2 * usPerS;

/** After each time that it ran dry so much more is held, until another sender comes. */
export const liveHoldStepUs = 100 * usPerMs;

/** A frame that is missing is waited for until no more than this is at hand: its concealment has to be decoded and on its way. */
export const liveSpareUs = 80 * usPerMs;

/** A hole of the sender's own time that is filled in; what is longer is no loss but another time. */
export const liveFillUsMax = usPerS;

/** What is at hand beyond what is held, where the card stands still, before the oldest goes. */
export const liveExcessUsMax = usPerS;

/** Nothing came for so long: people are told. */
export const liveSilentUs = 2 * usPerS;

/** Decoded and not yet packed: one packet, and the longest frame of Opus. */
export const liveQueueFrames = 9_600;

/** What is shown of a sender: a line. */
export const liveTextMax = 120;
