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

/** Of the lists of a Matroska file: tracks with what their decoders need, a setup of Vorbis at most. */
export const matroskaHeadBytesMax = 1_024 * kib;

/** Of a block of sound: some hundred milliseconds of PCM of many channels. Pictures are not read. */
export const matroskaBlockBytesMax = 1_024 * kib;

/** Of sound; films have one for each language. */
export const matroskaTracksMax = 64;

/** What is put back before each frame, some bytes of a head: more would make much of little. */
export const matroskaPrefixBytesMax = 64;

/** Looks for a place of a file: each halves what is left, mostly far more; six or seven are enough for a day of sound. */
export const looksMax = 10;

/** So near before it the rest is decoded and dropped: some ten milliseconds of work. */
export const placeNearMs = 3_000;
export const placeNearBytes = 65_536;

/** Of one look: a cluster of Matroska has five seconds or five mebibytes; a page of Ogg 64 KiB. */
export const lookBytesMax = 1_024 * kib;

/** For the end of a file, which tells how long it is: it can be played without. */
export const endLookUsMax = usPerS;
export const endLookBytes = 128 * kib;

/** Up to here a place in an MP3 of changing bitrate is reached by decoding: a megabyte or two. */
export const vbrExactMs = 60_000;

/** A playlist of HLS: a day of sound in parts of six seconds, with addresses of seventy characters. */
export const hlsListBytesMax = 1_024 * kib;
export const hlsPartsMax = 20_000;

/** Streams of one programme: films have twenty, with their languages. */
export const hlsVariantsMax = 64;

/** Of streams that have pictures beside their sound, or many qualities: more than this is for eyes. */
export const hlsBandwidthMax = 512_000;

/** What a playlist may say of its parts: RFC 8216 has some seconds in mind. */
export const hlsTargetUsMax = 60 * usPerS;
export const hlsPartUsMax = 3_600 * usPerS;

/** Of one part: an hour of sound in one file of its own, or a minute with pictures. */
export const hlsPartBytesMax = 64 * 1_024 * kib;

/** A live stream is met so many parts before its end (RFC 8216 §6.3.3). */
export const hlsBehindParts = 3;

/** Parts in a row that cannot be had: the stream is at its end. */
export const hlsLostPartsMax = 10;

/** Tries of one part before it is passed over: its window moves on meanwhile. */
export const hlsPartTriesMax = 3;

/** A live playlist that has nothing new for so many of its parts' times has come to its end. */
export const hlsStaleTargets = 30;

/** Tags before the sound of a part, which tell its time: a few hundred bytes. */
export const hlsTagBytesMax = 256 * kib;
