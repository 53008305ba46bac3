/** Bounds of url/, each with its reason. */
import { kib, usPerS } from "../base/units.ts";

/** More is no address that a station gives away; it fits a command beside others. */
export const urlCharsMax = 2_048;

/** Stations sit behind one or two; more is a loop. */
export const redirectsMax = 5;

/** From the first packet to the head of the answer, each redirection anew: a command waits ten seconds in all. */
export const answerUsMax = 4 * usPerS;

/** Nothing for so long in the midst of a body: the server is gone, what is heard still comes from what is buffered. */
export const silenceUsMax = 8 * usPerS;

/** Between tries to come back, at first and at most: doubled each time that nothing came. */
export const retryUsMin = 500_000;
export const retryUsMax = 15 * usPerS;

/** Tries in a row without a byte. A file that stays away so long (about a minute) is at its end … */
export const fileTriesMax = 6;

/** … a station may be restarted by people: about ten minutes. */
export const stationTriesMax = 45;

/** A redirection's or an error's body is not read. A playlist of a station is some lines. */
export const playlistBytesMax = 64 * kib;

/** Servers send a title every 8 to 32 KiB; a block that is never reached is none. */
export const icyIntervalMax = 1_024 * kib;

/** What is shown of a title or a station's name, in characters. */
export const titleCharsMax = 256;

/** Enough for the first page of an Ogg stream, or for the first two frames of an MP3 behind a short tag. */
export const sniffBytes = 8 * kib;

/** Opus packets have 120 ms at most (RFC 6716 §3.2.5); tags with a cover come as packets, too, and are passed over. */
export const oggPacketBytesMax = 64 * kib;

/** A head that is not over by then is none that is played: covers in tags are some hundred KiB. */
export const headBytesMax = 16 * 1_024 * kib;

/** Of garbage between two frames of MP3: tags that were missed, not music. */
export const mp3GapBytesMax = 1_024 * kib;

/** Rates that are played, in Hz (audio/limits.ts has the same). */
export const rateMin = 8_000;
export const rateMax = 192_000;
