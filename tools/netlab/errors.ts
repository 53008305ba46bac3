/** What keeps a lab from being built, or from doing what its script says. */
import { SpeakerError } from "../../src/base/errors.ts";

export class NetlabError extends SpeakerError {}
