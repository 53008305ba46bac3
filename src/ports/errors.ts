/** Operating failures of the outside world, translated from the system's codes by platform/. */
import { SpeakerError } from "../base/errors.ts";

export type DiskErrorCode =
  | "not-found"
  | "exists"
  | "no-space"
  | "read-only"
  | "io-error"
  | "not-permitted"
  | "in-use"
  | "path-too-long";

export class DiskError extends SpeakerError {
  declare readonly code: DiskErrorCode;
}

export type NetworkErrorCode =
  | "port-in-use"
  | "address-unavailable"
  | "host-unknown"
  | "connection-refused"
  | "connection-lost"
  | "network-down";

export class NetworkError extends SpeakerError {
  declare readonly code: NetworkErrorCode;
}

export type PcmErrorCode =
  | "no-device"
  | "device-busy"
  | "unsupported"
  | "device-lost"
  | "no-library";

export class PcmError extends SpeakerError {
  declare readonly code: PcmErrorCode;
}

export type GpioErrorCode =
  | "no-chip"
  | "no-line"
  | "line-busy"
  | "not-permitted"
  | "lost"
  | "failed";

export class GpioError extends SpeakerError {
  declare readonly code: GpioErrorCode;
}

export class ProcessError extends SpeakerError {
  declare readonly code: "not-installed" | "failed";
}
