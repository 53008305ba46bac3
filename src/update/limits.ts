/** Bounds of updates, each with its reason. */

/** Of a payload one hash covers this much: it is checked in memory before the card sees it, and lost at a cut at most. */
export const chunkBytes = 1_048_576;

/** A chunk is fetched in pieces of this size: what one HTTP answer may hold (ports/http-client.ts). */
export const pieceBytes = 65_536;

/** A partition of a slot has 512 MiB (device/image/layout.toml). */
export const rootBytesMax = 512 * 1_048_576;

/** The boot partition has 256 MiB for both slots. */
export const fileBytesMax = 96 * 1_048_576;
export const filesBytesMax = 112 * 1_048_576;

/** Kernel, initrd, command line, and the device trees and overlays of all boards: some fifty. */
export const partsMax = 256;

/** 624 hashes of 1 MiB and 256 names fit twice. */
export const manifestBytesMax = 131_072;

/** A path such as `overlays/nightjar-iqaudio-dacplus.dtbo`. */
export const pathBytesMax = 96;

/** Letters of a version, a target or a channel's name. */
export const wordBytesMax = 64;

/** A channel file has four fields. */
export const channelBytesMax = 4_096;

/** Keys that a system believes: the one in use, the next one, and those of a house that builds its own. */
export const keysMax = 8;

/** A new system that dies before it reports health is started so often: a cut of the power in its first minute is no proof against it. */
export const triesMax = 3;

/** It has this long from its start to report that it is healthy; a first start takes 75 s on the slowest board. */
export const healthyWithinUs = 120_000_000;

/** The speaker has to stay ready this long: one that dies at once is started anew every five seconds. */
export const healthySteadyUs = 15_000_000;

/** It is asked so often whether it is ready. */
export const healthyLookUs = 1_000_000;

/** A channel is asked this long; a house's link may be a bad one. */
export const requestUsMax = 30_000_000;

/** A request that fails is made again so often, after this pause: what was verified is not fetched again. */
export const requestTriesMax = 5;
export const requestPauseUs = 2_000_000;

/** Connections of a channel's server: speakers of a large house that look at the same moment. */
export const connectionsMax = 64;
