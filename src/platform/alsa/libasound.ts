/**
 * The PCM calls of libasound, bound by FFI. Structures of the library are blocks
 * of memory of the size it says; nothing here looks into them.
 *
 * Calls may block for as long as a card likes: only the audio thread makes them.
 */
import type { Native } from "../native.ts";
import { type Box, bindAll, type Pointer, type Signature, type Struct } from "./bind.ts";

/** Each returns a negative errno on failure (alsa/pcm.h) unless it says something else. */
export interface Libasound {
  open(pcm: Box<Pointer | null>, name: string, stream: number, mode: number): number;
  close(pcm: Pointer): number;
  nonblock(pcm: Pointer, on: number): number;
  type(pcm: Pointer): number;
  state(pcm: Pointer): number;

  infoSizeof(): number;
  info(pcm: Pointer, info: Struct): number;
  infoGetCard(info: Struct): number;

  hwParamsSizeof(): number;
  hwParamsAny(pcm: Pointer, params: Struct): number;
  hwParamsSetRateResample(pcm: Pointer, params: Struct, on: number): number;
  hwParamsSetAccess(pcm: Pointer, params: Struct, access: number): number;
  hwParamsTestFormat(pcm: Pointer, params: Struct, format: number): number;
  hwParamsSetFormat(pcm: Pointer, params: Struct, format: number): number;
  hwParamsTestChannels(pcm: Pointer, params: Struct, channels: number): number;
  hwParamsGetChannelsMin(params: Struct, channels: Box<number>): number;
  hwParamsSetChannels(pcm: Pointer, params: Struct, channels: number): number;
  hwParamsTestRate(pcm: Pointer, params: Struct, rate: number, direction: number): number;
  hwParamsSetRate(pcm: Pointer, params: Struct, rate: number, direction: number): number;
  hwParamsSetRateNear(
    pcm: Pointer,
    params: Struct,
    rate: Box<number>,
    direction: Box<number>,
  ): number;
  hwParamsSetPeriodSizeNear(
    pcm: Pointer,
    params: Struct,
    frames: Box<number>,
    direction: Box<number>,
  ): number;
  hwParamsSetBufferSizeNear(pcm: Pointer, params: Struct, frames: Box<number>): number;
  hwParams(pcm: Pointer, params: Struct): number;
  getParams(pcm: Pointer, bufferFrames: Box<number>, periodFrames: Box<number>): number;

  swParamsSizeof(): number;
  swParamsCurrent(pcm: Pointer, params: Struct): number;
  swParamsSetStartThreshold(pcm: Pointer, params: Struct, frames: number): number;
  swParamsSetAvailMin(pcm: Pointer, params: Struct, frames: number): number;
  swParamsSetTstampMode(pcm: Pointer, params: Struct, mode: number): number;
  swParamsSetTstampType(pcm: Pointer, params: Struct, type: number): number;
  swParams(pcm: Pointer, params: Struct): number;

  prepare(pcm: Pointer): number;
  start(pcm: Pointer): number;
  resume(pcm: Pointer): number;
  drop(pcm: Pointer): number;
  /** 0: the time is over. */
  wait(pcm: Pointer, timeoutMs: number): number;
  writei(pcm: Pointer, samples: Uint8Array, frames: number): number;
  readi(pcm: Pointer, samples: Uint8Array, frames: number): number;
  rewindable(pcm: Pointer): number;
  rewind(pcm: Pointer, frames: number): number;
  avail(pcm: Pointer): number;
  delay(pcm: Pointer, frames: Box<number>): number;

  statusSizeof(): number;
  status(pcm: Pointer, status: Struct): number;
  statusGetState(status: Struct): number;
  statusGetDelay(status: Struct): number;
  /** Writes a struct timespec. */
  statusGetHtstamp(status: Struct, timespec: Uint8Array): void;

  strerror(error: number): string;
}

const handle = "void *pcm";
const onParams = "void *pcm, void *params";

/** alsa/pcm.h */
const signatures: Readonly<Record<keyof Libasound, Signature>> = {
  open: ["pcm_open", "int", "_Out_ void **pcm, const char *name, int stream, int mode"],
  close: ["pcm_close", "int", handle],
  nonblock: ["pcm_nonblock", "int", `${handle}, int on`],
  type: ["pcm_type", "int", handle],
  state: ["pcm_state", "int", handle],
  infoSizeof: ["pcm_info_sizeof", "size_t", ""],
  info: ["pcm_info", "int", `${handle}, void *info`],
  infoGetCard: ["pcm_info_get_card", "int", "const void *info"],
  hwParamsSizeof: ["pcm_hw_params_sizeof", "size_t", ""],
  hwParamsAny: ["pcm_hw_params_any", "int", onParams],
  hwParamsSetRateResample: [
    "pcm_hw_params_set_rate_resample",
    "int",
    `${onParams}, unsigned int on`,
  ],
  hwParamsSetAccess: ["pcm_hw_params_set_access", "int", `${onParams}, int access`],
  hwParamsTestFormat: ["pcm_hw_params_test_format", "int", `${onParams}, int format`],
  hwParamsSetFormat: ["pcm_hw_params_set_format", "int", `${onParams}, int format`],
  hwParamsTestChannels: ["pcm_hw_params_test_channels", "int", `${onParams}, unsigned int count`],
  hwParamsGetChannelsMin: [
    "pcm_hw_params_get_channels_min",
    "int",
    "const void *params, _Out_ unsigned int *count",
  ],
  hwParamsSetChannels: ["pcm_hw_params_set_channels", "int", `${onParams}, unsigned int count`],
  hwParamsTestRate: [
    "pcm_hw_params_test_rate",
    "int",
    `${onParams}, unsigned int rate, int direction`,
  ],
  hwParamsSetRate: [
    "pcm_hw_params_set_rate",
    "int",
    `${onParams}, unsigned int rate, int direction`,
  ],
  hwParamsSetRateNear: [
    "pcm_hw_params_set_rate_near",
    "int",
    `${onParams}, _Inout_ unsigned int *rate, _Inout_ int *direction`,
  ],
  hwParamsSetPeriodSizeNear: [
    "pcm_hw_params_set_period_size_near",
    "int",
    `${onParams}, _Inout_ unsigned long *frames, _Inout_ int *direction`,
  ],
  hwParamsSetBufferSizeNear: [
    "pcm_hw_params_set_buffer_size_near",
    "int",
    `${onParams}, _Inout_ unsigned long *frames`,
  ],
  hwParams: ["pcm_hw_params", "int", onParams],
  getParams: [
    "pcm_get_params",
    "int",
    `${handle}, _Out_ unsigned long *buffer, _Out_ unsigned long *period`,
  ],
  swParamsSizeof: ["pcm_sw_params_sizeof", "size_t", ""],
  swParamsCurrent: ["pcm_sw_params_current", "int", onParams],
  swParamsSetStartThreshold: [
    "pcm_sw_params_set_start_threshold",
    "int",
    `${onParams}, unsigned long frames`,
  ],
  swParamsSetAvailMin: ["pcm_sw_params_set_avail_min", "int", `${onParams}, unsigned long frames`],
  swParamsSetTstampMode: ["pcm_sw_params_set_tstamp_mode", "int", `${onParams}, int mode`],
  swParamsSetTstampType: ["pcm_sw_params_set_tstamp_type", "int", `${onParams}, int type`],
  swParams: ["pcm_sw_params", "int", onParams],
  prepare: ["pcm_prepare", "int", handle],
  start: ["pcm_start", "int", handle],
  resume: ["pcm_resume", "int", handle],
  drop: ["pcm_drop", "int", handle],
  wait: ["pcm_wait", "int", `${handle}, int timeout`],
  writei: ["pcm_writei", "long", `${handle}, const void *samples, unsigned long frames`],
  readi: ["pcm_readi", "long", `${handle}, void *samples, unsigned long frames`],
  rewindable: ["pcm_rewindable", "long", handle],
  rewind: ["pcm_rewind", "long", `${handle}, unsigned long frames`],
  avail: ["pcm_avail", "long", handle],
  delay: ["pcm_delay", "int", `${handle}, _Out_ long *frames`],
  statusSizeof: ["pcm_status_sizeof", "size_t", ""],
  status: ["pcm_status", "int", `${handle}, void *status`],
  statusGetState: ["pcm_status_get_state", "int", "const void *status"],
  statusGetDelay: ["pcm_status_get_delay", "long", "const void *status"],
  statusGetHtstamp: ["pcm_status_get_htstamp", "void", "const void *status, void *timespec"],
  strerror: ["strerror", "const char *", "int error"],
};

/** Throws PcmError `no-library`. */
export function openLibasound(native: Native | undefined): Libasound {
  // Each member has the C signature that the interface describes.
  return bindAll(native, signatures) as unknown as Libasound;
}
