/** Numbers of alsa/pcm.h, alsa/control.h and asm-generic/errno.h: what libasound's calls take and return. */
import type { PcmSample } from "../../ports/pcm.ts";

export const direction = { playback: 0, capture: 1 } as const;
export type Direction = (typeof direction)[keyof typeof direction];

/** Modes of snd_pcm_open. The last three keep "plug" from converting behind our back. */
export const openMode = {
  nonBlocking: 0x1,
  noResample: 0x1_0000,
  noChannels: 0x2_0000,
  noFormat: 0x4_0000,
} as const;

export const interleavedAccess = 3;

/** Little-endian formats. */
export const formatNumber: Readonly<Record<PcmSample, number>> = {
  s16: 2,
  s24: 6,
  s32: 10,
  float: 14,
  "s24-3": 32,
};

export const pcmState = { running: 3 } as const;

/** snd_pcm_type of a device that is the hardware itself: nobody shares it. */
export const hardwareType = 0;

/** Time stamps are taken, and are CLOCK_MONOTONIC's, as Clock.nowUs. */
export const timestamps = { enabled: 1, monotonic: 1 } as const;

/** Negative, as the calls return them. */
export const errno = {
  noEntry: -2,
  interrupted: -4,
  noSuchDevice: -6,
  again: -11,
  noAccess: -13,
  busy: -16,
  noDevice: -19,
  invalid: -22,
  brokenPipe: -32,
  noCall: -38,
  badState: -77,
  suspended: -86,
} as const;
