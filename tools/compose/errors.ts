/** What can go wrong outside the program while a library is written. */
import { SpeakerError } from "../../src/base/errors.ts";

export class ComposeError extends SpeakerError {}
