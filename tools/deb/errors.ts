/** What can go wrong outside the program while packages are built. */
import { SpeakerError } from "../../src/base/errors.ts";

export class DebError extends SpeakerError {}
