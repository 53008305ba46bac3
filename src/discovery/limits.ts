/** Bounds and times of discovery, each with its reason. Times of RFC 6762 are cited by section. */
import { usPerMs, usPerS } from "../base/units.ts";

/** Bytes of a packet that is looked at: the most that RFC 6762 §17 allows. */
export const packetBytesMax = 9_000;

/** Bytes of a packet that is sent: what passes every IPv6 link whole (1280 less the headers), so nothing is fragmented. */
export const packetBytesSent = 1_232;

/** Questions and records of one packet: a full Ethernet frame holds about sixty of the smallest that make sense. */
export const packetEntriesMax = 256;

/** Labels walked in one packet, through pointers too: five for each record of a full packet. Bounds what one packet can cost. */
export const labelStepsMax = 2_048;

/** Bytes of a TXT record that is taken in (RFC 6763 §6.2 advises 1300 at most); larger ones are left out. */
export const txtBytesMax = 1_300;

/** Bytes of a DNS label (RFC 1035 §2.3.4). */
export const labelBytesMax = 63;

/** A name in use gets "(2)", "(3)" … up to here, then begins again: only an attacker needs more. */
export const renamesMax = 9_999;

/** Interfaces, each once for each family: more are bridges and tunnels of a container host. */
export const linksMax = 16;

/** Services that one process announces: an origin and eight speakers in a box, and room. */
export const advertsMax = 16;

/** Probing (RFC 6762 §8.1): three questions, a quarter of a second apart, after a random delay. */
export const probes = 3;
export const probeIntervalUs = 250 * usPerMs;
export const probeDelayMaxUs = 250 * usPerMs;

/** Who loses a simultaneous probe waits this long (§8.2). */
export const probeDeferUs = 1 * usPerS;

/** So many conflicts within the window, and each further attempt waits (§8.1). */
export const conflictsMax = 15;
export const conflictWindowUs = 10 * usPerS;
export const conflictPauseUs = 5 * usPerS;

/** After this long without a conflict nobody contests the name any more. */
export const conflictCalmUs = 60 * usPerS;

/** Announcements of a name, one second apart (§8.3). */
export const announcements = 2;
export const announceIntervalUs = 1 * usPerS;

/** Answers of shared records wait 20–120 ms (§6), so that a LAN does not answer as one. */
export const answerDelayMinUs = 20 * usPerMs;
export const answerDelaySpanUs = 100 * usPerMs;

/** A query with more known answers to come waits 400–500 ms for them (§7.2). */
export const truncatedDelayMinUs = 400 * usPerMs;
export const truncatedDelaySpanUs = 100 * usPerMs;

/** Queriers whose further known answers are waited for at once; a busy LAN has a handful. */
export const truncatedQueriersMax = 16;

/** Known answers kept of one truncated query: above what it can know of us. */
export const knownAnswersMax = 256;

/** A record is multicast on a link once a second at most; to defend it against a probe four times (§6). */
export const multicastGapUs = 1 * usPerS;
export const defenceGapUs = 250 * usPerMs;

/** Records whose last multicast is remembered: all that `advertsMax` services have, and their earlier names. */
export const sentRecordsMax = 512;

/** TTLs (§10): host names and what leads to them two minutes, the rest 75. */
export const hostTtlS = 120;
export const otherTtlS = 4_500;

/** TTL of answers to resolvers that know nothing of Multicast DNS (§6.7). */
export const legacyTtlS = 10;

/** Unicast answers of one link: a dozen remotes may look at once; nobody can make us a reflector worth having. */
export const unicastPerS = 20;

/** A browser asks after 20–120 ms, then with pauses of 1, 2, 4 … s, an hour at most (§5.2). */
export const queryPauseUs = 1 * usPerS;
export const queryPauseMaxUs = 3_600 * usPerS;

/** What a found service leaves open is asked for with pauses of 1, 2, 4 … s up to this. */
export const resolvePauseMaxUs = 60 * usPerS;

/** Shares of its life at which a record is asked for again, each up to 2 % later (§5.2). */
export const refreshShares: readonly number[] = [0.8, 0.85, 0.9, 0.95];
export const refreshJitter = 0.02;

/** A record that is said goodbye to, or replaced by a set without it, goes after a second (§10.1, §10.2). */
export const goodbyeUs = 1 * usPerS;

/** A record lives no longer than this without being heard again, whatever its TTL says. */
export const recordLifeMaxS = 4_500;

/** Services of one type kept for each link: no house has more, and a flood of inventions ends here. */
export const instancesMax = 64;

/** Records of one name and type that are kept: a host has a few addresses, a service one port and one text. */
export const recordsPerNameMax = 8;

/** Names and types kept for each link: four for each service, and room for hosts of several names. */
export const recordSetsMax = 512;

/** Questions of one round: what is left is asked in the next, a moment later. */
export const questionsPerRound = 16;
export const roundGapUs = 100 * usPerMs;

/** Packets a second that are looked at, of one sender and of all; an honest LAN has a few, a full wake-up of a large one some hundred. */
export const packetsPerSenderPerS = 100;
export const packetsPerS = 400;

/** A packet of more questions and records than this counts as several: an honest announcement has about ten. */
export const entriesPerShare = 16;

/** Senders that are told apart; more share one allowance. */
export const sendersMax = 256;

/** How often the interfaces are looked at: a cable that was plugged in is noticed while the hand is still on it. */
export const interfacePollUs = 2 * usPerS;

/** Listeners hear of changes this long after the first of them: a flood of inventions does not keep them busy. */
export const changeDelayUs = 100 * usPerMs;

/** Addresses of one service that are passed on: a host's few interfaces, not an attacker's list. */
export const serviceAddressesMax = 8;
