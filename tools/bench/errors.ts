/** What keeps a benchmark from running or from meaning anything. */
import { SpeakerError } from "../../src/base/errors.ts";

export class BenchError extends SpeakerError {}
