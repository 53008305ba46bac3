/** Bounds and time constants of audio/, each with its reason. */
import { kib, mib, usPerMs } from "../base/units.ts";

/** Three seconds of 24-bit 192 kHz FLAC (700 kB/s), half a minute of Opus: well over the two seconds of DESIGN §3. */
export const ringBytesDefault = 2 * mib;

/** One packet: 20 ms of incompressible 32-bit stereo at 192 kHz are 30 kB. */
export const packetBytesMax = 64 * kib;

/** Frames of one decoded packet: 120 ms of Opus, the longest it can code; 20 ms at 192 kHz are 3840. */
export const blockFramesMax = 5760;

/** Rates that a segment may have, in Hz. */
export const segmentRateMin = 8_000;
export const segmentRateMax = 192_000;

/** STREAMINFO is 34 bytes; more is no setup that a decoder here knows. */
export const setupBytesMax = 1024;

/** No click is heard from a fade this short, and no command waits for it (issue: at most 10 ms). */
export const fadeUs = 8 * usPerMs;

/** Music under an announcement: a quarter of its level is still heard, and speech is understood over it. */
export const duckDb = -12;

/** On its way there and back: no step, and who speaks does not wait for it. */
export const duckRampUs = 200 * usPerMs;

/** Between two clips of one message the music stays down for so long. */
export const clipHoldUs = 300 * usPerMs;

/** Full scale of a clip: with ducked music (0.25) it stays 0.5 dB below full scale. */
export const clipPeak = 0.69;

/** While a clip sounds alone the card holds half of this and what it holds while idle: a start of music waits for no more. */
export const clipAheadUs = 80 * usPerMs;

/** A clip is a message, not music; 16-bit mono at 48 kHz of it are 5.8 MB. */
export const clipSecondsMax = 60;

/** Encoded clips that wait: two seconds of 16-bit stereo at 48 kHz, a minute of Opus. */
export const clipRingBytes = 512 * kib;

/** Volume steps of a remote come about every 30 ms; each is over before the next. */
export const volumeRampUs = 10 * usPerMs;

/** Middle of the bass shelf: all of it is reached at 80 Hz, where small boxes still sound, and voices are left alone. */
export const bassHz = 200;

/** Middle of the treble shelf: all of it is reached at 10 kHz. */
export const trebleHz = 4_000;

/** A setting of the tone gets where it goes in this time: no step is heard, and a slider is followed. */
export const toneRampUs = 50 * usPerMs;

/** Coefficients of the tone are reckoned anew this often on their way; between them they move along lines. */
export const tonePieceFrames = 48;

/** The state of the tone is kept once in so many frames, to go back to: a part of historyFrames, 7 kB for a deep card. */
export const toneStateFrames = 256;

/** Packets that are filled in before sound has faded to silence: 100 ms, past which a guess is heard as one. */
export const concealFramesMax = 5;

/** … and those of them at full level: most losses are no longer, and a level that falls is heard more than what it falls from. */
export const concealFullFrames = 3;

/** Cross-fade from a guess back to what was decoded. */
export const mendUs = 5 * usPerMs;

/** A preroll above this is taken as this: the ring must be able to hold it. */
export const prerollUsMax = 1_000 * usPerMs;

/** What must be in the ring before a starved segment goes on, as at a start: how much is wise is for the writer to know, who knows the link. */
export const resumeUs = 60 * usPerMs;

/** Half of the window of the level meter. */
export const peakWindowUs = 50 * usPerMs;

/** Windows that are kept: what a card holds and more, because a level is shown when it is heard. */
export const peakWindows = 16;

/** Samples that the continuation of a sound is learnt from: two periods of 94 Hz at 48 kHz. */
export const historyFrames = 1024;

/** … and what a repetition is looked for in: pieces of up to 30 ms. */
export const pastFrames = 2048;

/** A continuation longer than twice this (at 48 kHz: 5 ms) goes over to a repetition after it; the fades are shorter. */
export const predictedFrames = 240;

/** Poles of that continuation: about sixteen partials. More costs time in the audio thread and gains little. */
export const predictorOrder = 32;

/** Taps of the resampler at the lower of its rates: 100 dB down 2.3 kHz past the edge of 44.1 kHz. */
export const resamplerTaps = 64;

/** Phases of its filter: 640 are exact for 11.025 → 48 kHz; odder ratios interpolate between phases. */
export const resamplerPhasesMax = 640;

/** Silence queued ahead of the card while nothing plays: what a start has to wait behind, at most. */
export const idleQueueUs = 20 * usPerMs;

/** What a card holds that takes nothing back: a pause, a skip or a turn of the volume waits behind it. */
export const queueUsMax = 120 * usPerMs;

/** What it holds in mid-track where it can be taken back: four wake-ups a second, and a quarter of a second to ride out whatever keeps the thread. */
export const deepQueueUs = 500 * usPerMs;

/** What is left with the card when the rest is taken back: a period of any card, and the time that it takes. */
export const keptQueueUs = 20 * usPerMs;

/**
 * The card is filled up again when it is down to this part: with 120 ms 16 wake-ups a second, and
 * 60 ms left at each. A waking costs as much as decoding the sound of 70 ms.
 */
export const refillPart = 0.5;

/** An input is tried again this often while it is missing or busy. */
export const reopenUs = 1_000 * usPerMs;

/** A missing or busy card is tried again after this, and each time after twice as long: most are back at once. */
export const reopenUsMin = 250 * usPerMs;

/** At the most: who plugs a card in listens for it. A try costs some milliseconds. */
export const reopenUsMax = 2_000 * usPerMs;

/** A card that plays nothing of what it holds for so long has stopped; USB cards take half a second to start. */
export const standstillUs = 1_500 * usPerMs;

/** A card's own volume moves on its way in steps this far apart. */
export const volumeStepUs = 10 * usPerMs;

/** With more than this in the ring a frame wakes nobody: neither a start nor a starved segment waits for more. */
export const wakeBelowUs = 500 * usPerMs;

/** While nothing is heard the thread sleeps no longer than this; in mid-track as long as the card has enough. */
export const sleepUsMax = 100 * usPerMs;

/** And no shorter: timers are no better than this. */
export const sleepUsMin = 500;

/** Taps of the steered resampler at the lower of its rates: flat to 18 kHz from 44.1 kHz, over 100 dB of signal to noise. */
export const steeredTaps = 48;

/** Phases of its filter; between them it interpolates, 105 dB down at 18 kHz. 100 kB for 48 kHz, 400 kB for 192 kHz. */
export const steeredPhases = 512;

/** Crystals are within 100 ppm, cheap USB capture within 1000; beyond this it is another rate. */
export const servoPpmMax = 10_000;

/** How fast the pitch of line-in may move: 0.7 cent a second, where a few cents are the least that is heard. */
export const servoSlewPpmPerS = 400;

/** Bandwidth of the servo at first, per second: 300 ppm are learnt before they have used up a millisecond of the margin. */
export const servoFastPerS = 0.15;

/** And in the end: a beat between the blocks of two clocks (10 ms in 16 s) moves the ratio by 100 ppm at most. */
export const servoSlowPerS = 0.03;

/** How long it looks before it steers: a hundred blocks, and 300 ppm are not even a third of a millisecond. */
export const servoLookS = 1;

/** From the one to the other over about two minutes: the bandwidth is this divided by the age in seconds. */
export const servoSettleS = 3;

/** Line-in: what the output holds when it is filled again. A thread that wakes up later than this is heard. */
export const liveLowUs = 10 * usPerMs;

/** And what it is filled with above that, at least: 200 wake-ups a second. */
export const liveStepUs = 5 * usPerMs;

/** Line-in: what the input holds beyond what its blocks need, at first. */
export const liveMarginUs = 3 * usPerMs;

/** After each dropout of line-in output or input hold this much more, until it is chosen anew. */
export const liveMarginStepUs = 5 * usPerMs;

/** And never more than this: a monitor that is later than 100 ms in all is no monitor. */
export const liveMarginUsMax = 60 * usPerMs;

/** A latency that is off by more than this is set right at once, behind a fade; the servo would take minutes. */
export const liveOffUsMax = 15 * usPerMs;

/** What is held of an input at most: well over the longest way from in to out. */
export const inputHeldUsMax = 400 * usPerMs;

/** An input that gives nothing for this long is opened anew. */
export const inputSilentUs = 2_000 * usPerMs;

/** Rates of an input, in Hz. */
export const inputRateMin = 8_000;
export const inputRateMax = 192_000;
