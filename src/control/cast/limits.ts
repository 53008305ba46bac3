/** Bounds of the Cast receiver, each with its reason (docs/CAST.md §7). */
import { usPerS } from "../../base/units.ts";

/** Sockets at once: each program has one or two, and a household some programs. */
export const socketsMax = 32;

/** Of these from one address: one that opens sockets and says nothing must leave room for the household. */
export const socketsPerAddressMax = 8;

/** Virtual connections on a socket: a browser has one for each page that casts, and two of its own. */
export const connectionsPerSocketMax = 16;

/** From the socket to the first CONNECT: all senders do it at once, VLC after it asked for the device's proof. */
export const connectUsMax = 10 * usPerS;

/** Silence after which a PING asks, and after which the sender is taken for gone: half of them ping only when asked. */
export const pingAfterUs = 5 * usPerS;
export const deadAfterUs = 18 * usPerS;

/** How often silence is looked at. */
export const tickUs = usPerS;

/** From the first byte of a frame to its last: 64 KiB in this time is 52 kbit/s. */
export const frameUsMax = 10 * usPerS;

/** Depth of the JSON of any sender is below eight; its parts are some hundred for a long queue. */
export const jsonDepthMax = 16;
export const jsonPartsMax = 8_192;

/** Names of ends and namespaces, in UTF-16 units: those of senders have at most fifty. */
export const idCharsMax = 256;

/** Apps that are asked for at once. */
export const appsAskedMax = 64;

/** Of a URL; what is longer the speaker does not play either. */
export const urlCharsMax = 2_048;

/** Of a title and the like, as it is told to other senders. */
export const metadataCharsMax = 512;
export const imagesMax = 2;

/** Items that one message may bring, or name: as many as the speaker takes URLs in one command. */
export const itemsPerMessageMax = 100;

/** Items of the queue that are told with every status: one behind what plays, and some ahead. */
export const itemsTold = 8;

/** Items whose numbers are told when they are asked for. */
export const itemIdsTold = 500;

/** Items that have a number for senders; the one that was named longest ago loses it. */
export const itemNumbersMax = 2_048;

/** Cast media whose title and picture are remembered. */
export const mediaKnownMax = 512;

/** From the accepted LOAD to its first sound; then it is answered that it is still buffering. */
export const firstSoundUsMax = 20 * usPerS;

/** A position that differs from what senders reckon by more is told. */
export const positionSlackMs = 750;

/** Without a sender and without cast music the app ends: the speaker is then shown as free. */
export const idleAppUs = 300 * usPerS;

/** A volume that a sender sets within this time of its arrival is its own idea, and nobody's hand at a slider. */
export const firstVolumeUs = 3 * usPerS;

/** Volume steps that senders are told to take, 0…1. */
export const volumeStep = 0.05;

/** How long a server certificate lives: Chromium takes none that lives longer than four days. */
export const certificateDays = 3;
/** Who comes after this is shown a new one. */
export const certificateAgeMsMax = 24 * 3_600_000;
