/** Bounds and times of board/, each with its reason. */
import { usPerMs, usPerS } from "../base/units.ts";

/** A profile is a page; what is larger is another file. */
export const profileBytesMax = 64 * 1_024;

/** More than a speaker's front has room for; all inputs fit into one request of the kernel (64 lines). */
export const buttonsMax = 20;
export const encodersMax = 4;
export const lightsMax = 16;

/** No chip has more (a PC's have some hundred). */
export const lineMax = 1_023;

/** 5 ms: contacts of push buttons bounce for 1 to 5 ms (J. Ganssle, "A Guide to Debouncing"); nobody feels it. */
export const debounceMsUsual = 5;
export const debounceMsMax = 100;

/** 300 ms between two presses that are one double click; a single click waits for that long. */
export const doubleUs = 300 * usPerMs;

/** 1 s: longer than any click, and nobody waits in vain. */
export const holdUs = usPerS;

/** Who holds on for 5 s wants to reset, or forgot: from here on the light warns; after 10 s it is meant. */
export const warnUs = 5 * usPerS;
export const veryLongUs = 10 * usPerS;

/** Nobody presses for half a minute: the button hangs, or something lies on it, and that must reset nothing. */
export const stuckUs = 30 * usPerS;

/** As keyboards do: half a second until a key repeats, then so that the whole scale takes some seconds. */
export const repeatAfterUs = 500 * usPerMs;
export const repeatEachUs = 120 * usPerMs;

/** A press of the volume button is this much of 100; a step of the knob likewise, when it is turned slowly. */
export const volumeStep = 3;
export const knobStep = 2;

/** Steps of a knob that come faster than this count twice and three times. */
export const fastStepUs = 60 * usPerMs;
export const fasterStepUs = 30 * usPerMs;

/** What one batch of edges can turn the volume by: a knob that chatters must not jump from silence to full. */
export const knobTurnMax = 20;

/** A light shows a state for at least so long: what changes to and fro is no flicker. */
export const lightDwellUs = 400 * usPerMs;

/** A gesture whose time has come while its button is up already waits for the edge that says so, this long. */
export const edgeLateUs = 20 * usPerMs;

/** Commands of buttons that are not answered yet; more is somebody leaning on them. */
export const actionsMax = 16;

/** Changes of the speaker are looked at this much later, all together. */
export const viewDelayUs = 30 * usPerMs;

/** Amplifiers: what their mute takes to let go, where the profile does not say, and the most it may. */
export const settleMsUsual = 50;
export const settleMsMax = 2_000;
/** 30 s: longer than between two tracks and than a thought; less than the evening. */
export const idleSUsual = 30;
export const idleSMax = 3_600;
