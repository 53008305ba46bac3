/**
 * A rotary encoder: two contacts in quadrature, from edges to steps. Pure.
 *
 * A contact that bounces goes one state forth and back, which sums up to nothing;
 * so no edge is waited for. A step counts at a place of rest alone, once most of its
 * edges were seen: one that got lost costs nothing.
 */
import { fasterStepUs, fastStepUs } from "./limits.ts";

/** Gray code, a in bit 0, b in bit 1: places of one turn to the right. */
const placeOf = [0, 1, 3, 2] as const;

export interface KnobTraits {
  readonly edgesPerStep: number;
  readonly reversed: boolean;
}

export class Knob {
  readonly #traits: KnobTraits;
  #a: boolean;
  #b: boolean;
  #place: number;
  /** Edges to the right since the last step. */
  #moved = 0;
  #stepUs = Number.NEGATIVE_INFINITY;
  #direction = 0;

  constructor(traits: KnobTraits, a: boolean, b: boolean) {
    this.#traits = traits;
    this.#a = a;
    this.#b = b;
    this.#place = place(a, b);
  }

  /** Steps to the right, negative to the left: 0, or ±1 to ±3 as it is turned slowly or fast. */
  edge(contact: "a" | "b", active: boolean, atUs: number): number {
    if (contact === "a") this.#a = active;
    else this.#b = active;
    const now = place(this.#a, this.#b);
    const moved = (now - this.#place + 4) % 4;
    this.#place = now;
    // Both changed at once: an edge is missing, and nobody knows which way.
    if (moved === 1) this.#moved += 1;
    else if (moved === 3) this.#moved -= 1;
    return this.#rest(now, atUs);
  }

  #rest(now: number, atUs: number): number {
    const { edgesPerStep, reversed } = this.#traits;
    const isRest = now === 0 || (edgesPerStep === 2 && now === 2);
    if (!isRest) return 0;
    const moved = this.#moved;
    this.#moved = 0;
    if (Math.abs(moved) < edgesPerStep - 1) return 0;
    const direction = Math.sign(moved) * (reversed ? -1 : 1);
    return direction * this.#pace(direction, atUs);
  }

  #pace(direction: number, atUs: number): number {
    const apartUs = direction === this.#direction ? atUs - this.#stepUs : fastStepUs;
    this.#direction = direction;
    this.#stepUs = atUs;
    if (apartUs < fasterStepUs) return 3;
    return apartUs < fastStepUs ? 2 : 1;
  }
}

function place(a: boolean, b: boolean): number {
  // Two bits have four values.
  return placeOf[(a ? 1 : 0) | (b ? 2 : 0)] ?? 0;
}
