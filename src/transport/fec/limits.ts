/** Bounds of the parity code, each with its reason. docs/PROTOCOL.md §5.4 gives those that both ends must share. */
import { symbolBytesMax } from "../../media/limits.ts";

/** Symbols that one parity symbol may cover: half of the field's 256 elements name symbols, half name parities. */
export const coveredMax = 128;

/** Parity symbols of one answer, for the same reason. */
export const paritiesMax = 128;

/** A parity symbol protects lengths too: two bytes before the longest symbol. */
export const parityLengthBytes = 2;
export const parityBytesMax = parityLengthBytes + symbolBytesMax;

/**
 * Missing symbols that are solved for at once. The work grows with the square of it: 32 cost some
 * milliseconds, and a burst that long is better asked for again.
 */
export const unknownsMax = 32;

/** Parity symbols kept of one answer: those that wait for others. With fewer the oldest help least. */
export const paritiesHeldMax = 64;

/**
 * Tries to solve for what is missing whenever something comes. Each may take milliseconds, and mixed windows leave
 * one in 256 undetermined by chance: more tries help nobody but who wants to keep the asker busy.
 */
export const solvesMax = 3;
