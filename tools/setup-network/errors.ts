/** What can go wrong while a speaker is set up over its own network. */
import { SpeakerError } from "../../src/base/errors.ts";

export class SetupNetworkError extends SpeakerError {}
