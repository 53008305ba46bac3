/** Bounds of cli/, each with its reason. */
import { kib, usPerS } from "../base/units.ts";

/** Signs of life in the time that the service manager waits: two may be late or lost, as sd_watchdog_enabled(3) has one. */
export const beatsPerWatchdog = 3;

/** The line of `systemctl status` is as old as this at most; it costs one datagram where something changed. */
export const beatUsMax = 10 * usPerS;

/** An invite with four addresses has some 400 characters; a credential that is larger is something else. */
export const credentialBytesMax = 4 * kib;
