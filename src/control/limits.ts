/** Bounds of the control protocol, each with its reason (docs/CONTROL.md §8). */
import { kib, usPerMs, usPerS } from "../base/units.ts";

/** Deltas kept for clients that come back: an evening of commands, some 300 kB at most. */
export const deltasKeptMax = 1024;

/** Connections at once: 32 remotes of a big household, and as many again of tools and cast helpers. */
export const connectionsMax = 64;

/** Of them, those that have not shown who they are: a flood of strangers leaves room for the family. */
export const strangersMax = 8;

/**
 * Of these, from one address: a phone has one, a page that is loaded anew two. Eight then come from two
 * hosts at the least, so that one of them never crowds out the household.
 */
export const strangersPerAddressMax = 4;

/** Hello and Auth are two small frames; who takes longer is not speaking this protocol. */
export const openingUs = 5 * usPerS;

/** From the first byte of a frame to its last: 64 KiB in this time is 52 kbit/s, below any Wi-Fi. */
export const frameUsMax = 10 * usPerS;

/** Silence after which a Ping asks, and after which the other end is taken for gone. */
export const pingAfterUs = 10 * usPerS;
export const deadAfterUs = 30 * usPerS;

/** How much one client may ask for; `burst` at once, `perS` for ever. */
export interface Rates {
  readonly commands: Rate;
  readonly searches: Rate;
  readonly requests: Rate;
  readonly guestVolume: Rate;
}
interface Rate {
  readonly perS: number;
  readonly burst: number;
}

export const rates: Rates = {
  // Nobody taps faster; steps of a drag of the volume are not counted here, they are merged.
  commands: { perS: 30, burst: 60 },
  // Each new search looks at every track: a person who types pauses. Later pages of one cost nothing.
  searches: { perS: 2, burst: 6 },
  // All that is answered: pages of a library of 100,000 tracks are fetched in one go.
  requests: { perS: 200, burst: 2_000 },
  // Points of volume upwards: a visitor makes it louder by and by, never at a blow.
  guestVolume: { perS: 2, burst: 10 },
};

/** Guests go no louder: loud enough for a party, short of what wakes a child. Who turned it up further may. */
export const guestVolumeMax = 70;

/** Actions that the audit keeps: some days of a household, 40 kB. */
export const auditMax = 200;

/** The same again within this time is the same action: a volume that is drawn. */
export const auditRepeatUs = 10 * usPerS;

/** Between two writes of its file: some 40 kB every quarter of an hour of use, and none while nobody does anything. */
export const auditWriteUs = 900 * usPerS;
export const auditTextCharsMax = 100;

/** How often it is looked whether a visit that was granted while the time was not known can be dated. */
export const grantLookUs = 60 * usPerS;

/** How often silence and half frames are looked at. */
export const tickUs = usPerS;

/** Commands of one client that wait for their result. More is answered BUSY. */
export const inflightMax = 32;

/** Bytes queued to a slow reader before deltas are dropped, and down to which it must read before its snapshot. */
export const queuedBytesMax = 256 * kib;
export const queuedBytesLow = 64 * kib;

/** How often a slow reader's queue is looked at. */
export const drainPollUs = 50 * usPerMs;

/** How long a command is remembered by its key: a phone that lost Wi-Fi is back by then. */
export const idempotencyUs = 60 * usPerS;

/** Keys remembered at once: 60 s of 17 commands each second. */
export const idempotencyKeysMax = 1024;
export const idempotencyKeyCharsMax = 64;

/** A command that is not accepted by then is answered UNAVAILABLE, so that the next can run. */
export const commandUsMax = 10 * usPerS;

/** `wait_first_sample` gives up: buffering from a lost origin may last for ever. */
export const firstSampleUsMax = 120 * usPerS;

/** Items of a page are added up to this size, so that a reply stays below `frameBytesMax` with the largest track. */
export const pageBytesMax = 48 * kib;

/** Track ids, item ids or searches in one command: a frame holds about as many ids. */
export const itemsPerCommandMax = 1024;

/** Tracks that one query may ask for marks of: a screen of them, many times over. */
export const marksMax = 256;

/** A search, an id or a name that comes in, in UTF-16 units. */
export const textCharsMax = 256;

/** A message for people: longer than a paragraph helps nobody, and must not outgrow a frame. */
export const messageCharsMax = 2048;

/** Paired clients: every phone and laptop of a household and its guests. Also keeps the list in one frame. */
export const clientsMax = 128;
export const clientNameBytesMax = 64;

/** Diagnostics, as JSON: the most that is kept for a client that pages through them. */
export const diagnosticsBytesMax = 1024 * kib;

/** Rows of a status report: what a person can look at, and what fits a frame. */
export const linksShownMax = 64;
export const speakersShownMax = 256;

/** An answer of a speaker that is alive: the wait of a client for one. */
export const answerUs = 15 * usPerS;

/** A position that differs from the anchor's by no more moved by itself: no delta for rounding. */
export const anchorSlackMs = 100;

/** A speaker that leaves its household hands in its plays first, and tells its origins. */
export const leaveUsMax = 60 * usPerS;

/** Steps of a drag are carried out this often: 20 times a second looks continuous, and is what a busy Wi-Fi brings. */
export const gestureUs = 50 * usPerMs;

/** After which a client that was told BUSY tries again: a command takes a few milliseconds. */
export const busyRetryMs = 250;

/** Fields or entries that a result complains of: of a thousand lost ids people read a few, and the answer fits a frame. */
export const violationsMax = 64;
