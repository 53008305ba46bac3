/** Why a bench did not do what it was told. */
import { SpeakerError } from "../../src/base/errors.ts";

export class HilError extends SpeakerError {}

/** What a case says when the device did not do what it should: a failure of the device, not of the bench. */
export class Fault extends Error {}

/** Throws Fault. */
export function demand(holds: boolean, why: string): asserts holds {
  if (!holds) throw new Fault(why);
}
