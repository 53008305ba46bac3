/**
 * The base of every operating failure: something outside the program went
 * wrong (a peer is gone, a disk is full, an invite has expired).
 *
 * Expected outcomes are return values and bugs are assertions; neither is a
 * SpeakerError. Each folder's `errors.ts` has its subclasses.
 */
export class SpeakerError extends Error {
  /** Stable, kebab-case: what programs and logs match on. */
  readonly code: string;
  /** What the user can do about it, a clause without a full stop: "free some space on the card". */
  readonly remedy: string | undefined;

  constructor(code: string, message: string, options: { remedy?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = code;
    this.remedy = options.remedy;
  }
}

/** One line for people: what happened, why, what to do. */
export function describeError(error: unknown): string {
  if (error instanceof SpeakerError) {
    return error.remedy === undefined ? error.message : `${error.message}; ${error.remedy}`;
  }
  return error instanceof Error ? error.message : String(error);
}
