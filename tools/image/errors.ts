/** What can go wrong outside the program while an image is built. */
import { SpeakerError } from "../../src/base/errors.ts";

export class ImageError extends SpeakerError {}
