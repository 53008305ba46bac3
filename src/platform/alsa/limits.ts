/** Bounds and sizes of alsa/, each with its reason. */

/** 10 ms: half the interrupts of a real-time minimum, and still what a start waits for. */
export const periodUsOut = 10_000;

/**
 * 120 ms: half of it rides out what a busy board does to a thread, the other half lets the thread
 * sleep. A pause or a skip waits behind what is in it.
 */
export const bufferUsOut = 120_000;

/** 500 ms for the hardware itself, which gives back what it has not played: a pause does not wait for it. */
export const bufferUsOutAlone = 500_000;

/** 10 ms: how stale a capture may be; a monitor's way through the speaker is to be short. */
export const periodUsIn = 10_000;

/** 200 ms: a busy board that reads late loses nothing; reading in time costs no delay. */
export const bufferUsIn = 200_000;

/** Hz; what a card may run at (PcmIn), and above which nothing is gained. */
export const rateMin = 8_000;
export const rateMax = 192_000;

/** Channels of a card: interfaces for studios have up to 64, and what has more is no sound card. */
export const channelsMax = 64;

/**
 * One wait for room. Bounds, with `troublesMax`, how long a stop can take; longer than a period of
 * any card.
 */
export const waitMs = 50;

/**
 * Waits and restarts within one write; past them the card stands still or breaks down at once
 * whenever it is started, and counts as lost.
 */
export const troublesMax = 4;

/** The kernel's own (SNDRV_CARDS is 32, or up to 256 by configuration). */
export const cardsMax = 256;

/** Devices of one card; HDMI cards have a dozen. */
export const devicesMax = 64;

/** Names in libasound's configuration; a desktop has about fifty. */
export const namesMax = 1_000;

/** Elements of a mixer; cards for studios have a few hundred. */
export const elementsMax = 1_000;

/** What a card's volume moves by at once while something sounds: no step of it is heard as one. */
export const stepDb = 1;

/** How many device names an error names. */
export const nearNamesMax = 4;
