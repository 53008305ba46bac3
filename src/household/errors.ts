/** What can go wrong when a speaker and a household meet. */
import { SpeakerError } from "../base/errors.ts";

export type HouseholdErrorCode =
  | "invite-malformed"
  | "invite-expired"
  | "invite-refused"
  | "wrong-household"
  /** What a card was given along for a new device. */
  | "provisioning-malformed"
  /** There is no room for another member. */
  | "household-full"
  /** Only the origin that keeps the household's key can do it. */
  | "no-household-key"
  | "no-such-member"
  /** A name that several members have. */
  | "ambiguous-member"
  /** What would put the household's own key out of reach. */
  | "not-this-member";

export class HouseholdError extends SpeakerError {
  declare readonly code: HouseholdErrorCode;
}
