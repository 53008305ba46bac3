/** Limits of the bench, each with its reason. */

/** From power to a speaker that answers. A board needs seconds; an emulated machine on a host with other work was not there after eight minutes. */
export const bootMsMax = 1_200_000;
/** A command on the device: Node alone takes ten seconds to start where it is emulated. */
export const commandMsMax = 120_000;
/** A bundle of 160 MiB is fetched, written and read back: half a minute of an emulated machine's own time. */
export const updateMsMax = 480_000;
/** Until something that the device was told is so. Emulated, beside other work; a board needs a tenth. */
export const settleMsMax = 90_000;
/** Between two looks at the device: often enough for figures of a second's grain, and each look costs it a command. */
export const lookEveryMs = 1_000;
/** Kept of a serial console, characters: a whole start with systemd's lines is 30 thousand. */
export const consoleCharsMax = 1_000_000;
/** Of a silence inside of a sound: what nobody hears as a break. A period of the card is 10 ms. */
export const gapMsMax = 20;
/** By how much a second of a ladder may be shorter or longer: two windows of the ear at each end. */
export const rungSlackS = 0.2;
/** Sound that is listened to in a case: enough for several rungs, short enough for ten minutes of all cases. */
export const listenS = 6;
/** In a soak, sound that is judged at a time. */
export const soakPieceS = 60;
/** Points across a drawn waveform: one for each pixel. */
export const plotPoints = 900;
/** Disk that is left for the case of a full one, KiB: less than what a speaker wants to write next. */
export const leftKib = 64;
