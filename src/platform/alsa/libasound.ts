/**
 * The calls of libasound that playback needs, bound by FFI. Blocking calls: only
 * the audio thread makes them.
 */
import { PcmError } from "../../ports/errors.ts";
import type { Native } from "../native.ts";

/** An opaque pointer of the library. */
export type Pointer = object | bigint;
/** A box for a value that a call changes. */
type Box<T> = [T];

/** Each returns a negative errno on failure (alsa/pcm.h). */
export interface Libasound {
  open(pcm: Box<Pointer | null>, name: string, stream: number, mode: number): number;
  close(pcm: Pointer): number;
  hwParamsMalloc(params: Box<Pointer | null>): number;
  hwParamsFree(params: Pointer): void;
  hwParamsAny(pcm: Pointer, params: Pointer): number;
  hwParamsSetAccess(pcm: Pointer, params: Pointer, access: number): number;
  hwParamsTestFormat(pcm: Pointer, params: Pointer, format: number): number;
  hwParamsSetFormat(pcm: Pointer, params: Pointer, format: number): number;
  hwParamsSetChannels(pcm: Pointer, params: Pointer, channels: number): number;
  hwParamsSetRate(pcm: Pointer, params: Pointer, rate: number, direction: number): number;
  hwParamsSetPeriodSizeNear(
    pcm: Pointer,
    params: Pointer,
    frames: Box<number>,
    direction: Box<number>,
  ): number;
  hwParamsSetBufferSizeNear(pcm: Pointer, params: Pointer, frames: Box<number>): number;
  hwParams(pcm: Pointer, params: Pointer): number;
  getParams(pcm: Pointer, bufferFrames: Box<number>, periodFrames: Box<number>): number;
  swParamsMalloc(params: Box<Pointer | null>): number;
  swParamsFree(params: Pointer): void;
  swParamsCurrent(pcm: Pointer, params: Pointer): number;
  swParamsSetStartThreshold(pcm: Pointer, params: Pointer, frames: number): number;
  swParamsSetAvailMin(pcm: Pointer, params: Pointer, frames: number): number;
  swParams(pcm: Pointer, params: Pointer): number;
  writei(pcm: Pointer, samples: Int16Array | Int32Array, frames: number): number;
  recover(pcm: Pointer, error: number, silent: number): number;
  avail(pcm: Pointer): number;
  delay(pcm: Pointer, frames: Box<number>): number;
  drop(pcm: Pointer): number;
  strerror(error: number): string;
}

/** Throws PcmError `no-library`. */
export function openLibasound(native: Native | undefined): Libasound {
  const library = native?.load(["libasound.so.2"]);
  if (library === undefined) {
    throw new PcmError("no-library", "no sound cards without libasound.so.2", {
      remedy: "install it: sudo apt-get install libasound2",
    });
  }
  const bind = (signature: string) => library.func(signature);
  const onParams = (name: string, rest = ""): ReturnType<typeof bind> =>
    bind(`int snd_pcm_${name}(void *pcm, void *params${rest})`);
  const bound = {
    open: bind("int snd_pcm_open(_Out_ void **pcm, const char *name, int stream, int mode)"),
    close: bind("int snd_pcm_close(void *pcm)"),
    hwParamsMalloc: bind("int snd_pcm_hw_params_malloc(_Out_ void **params)"),
    hwParamsFree: bind("void snd_pcm_hw_params_free(void *params)"),
    hwParamsAny: onParams("hw_params_any"),
    hwParamsSetAccess: onParams("hw_params_set_access", ", int access"),
    hwParamsTestFormat: onParams("hw_params_test_format", ", int format"),
    hwParamsSetFormat: onParams("hw_params_set_format", ", int format"),
    hwParamsSetChannels: onParams("hw_params_set_channels", ", unsigned int channels"),
    hwParamsSetRate: onParams("hw_params_set_rate", ", unsigned int rate, int direction"),
    hwParamsSetPeriodSizeNear: onParams(
      "hw_params_set_period_size_near",
      ", _Inout_ unsigned long *frames, _Inout_ int *direction",
    ),
    hwParamsSetBufferSizeNear: onParams(
      "hw_params_set_buffer_size_near",
      ", _Inout_ unsigned long *frames",
    ),
    hwParams: onParams("hw_params"),
    getParams: bind(
      "int snd_pcm_get_params(void *pcm, _Out_ unsigned long *buffer, _Out_ unsigned long *period)",
    ),
    swParamsMalloc: bind("int snd_pcm_sw_params_malloc(_Out_ void **params)"),
    swParamsFree: bind("void snd_pcm_sw_params_free(void *params)"),
    swParamsCurrent: onParams("sw_params_current"),
    swParamsSetStartThreshold: onParams("sw_params_set_start_threshold", ", unsigned long frames"),
    swParamsSetAvailMin: onParams("sw_params_set_avail_min", ", unsigned long frames"),
    swParams: onParams("sw_params"),
    writei: bind("long snd_pcm_writei(void *pcm, const void *samples, unsigned long frames)"),
    recover: bind("int snd_pcm_recover(void *pcm, int error, int silent)"),
    avail: bind("long snd_pcm_avail(void *pcm)"),
    delay: bind("int snd_pcm_delay(void *pcm, _Out_ long *frames)"),
    drop: bind("int snd_pcm_drop(void *pcm)"),
    strerror: bind("const char *snd_strerror(int error)"),
  };
  silence(native, bind);
  // Each member has the C signature that the interface describes.
  return bound as unknown as Libasound;
}

/**
 * Keeps the library from printing to stderr, where only log lines may be: its errors come back as
 * numbers. The handler is a C function that ignores its arguments, because a JavaScript one may be
 * called from any thread.
 */
function silence(
  native: Native | undefined,
  bind: (signature: string) => (...args: unknown[]) => unknown,
): void {
  const handler: unknown = native?.load(["libc.so.6"])?.symbol("getpid");
  if (handler !== undefined) bind("int snd_lib_error_set_handler(void *handler)")(handler);
}
