/** Which rung each part of a segment was pushed in, so that what is shown is what is heard. Pure. */
import type { RungChoice } from "./rung-rule.ts";

interface Entry {
  /** Frames of the segment pushed before it. */
  readonly from: number;
  readonly choice: RungChoice;
}

export class RungLog {
  readonly #entries: Entry[] = [];
  #frames = 0;

  /** True when the frame is of another rung than the one before. */
  pushed(choice: RungChoice): boolean {
    const last = this.#entries.at(-1)?.choice;
    if (last?.rung !== choice.rung || last.why !== choice.why)
      this.#entries.push({ from: this.#frames, choice });
    this.#frames += 1;
    return last !== undefined && last.rung !== choice.rung;
  }

  gap(): void {
    this.#frames += 1;
  }

  /** Of the frame with this number in the segment; forgets those before it. Undefined when nothing was pushed. */
  at(frame: number): RungChoice | undefined {
    while ((this.#entries[1]?.from ?? Number.POSITIVE_INFINITY) <= frame) this.#entries.shift();
    return this.#entries[0]?.choice;
  }
}
