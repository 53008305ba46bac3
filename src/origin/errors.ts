/** Operating failures of the origin. */
import { SpeakerError } from "../base/errors.ts";

/** A sound file that cannot be taken in. `message` is the reason, short and for people, without the file's name. */
export class IngestError extends SpeakerError {
  declare readonly code:
    | "unreadable"
    | "no-sound"
    | "cut-short"
    | "too-long"
    | "not-decodable"
    | "changed";
}

/** A database that this version must not touch. */
export class DatabaseError extends SpeakerError {
  declare readonly code:
    | "newer-version"
    /** … and a daemon of an earlier version has it open. */
    | "older-version";
}

/** A backup that cannot be made, read or put back. */
export class BackupError extends SpeakerError {
  declare readonly code:
    | "not-a-backup"
    | "newer-version"
    | "damaged"
    | "cut-short"
    | "wrong-passphrase"
    /** Its header asks for more memory or time than any of ours. */
    | "too-costly"
    | "weak-passphrase"
    /** Something is where it would have to be written. */
    | "in-the-way";
}

/** Plays that cannot be forwarded as wished. */
export class ForwardingError extends SpeakerError {
  declare readonly code: "token-refused";
}
