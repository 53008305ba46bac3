/** What goes wrong between a remote and a speaker. */
import { SpeakerError } from "../base/errors.ts";

export type ControlErrorCode =
  /** The connection ended, or answers do not come. */
  | "connection-lost"
  /** The other end sent what the protocol does not allow. */
  | "protocol"
  | "unauthenticated"
  /** Its key is none that was pinned at pairing. */
  | "wrong-speaker"
  | "refused"
  /** No code is good now, or it was not the right one. */
  | "pairing-refused"
  | "not-paired"
  | "bad-store";

export class ControlError extends SpeakerError {
  declare readonly code: ControlErrorCode;
}
