/** Why media named by a URL cannot be played. */
import { SpeakerError } from "../base/errors.ts";

export type MediaUrlCode =
  /** It is no URL that can be played from. */
  | "bad-url"
  /** Nobody here may ask that address. */
  | "address-refused"
  /** The server does not answer, or says no. */
  | "unreachable"
  /** What comes is a known kind of sound that has no decoder here: ffmpeg has one. */
  | "no-decoder"
  /** What comes is damaged, or no sound that is known. */
  | "undecodable";

export class MediaUrlError extends SpeakerError {
  declare readonly code: MediaUrlCode;
}
