/** Why an object could not be had from an origin. */
import { SpeakerError } from "../base/errors.ts";

export type StreamErrorCode =
  /** The other end has no such thing, or not for us. */
  | "refused"
  /** The other end has it and could not read it: its disk may be busy with itself, or broken for good. */
  | "unreadable"
  /** It could not come in time. */
  | "expired"
  /** No session, it broke, or the other end is too busy: try again in a moment. */
  | "lost";

export class StreamError extends SpeakerError {
  declare readonly code: StreamErrorCode;
}
