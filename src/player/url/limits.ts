/** Bounds of playing URLs, each with its reason. */
import { kib, usPerS } from "../../base/units.ts";

/** Decoded ahead of the ring, which holds up to five seconds more: 1.5 MB at 48 kHz. */
export const urlAheadUs = 4 * usPerS;

/** Of a live stream, before it sounds: what a station's server and a busy Wi-Fi hold up at times. */
export const liveNeedUs = 2.5 * usPerS;

/** Stations and music services are mostly as loud as this; the household's own music is played softer. */
export const urlLufs = -14;

/** Of a file, which comes as fast as it is read. */
export const fileNeedUs = 0.2 * usPerS;

/** URLs that the speaker knows by their ids: those of a long queue of stations and its history. */
export const urlsMax = 500;

/** Each is at most two kibibytes, and five texts of 256 characters that are shown of it. */
export const urlFileBytesMax = urlsMax * 6 * kib;

/** From the first change to the write of what is known of URLs. */
export const urlSaveUs = 2 * usPerS;

/** In one command; each is looked at. */
export const urlsPerCommandMax = 100;

/** A sound without an end that is known is taken for this long: no stream is heard for a hundred years. */
export const endlessFrames = 2 ** 47;

/** Opening a URL for a command, playlist, decoder and head together: less than a command may take. */
export const openUsMax = 9 * usPerS;

/** From the request for a relayed piece to its whole answer: the origin waits two seconds of it for sound. */
export const relayPatienceUs = 10 * usPerS;

/** Between tries to have a URL relayed again, at first and at most, and tries in a row that bring nothing: as for URLs (url/limits.ts). */
export const relayRetryUsMin = 500_000;
export const relayRetryUsMax = 15 * usPerS;
export const relayFileTriesMax = 6;
export const relayLiveTriesMax = 45;

/** What was opened for a command waits so long for its turn. */
export const openedKeepUs = 10 * usPerS;
