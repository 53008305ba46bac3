/** Bounds of Cast streaming, each with its reason. */
import { usPerMs, usPerS } from "../../../base/units.ts";

/** Streams of one OFFER that are looked at: a sender offers each codec once or twice. */
export const offeredStreamsMax = 16;

/** Frames between the oldest that is missing and the newest: Cast's own bound, under half of an 8-bit number. */
export const framesHeldMax = 120;

/** Packets of one frame: 120 ms of Opus at its highest rate are six. */
export const framePacketsMax = 8;

/** Of one frame: the longest packet that Opus has (RFC 6716 §3.2.5) is shorter. */
export const frameBytesMax = 8_192;

/** No datagram of a sender is longer than what an Ethernet carries; some send through jumbo frames. */
export const datagramBytesMax = 9_000;

/** Extensions of one packet; one is known. */
export const extensionsMax = 8;

/** Feedback goes out at least this often: Cast's interval of reports. */
export const reportIntervalUs = 500 * usPerMs;

/** What is missing is asked for again this often: longer than a way there and back at home. */
export const nackIntervalUs = 30 * usPerMs;

/** Fields of loss in one feedback: with 255 of them it would not fit a datagram. */
export const lossFieldsMax = 64;

/** Reports of the sender from which the shortest way is taken: eight seconds of them. */
export const senderReportsKept = 16;

/** Playout delays that are believed: under the lower nothing gets here in time, over the upper nobody waits. */
export const delayMsMin = 50;
export const delayMsMax = 4_000;

/** From the answer, or the last packet, to the end of a session that nobody sends to: reports come twice a second, and a laptop may wake up from a nap. */
export const silentUsMax = 15 * usPerS;

/** How often a stream is looked at between its packets: as often as feedback may be due. */
export const linkTickUs = 10 * usPerMs;
