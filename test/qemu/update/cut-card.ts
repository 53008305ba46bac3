/**
 * A card on which the power was cut: what was flushed is there; of what was not, a seed decides
 * whether each write arrived, did not, or was torn between two sectors.
 *
 * One image in memory is moved forward through the recording; a cut is laid over it and taken away.
 */
import type { Rng } from "../../../src/base/rng.ts";
import type { Entry } from "./recording.ts";

const sector = 512;

interface Laid {
  readonly at: number;
  readonly before: Uint8Array;
}

export class CutCard {
  /** The card as it is now. */
  readonly bytes: Uint8Array;
  readonly #settled: { readonly at: number; readonly end: number }[] = [];
  readonly #entries: readonly Entry[];
  #next = 0;
  #pending: (Entry & { readonly kind: "write" })[] = [];
  #laid: Laid[] = [];

  constructor(before: Uint8Array, entries: readonly Entry[]) {
    this.bytes = Uint8Array.from(before);
    this.#entries = entries;
  }

  /** The recording up to and without entry `index`, which may not be smaller than before. */
  moveTo(index: number): void {
    this.#takeAway();
    for (; this.#next < index; this.#next++) {
      const entry = this.#entries[this.#next];
      if (entry?.kind === "flush") this.#settle();
      else if (entry !== undefined) this.#pending.push(entry);
    }
  }

  /** Draws which of the writes under way arrive. */
  cut(rng: Rng): void {
    this.#takeAway();
    for (const { at, bytes, sure } of this.#pending) {
      const fate = sure ? 0 : rng.below(3);
      if (fate === 1) continue;
      const sectors = bytes.length / sector;
      const arrived = fate === 0 ? sectors : rng.below(sectors + 1);
      // Torn from its front or from its back.
      const skipped = fate === 2 && rng.below(2) === 1 ? sectors - arrived : 0;
      this.#lay(
        at + skipped * sector,
        bytes.subarray(skipped * sector, (skipped + arrived) * sector),
      );
    }
  }

  /** Two cards of one recording that say the same here have the same bytes there. */
  version(at: number, length: number): string {
    const meets = (from: number, to: number) => from < at + length && to > at;
    const settled = this.#settled.filter((one) => meets(one.at, one.end)).length;
    const laid = this.#laid
      .filter((one) => meets(one.at, one.at + one.before.length))
      .map((one) => `${one.at}+${one.before.length}`);
    return `${settled} ${laid.join(" ")}`;
  }

  #settle(): void {
    for (const { at, bytes } of this.#pending) {
      this.bytes.set(bytes, at);
      this.#settled.push({ at, end: at + bytes.length });
    }
    this.#pending = [];
  }

  #lay(at: number, bytes: Uint8Array): void {
    this.#laid.push({ at, before: this.bytes.slice(at, at + bytes.length) });
    this.bytes.set(bytes, at);
  }

  #takeAway(): void {
    for (const { at, before } of this.#laid.reverse()) this.bytes.set(before, at);
    this.#laid = [];
  }
}
