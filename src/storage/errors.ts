/** Operating failures of what is kept on flash. A cache has none: it misses. */
import { SpeakerError } from "../base/errors.ts";

export type StorageErrorCode =
  /** The state is larger than the ring takes. */
  | "state-too-large"
  /** Every page holds a play event that no origin has acknowledged. */
  | "spool-full"
  /** Both copies of a key are damaged. */
  | "key-damaged"
  /** A key of that name is there already. */
  | "key-exists"
  /** It was closed: the program is on its way down. */
  | "closed";

export class StorageError extends SpeakerError {
  declare readonly code: StorageErrorCode;
}
