/**
 * A sound card through ALSA: 48 kHz stereo, 32 bits where the card takes them,
 * else 16. A card that cannot do that by itself is opened through "plug".
 *
 * Recovers by itself from running dry and from suspend; a card that is unplugged
 * is `lost`, and the caller opens a new one.
 */
import { assert } from "../../base/assert.ts";
import { PcmError, type PcmErrorCode } from "../../ports/errors.ts";
import type { PcmFormat, PcmOut, PcmWrite } from "../../ports/pcm.ts";
import { toS16, toS32 } from "../samples.ts";
import type { Libasound, Pointer } from "./libasound.ts";

const rate = 48_000;
const channels = 2;
/** 10 ms: half the wake-ups of a real-time minimum, and still what a start waits for. */
const periodFramesWanted = 480;
/** 100 ms: rides out what a busy board does to a thread. */
const bufferFramesWanted = 4_800;

/** Constants of alsa/pcm.h. */
const playback = 0;
const interleavedAccess = 3;
const formats = { s32: 10, s16: 2 } as const;

/** errno values (asm-generic/errno.h), as ALSA returns them. */
const errno = {
  noEntry: -2,
  noAccess: -13,
  busy: -16,
  noDevice: -19,
  brokenPipe: -32,
  suspended: -86,
};

export class AlsaOut implements PcmOut {
  readonly device: string;
  readonly format: PcmFormat;
  readonly periodFrames: number;
  readonly bufferFrames: number;
  readonly trouble = undefined;
  readonly #asound: Libasound;
  readonly #pcm: Pointer;
  readonly #integers: Int16Array | Int32Array;
  #open = true;

  /** Throws PcmError. */
  static open(asound: Libasound, name: string): AlsaOut {
    const pcm = openPcm(asound, name);
    try {
      return new AlsaOut(asound, name, pcm, configure(asound, name, pcm));
    } catch (error) {
      asound.close(pcm);
      const direct = error instanceof PcmError && error.code === "unsupported";
      if (direct && !name.startsWith("plug:")) return AlsaOut.open(asound, `plug:'${name}'`);
      throw error;
    }
  }

  private constructor(
    asound: Libasound,
    device: string,
    pcm: Pointer,
    sample: PcmFormat["sample"],
  ) {
    this.#asound = asound;
    this.#pcm = pcm;
    this.device = device;
    this.format = { rate, channels, sample };
    const buffer: [number] = [0];
    const period: [number] = [0];
    check(asound, device, asound.getParams(pcm, buffer, period));
    this.bufferFrames = buffer[0];
    this.periodFrames = Math.min(period[0], Math.floor(buffer[0] / 2));
    const samples = channels * this.bufferFrames;
    this.#integers = sample === "s32" ? new Int32Array(samples) : new Int16Array(samples);
    setStart(asound, pcm, this.periodFrames);
  }

  write(samples: Float32Array): PcmWrite {
    assert(samples.length <= this.#integers.length, "a write fits the buffer");
    if (this.#integers instanceof Int32Array) toS32(samples, this.#integers, 0);
    else toS16(samples, this.#integers, 0);
    const frames = samples.length / channels;
    let outcome: PcmWrite = "ok";
    for (let done = 0; done < frames; ) {
      const rest = this.#integers.subarray(channels * done, channels * frames);
      const written = this.#asound.writei(this.#pcm, rest, frames - done);
      if (written >= 0) done += written;
      else if (this.#recover(written)) outcome = "xrun";
      else return "lost";
    }
    return outcome;
  }

  roomFrames(): number | undefined {
    const room = this.#asound.avail(this.#pcm);
    return room < 0 ? undefined : Math.min(room, this.bufferFrames);
  }

  delayFrames(): number {
    const delay: [number] = [0];
    return this.#asound.delay(this.#pcm, delay) < 0 ? 0 : Math.max(0, delay[0]);
  }

  [Symbol.dispose](): void {
    if (!this.#open) return;
    this.#open = false;
    this.#asound.drop(this.#pcm);
    this.#asound.close(this.#pcm);
  }

  #recover(error: number): boolean {
    if (error !== errno.brokenPipe && error !== errno.suspended) return false;
    return this.#asound.recover(this.#pcm, error, 1) >= 0;
  }
}

function openPcm(asound: Libasound, name: string): Pointer {
  const box: [Pointer | null] = [null];
  check(asound, name, asound.open(box, name, playback, 0));
  assert(box[0] !== null, "an opened card has a handle");
  return box[0];
}

/** Sets the format; which samples it takes. */
function configure(asound: Libasound, name: string, pcm: Pointer): PcmFormat["sample"] {
  const box: [Pointer | null] = [null];
  check(asound, name, asound.hwParamsMalloc(box));
  const [params] = box;
  assert(params !== null, "parameters were allocated");
  try {
    check(asound, name, asound.hwParamsAny(pcm, params));
    check(asound, name, asound.hwParamsSetAccess(pcm, params, interleavedAccess), "unsupported");
    const sample = asound.hwParamsTestFormat(pcm, params, formats.s32) === 0 ? "s32" : "s16";
    const settings = [
      asound.hwParamsSetFormat(pcm, params, formats[sample]),
      asound.hwParamsSetChannels(pcm, params, channels),
      asound.hwParamsSetRate(pcm, params, rate, 0),
      asound.hwParamsSetPeriodSizeNear(pcm, params, [periodFramesWanted], [0]),
      asound.hwParamsSetBufferSizeNear(pcm, params, [bufferFramesWanted]),
      asound.hwParams(pcm, params),
    ];
    for (const result of settings) check(asound, name, result, "unsupported");
    return sample;
  } finally {
    asound.hwParamsFree(params);
  }
}

/** Starts the card with its first period: by default it would wait for a full buffer. */
function setStart(asound: Libasound, pcm: Pointer, periodFrames: number): void {
  const box: [Pointer | null] = [null];
  if (asound.swParamsMalloc(box) < 0) return;
  const [params] = box;
  assert(params !== null, "parameters were allocated");
  asound.swParamsCurrent(pcm, params);
  asound.swParamsSetStartThreshold(pcm, params, periodFrames);
  asound.swParamsSetAvailMin(pcm, params, periodFrames);
  asound.swParams(pcm, params);
  asound.swParamsFree(params);
}

function check(asound: Libasound, name: string, result: number, otherwise?: PcmErrorCode): void {
  if (result >= 0) return;
  const [code, remedy] = reasons.get(result) ?? [otherwise ?? "no-device", otherRemedy];
  throw new PcmError(otherwise ?? code, `sound card "${name}": ${asound.strerror(result)}`, {
    remedy,
  });
}

const otherRemedy = "choose another with --output alsa:DEVICE (aplay -L lists them)";
const reasons: ReadonlyMap<number, readonly [PcmErrorCode, string]> = new Map([
  [errno.busy, ["device-busy", "stop the program that uses it, or choose another card"]],
  [errno.noAccess, ["no-device", "add this user to the group audio"]],
  [errno.noEntry, ["no-device", `plug it in, or ${otherRemedy}`]],
  [errno.noDevice, ["no-device", `plug it in, or ${otherRemedy}`]],
]);
