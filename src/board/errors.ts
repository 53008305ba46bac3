/** What is wrong with a board's profile. */
import { SpeakerError } from "../base/errors.ts";

export class BoardError extends SpeakerError {
  declare readonly code: "bad-profile" | "no-profile";
}
