/** What can go wrong when a speaker and a household meet. */
import { SpeakerError } from "../base/errors.ts";

export type HouseholdErrorCode =
  | "invite-malformed"
  | "invite-expired"
  | "invite-refused"
  | "wrong-household";

export class HouseholdError extends SpeakerError {
  declare readonly code: HouseholdErrorCode;
}
