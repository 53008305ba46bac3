/** Bounds of stream/, each with its reason. */
import { usPerMs } from "../base/units.ts";

/** Of all bytes that come, what may be asked of a second source. A chunk in twenty is more than any link loses for good. */
export const hedgeShare = 0.05;

/** What is saved up for a bad moment at most: two seconds at 320 kbit/s. */
export const hedgeBytesMax = 80_000;

/** An answer of which nothing has come yet is taken to have so many bytes: a second of music. */
export const unknownAnswerBytes = 20_000;

/** While a source is not known it is taken to need so many round trips, and this much besides. */
export const guessedRoundTrips = 3;
export const guessedUs = 100 * usPerMs;
