import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { Knob, type KnobTraits } from "../../src/board/knob.ts";

const traits: KnobTraits = { edgesPerStep: 4, reversed: false };
const slowUs = 100_000;

/** A knob with contacts that bounce: what its two lines do as it is turned. */
class Turned {
  readonly knob: Knob;
  a = false;
  b = false;
  nowUs = 0;
  steps = 0;

  constructor(of: KnobTraits = traits) {
    this.knob = new Knob(of, false, false);
  }

  /** One detent; each edge bounces so many times on its way. */
  detent(right: boolean, { bounces = 0, edges = 4, everyUs = slowUs / 4 } = {}): void {
    for (let i = 0; i < edges; i++) {
      this.nowUs += everyUs;
      // To the right a leads.
      const moves: "a" | "b" = right === (this.a === this.b) ? "a" : "b";
      for (let j = 0; j <= 2 * bounces; j++) this.#flip(moves);
    }
  }

  #flip(contact: "a" | "b"): void {
    this[contact] = !this[contact];
    this.steps += this.knob.edge(contact, this[contact], this.nowUs);
  }
}

describe("a knob", () => {
  it("counts a step a detent, to either side", () => {
    const turned = new Turned();
    for (let i = 0; i < 5; i++) turned.detent(true);
    assert.equal(turned.steps, 5);
    for (let i = 0; i < 7; i++) turned.detent(false);
    assert.equal(turned.steps, -2);
  });

  it("is turned the other way round where its wires are", () => {
    const turned = new Turned({ ...traits, reversed: true });
    turned.detent(true);
    assert.equal(turned.steps, -1);
  });

  it("counts a step each half turn of the code where there are two edges a detent", () => {
    const turned = new Turned({ ...traits, edgesPerStep: 2 });
    for (let i = 0; i < 4; i++) turned.detent(true, { edges: 2, everyUs: slowUs });
    assert.equal(turned.steps, 4);
  });

  it("counts twice and three times what comes fast, and begins anew at a turn back", () => {
    const turned = new Turned();
    turned.detent(true);
    turned.detent(true, { everyUs: 50_000 / 4 });
    assert.equal(turned.steps, 3);
    turned.detent(true, { everyUs: 20_000 / 4 });
    assert.equal(turned.steps, 6);
    turned.detent(false, { everyUs: 20_000 / 4 });
    assert.equal(turned.steps, 5);
  });

  it("does not move for a contact that chatters, nor for a hand that only rocks it", () => {
    const turned = new Turned();
    for (let i = 0; i < 100; i++) {
      turned.detent(true, { edges: 1 });
      turned.detent(false, { edges: 1 });
    }
    assert.equal(turned.steps, 0);
  });

  it("comes to the same however its contacts bounce", () => {
    const move = fc.record({ right: fc.boolean(), bounces: fc.nat(9) });
    fc.assert(
      fc.property(fc.array(move, { maxLength: 50 }), (moves) => {
        const [clean, dirty] = [new Turned(), new Turned()];
        for (const { right, bounces } of moves) {
          clean.detent(right);
          dirty.detent(right, { bounces });
        }
        assert.equal(dirty.steps, clean.steps);
      }),
    );
  });

  it("loses a step and no more where edges get lost, and never runs away", () => {
    const edge = fc.record({
      contact: fc.constantFrom("a" as const, "b" as const),
      on: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(edge, { maxLength: 200 }), (edges) => {
        const knob = new Knob(traits, false, false);
        let steps = 0;
        for (const { contact, on } of edges) steps += Math.abs(knob.edge(contact, on, 0) && 1);
        assert.ok(steps <= edges.length / 3, `${steps} of ${edges.length}`);
        const turned = new Turned();
        turned.detent(true);
        assert.equal(turned.steps, 1);
      }),
    );
  });
});
