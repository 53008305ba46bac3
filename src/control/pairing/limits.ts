/** Bounds of pairing by a code, each with its reason (docs/CONTROL.md §3.2). Free of Node. */
import { usPerS } from "../../base/units.ts";

/** What a person reads, hears and types without a mistake; one guess in a million. */
export const codeDigits = 6;

/** To hear the code, fetch the phone and type it. */
export const windowUs = 120 * usPerS;

/** Wrong codes, over all windows, until nobody is let in for a while: a hand slips twice, not five times. */
export const failuresMax = 5;

/** The first lock-out; each one doubles, up to a day. Five guesses in a million a day stay a guess. */
export const lockUs = 600 * usPerS;
export const lockUsMax = 86_400 * usPerS;

/** From the client's share to its proof: a slow phone computes for a second, a person is not waited for. */
export const runUsMax = 5 * usPerS;

/** After a start without an admin: who can cut the power or press the button is at home. */
export const firstAdminUs = 900 * usPerS;

/** Of a name, in UTF-8. */
export const nameBytesMax = 64;

/** A visit, at most: who stays longer is a member. */
export const grantMsMax = 31 * 86_400_000;
