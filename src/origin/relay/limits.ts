/** Bounds of decoding URLs for speakers, each with its reason. */
import { usPerS } from "../../base/units.ts";

/** At once: each is an ffmpeg that decodes and encodes, a twentieth of a core while it plays. */
export const relaysMax = 8;

/** Of one speaker: what plays, and what is looked at or comes next. */
export const relaysPerMemberMax = 2;

/** From the request to the first sound: a command at the speaker waits nine seconds in all. */
export const relayOpenUsMax = 7 * usPerS;

/** Nobody asked for the next piece for so long: paused for good, or the speaker is gone. It asks anew when it comes back. */
export const relayIdleUsMax = 600 * usPerS;

/** An answer waits so long for sound before it says that there is none yet: below what a request may take. */
export const relayWaitUsMax = 2 * usPerS;

/** Encoded ahead of who reads; ffmpeg waits above it: ten seconds. */
export const relayAheadBytesMax = 262_144;

/** Of memory, KiB, and of processor time, seconds, that one ffmpeg may take: a hundred hours of a stream. */
export const relayMemoryKibMax = 1_048_576;
export const relayCpuSMax = 7_200;

/** Of what plays elsewhere: serving and music go first. */
export const relayNiceness = 5;

/** Programs in a row that end without a sound while the station goes on. */
export const relayProgramsInVainMax = 3;

/** Of the index of an MP4 file that stands at its end: that of ten hours of sound has a megabyte or two. */
export const relayIndexBytesMax = 16_777_216;
