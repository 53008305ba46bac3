/** What can go wrong when a system is to be replaced by another. */
import { SpeakerError } from "../base/errors.ts";

export type UpdateErrorCode =
  /** No bundle or channel file at all, or one that is damaged. */
  | "update-malformed"
  /** Not signed by a key that this system believes. */
  | "update-not-trusted"
  /** For other boards, too old, or too new to be reached in one step. */
  | "update-refused"
  /** What came, or what the card gives back, is not what was signed. */
  | "update-damaged"
  /** This machine has no two systems. */
  | "no-slots"
  /** The running system is on trial: it has to prove itself first. */
  | "update-on-trial"
  /** There is nothing to go back to. */
  | "no-other-system";

export class UpdateError extends SpeakerError {
  declare readonly code: UpdateErrorCode;
}
