/**
 * What the referees found. They note and never throw: they look on from within
 * the programs' own calls. Whoever runs the story stops it.
 */
export class Verdicts {
  readonly found: string[] = [];

  /** `what`: who, when, and which rule was broken. */
  find(referee: string, what: string): void {
    // The first ones tell the story; a flood of the same tells no more.
    if (this.found.length < foundMax) this.found.push(`${referee}: ${what}`);
  }

  /** Throws when anything was found. */
  check(): void {
    if (this.found.length > 0) throw new Error(this.found.join("\n"));
  }
}

const foundMax = 8;

/** Times in messages count from the story's beginning, as in its trace. */
export type Since = (worldUs: number) => string;
