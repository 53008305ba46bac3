/** What can go wrong while a device takes over what its card brought along. */
import { SpeakerError } from "../../src/base/errors.ts";

export class ProvisionError extends SpeakerError {}
