/** Bounds of the MPD protocol, each with its reason (docs/MPD.md §5). */
import { kib, mib, usPerMs, usPerS } from "../../base/units.ts";

/** Connections at once: a phone has two, a desktop client and its tools three. */
export const clientsMax = 32;

/** Of these, from one address (one /64 in IPv6): one machine must not take the places of all. */
export const clientsPerAddressMax = 16;

/** One line with its arguments: the longest URL, a name and a filter fit many times over. */
export const lineBytesMax = 16 * kib;

/** Words of a line: a filter of the old form has two for each tag. */
export const wordsMax = 64;

/** A command list: the whole of a queue, added one by one. MPD takes 2 MiB. */
export const listCommandsMax = 12_000;
export const listBytesMax = 2 * mib;

/** Silence of a client that does not idle, as MPD's connection_timeout. */
export const silentUs = 60 * usPerS;

/** How often silence is looked at. */
export const tickUs = 5 * usPerS;

/** Text of an answer that is gathered before it is written. */
export const answerCharsMax = 32 * kib;

/** Written and not yet read: above this an answer waits. */
export const queuedBytesMax = 256 * kib;

/** An answer that is not read for so long ends the connection. */
export const unreadUsMax = 30 * usPerS;

/** How often what is not read is looked at. */
export const drainPollUs = 50 * usPerMs;

/** Tracks that are looked at in one go: a few milliseconds of a small board. */
export const sliceRows = 2_000;

/** Questions and commands of one connection: a whole queue in one list, then faster than anybody taps. */
export const commandRate = { perS: 300, burst: listCommandsMax } as const;

/** Tracks that searches of one connection may look at: ten of the largest library at once, then two a second. */
export const rowRate = { perS: 200_000, burst: 1_000_000 } as const;

/** Wrong passwords of one address: a person mistypes a few times; 8,640 guesses a day find no password worth the name. */
export const wrongPasswordRate = { perS: 0.1, burst: 10 } as const;

/** Addresses of which it is kept how often they were wrong: more than a LAN has. */
export const wrongAddressesMax = 256;

/** Whoever commands faster than remotes may is asked to wait so long, again and again. */
export const rateRetryUs = 100 * usPerMs;

/** Parentheses within each other, and conditions, of one filter: what a person can have meant. */
export const filterDepthMax = 16;
export const filterTermsMax = 64;

/** Bytes of a cover in one answer: what MPD sends unasked, and what clients may ask for. */
export const binaryBytesDefault = 8 * kib;
export const binaryBytesMin = 64;
export const binaryBytesMax = 256 * kib;

/** Edits of a list that are reckoned in one go, over a queue of ten thousand: some ten milliseconds of a small board. */
export const editsPerTurn = 250;

/** Songs named by what a client asked for, in a message. */
export const quotedCharsMax = 100;
