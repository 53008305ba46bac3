/**
 * Opens an ALSA device and sets it up with the best that it takes by itself
 * (settings.ts); what it cannot do so goes through "plug".
 *
 * Never waits for a device that another program has: it is busy then.
 */
import { assert } from "../../base/assert.ts";
import { PcmError, type PcmErrorCode } from "../../ports/errors.ts";
import type { PcmSample } from "../../ports/pcm.ts";
import type { Box, Pointer, Struct } from "./bind.ts";
import {
  type Direction,
  direction,
  errno,
  formatNumber,
  hardwareType,
  interleavedAccess,
  openMode,
  timestamps,
} from "./constants.ts";
import type { Libasound } from "./libasound.ts";
import {
  bufferUsIn,
  bufferUsOut,
  bufferUsOutAlone,
  periodUsIn,
  periodUsOut,
  rateMax,
  rateMin,
} from "./limits.ts";
import { bestChannels, bestRate, bestSample, type Offer } from "./settings.ts";

/** How the device runs. */
export interface PcmSetup {
  readonly sample: PcmSample;
  /** Hz, 8000…192000. */
  readonly rate: number;
  /** The device's own. */
  readonly channels: number;
  readonly periodFrames: number;
  readonly bufferFrames: number;
}

export interface OpenedPcm extends PcmSetup {
  readonly pcm: Pointer;
  /** Number of its card; undefined where it is none of the kernel's (a file, a sound server). */
  readonly card: number | undefined;
  /** It is the hardware itself: no other program plays through it. */
  readonly alone: boolean;
}

interface Attempt {
  readonly name: string;
  readonly mode: number;
}

/** Open and set up, not started. Throws PcmError. */
export function openPcm(asound: Libasound, name: string, way: Direction): OpenedPcm {
  let refused: unknown;
  for (const attempt of attemptsFor(name)) {
    try {
      return tryToOpen(asound, name, attempt, way);
    } catch (error) {
      // The first says more of the card: the others may fail for want of "plug" alone.
      refused ??= error;
      if (!(refused instanceof PcmError) || refused.code !== "unsupported") break;
    }
  }
  throw refused;
}

/** By itself; with samples converted by "plug"; with rate and channels converted too. */
function attemptsFor(name: string): readonly Attempt[] {
  const { nonBlocking, noResample, noChannels, noFormat } = openMode;
  const alone = { name, mode: nonBlocking | noResample | noChannels | noFormat };
  // A name with a quote in it cannot be quoted.
  if (name.includes("'")) return [alone, { name, mode: nonBlocking }];
  const plug = `plug:'${name}'`;
  return [
    alone,
    { name: plug, mode: nonBlocking | noResample | noChannels },
    { name: plug, mode: nonBlocking },
  ];
}

function tryToOpen(asound: Libasound, name: string, attempt: Attempt, way: Direction): OpenedPcm {
  const box: Box<Pointer | null> = [null];
  check(asound, name, asound.open(box, attempt.name, way, attempt.mode));
  const [pcm] = box;
  assert(pcm !== null, "an opened device has a handle");
  try {
    const converts = (attempt.mode & openMode.noResample) === 0;
    const setup = setUp(asound, name, pcm, { way, converts });
    setSoftware(asound, pcm, way === direction.playback ? setup.periodFrames : 1, setup);
    const alone = asound.type(pcm) === hardwareType;
    return { ...setup, pcm, card: cardOf(asound, pcm), alone };
  } catch (error) {
    asound.close(pcm);
    throw error;
  }
}

function setUp(
  asound: Libasound,
  name: string,
  pcm: Pointer,
  { way, converts }: { readonly way: Direction; readonly converts: boolean },
): PcmSetup {
  const params: Struct = new Uint8Array(asound.hwParamsSizeof());
  check(asound, name, asound.hwParamsAny(pcm, params), "unsupported");
  const needed = (result: number): void => check(asound, name, result, "unsupported");
  if (!converts) needed(asound.hwParamsSetRateResample(pcm, params, 0));
  needed(asound.hwParamsSetAccess(pcm, params, interleavedAccess));
  const offer = offerOf(asound, pcm, params);
  const sample = bestSample(offer);
  if (sample === undefined) throw unsupported(name, "takes no usual sample format");
  needed(asound.hwParamsSetFormat(pcm, params, formatNumber[sample]));
  const channels = bestChannels(offer);
  if (channels === undefined) throw unsupported(name, "takes neither one channel nor more");
  needed(asound.hwParamsSetChannels(pcm, params, channels));
  const rate = setRate(asound, name, pcm, params);
  const alone = asound.type(pcm) === hardwareType;
  const bufferUs = alone ? bufferUsOutAlone : bufferUsOut;
  const sizes = way === direction.playback ? [periodUsOut, bufferUs] : [periodUsIn, bufferUsIn];
  const [period = 0, buffer = 0] = sizes.map((us) => Math.round((us * rate) / 1e6));
  needed(asound.hwParamsSetPeriodSizeNear(pcm, params, [period], [0]));
  needed(asound.hwParamsSetBufferSizeNear(pcm, params, [buffer]));
  needed(asound.hwParams(pcm, params));
  return { sample, rate, channels, ...sizesOf(asound, name, pcm) };
}

function offerOf(asound: Libasound, pcm: Pointer, params: Struct): Offer {
  const least: Box<number> = [1];
  asound.hwParamsGetChannelsMin(params, least);
  return {
    takesSample: (sample) => asound.hwParamsTestFormat(pcm, params, formatNumber[sample]) === 0,
    takesRate: (rate) => asound.hwParamsTestRate(pcm, params, rate, 0) === 0,
    takesChannels: (channels) => asound.hwParamsTestChannels(pcm, params, channels) === 0,
    channelsMin: least[0],
  };
}

function setRate(asound: Libasound, name: string, pcm: Pointer, params: Struct): number {
  const best = bestRate(offerOf(asound, pcm, params));
  if (best !== undefined) {
    check(asound, name, asound.hwParamsSetRate(pcm, params, best, 0), "unsupported");
    return best;
  }
  const near: Box<number> = [48_000];
  check(asound, name, asound.hwParamsSetRateNear(pcm, params, near, [0]), "unsupported");
  const [rate] = near;
  if (rate < rateMin || rate > rateMax) throw unsupported(name, `runs at ${rate} Hz alone`);
  return rate;
}

function sizesOf(asound: Libasound, name: string, pcm: Pointer) {
  const buffer: Box<number> = [0];
  const period: Box<number> = [0];
  check(asound, name, asound.getParams(pcm, buffer, period));
  const [bufferFrames] = buffer;
  if (bufferFrames < 2) throw unsupported(name, "has no buffer");
  return { bufferFrames, periodFrames: Math.min(period[0], bufferFrames >> 1) };
}

/**
 * Starts a playback with its first period (by default it would wait for a full buffer), and has
 * times stamped by the monotonic clock. Some plugins have none of this: then it is as it is.
 */
function setSoftware(
  asound: Libasound,
  pcm: Pointer,
  startFrames: number,
  { periodFrames }: PcmSetup,
): void {
  const params: Struct = new Uint8Array(asound.swParamsSizeof());
  if (asound.swParamsCurrent(pcm, params) < 0) return;
  asound.swParamsSetStartThreshold(pcm, params, startFrames);
  asound.swParamsSetAvailMin(pcm, params, periodFrames);
  asound.swParamsSetTstampMode(pcm, params, timestamps.enabled);
  asound.swParamsSetTstampType(pcm, params, timestamps.monotonic);
  asound.swParams(pcm, params);
}

function cardOf(asound: Libasound, pcm: Pointer): number | undefined {
  const info: Struct = new Uint8Array(asound.infoSizeof());
  if (asound.info(pcm, info) < 0) return undefined;
  const card = asound.infoGetCard(info);
  return card < 0 ? undefined : card;
}

function unsupported(name: string, why: string): PcmError {
  return new PcmError("unsupported", `sound card "${name}" ${why}`, { remedy: otherRemedy });
}

function check(asound: Libasound, name: string, result: number, otherwise?: PcmErrorCode): void {
  if (result >= 0) return;
  const [code, remedy] = reasons.get(result) ?? [otherwise ?? "no-device", otherRemedy];
  // A card that goes while it is set up is not one that cannot do what is asked.
  throw new PcmError(code, `sound card "${name}": ${asound.strerror(result)}`, { remedy });
}

const otherRemedy = "choose another with alsa:DEVICE (nightjar sound-cards lists them)";
type Reason = readonly [PcmErrorCode, string];
const missing: Reason = ["no-device", `plug it in, or ${otherRemedy}`];
const busy: Reason = ["device-busy", "stop the program that uses it, or choose another card"];
const reasons: ReadonlyMap<number, Reason> = new Map<number, Reason>([
  [errno.busy, busy],
  [errno.again, busy],
  [errno.noAccess, ["no-device", "add this user to the group audio"]],
  [errno.noEntry, missing],
  [errno.noDevice, missing],
  [errno.noSuchDevice, missing],
]);
