/** Why a card was not written, or is not to be trusted. */
import { SpeakerError } from "../../src/base/errors.ts";

export type FlashErrorCode =
  /** No disk of that name, or no whole one. */
  | "no-such-disk"
  | "system-disk"
  | "in-use"
  | "not-removable"
  | "write-protected"
  | "too-small"
  | "not-confirmed"
  | "bad-image"
  | "bad-map"
  | "missing-program"
  | "card-gone"
  | "card-failed"
  /** What was read back is not what was written. */
  | "card-damaged"
  | "card-fake"
  | "no-boot-partition"
  | "not-provisioned"
  | "stopped"
  | "no-permission";

export class FlashError extends SpeakerError {
  declare readonly code: FlashErrorCode;
}
