/** Bounds of the set-up network, each with its reason. */

/** A start without settings waits so long for a cable: DHCP over Ethernet is done within a few seconds, a switch with spanning tree opens its port after 30. */
export const graceUs = 30_000_000;

/** A start with settings waits so long: a router that lost its power at the same time is back within five minutes. */
export const settledGraceUs = 600_000_000;

/** Open for so long after a start: time to fetch a phone and find the passphrase; the speaker's power opens it anew. */
export const openUs = 900_000_000;

/** From the answer to the phone until the network goes away beneath it: the page has to arrive. */
export const partingUs = 2_000_000;

/** A network is tried for so long: a scan of all channels 10 s, three tries of a wrong passphrase 15 s, DHCP of a slow router 30 s. */
export const tryUs = 60_000_000;

/** How often the machine is looked at: a person who waits does not notice. */
export const lookUs = 500_000;

/** The radio's own address comes by networkd within a second or two; a board that still starts its speaker takes longer. */
export const addressUs = 60_000_000;

/** A program of the system that does not answer within this hangs: systemd waits 90 s for a service to end. */
export const programMs = 100_000;

/** A scan of both bands takes some 5 s; asked again each second. */
export const scanTries = 10;

/** Networks that are offered: a block of flats; the page stays short, and the strongest come first. */
export const networksMax = 24;

/** Of what wpa_supplicant lists: it keeps 200 at most by default, a line each of less than 200 bytes. */
export const scanCharsMax = 65_536;

/** A form with every field at its largest, each byte written as three. */
export const formBytesMax = 16_384;

/** Phones at once are one or two, each with a few connections; the rest are dropped. */
export const connectionsMax = 32;

/** A request's head and body arrive within this over a radio in the same room. */
export const requestMs = 10_000;

/** A head of a browser has less than 2 KiB; nothing of it is needed. */
export const headBytesMax = 8_192;

/** A question without EDNS has at most 512 bytes (RFC 1035 §4.2.1), one with it little more. */
export const questionBytesMax = 1_024;
