import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { Button, type ButtonTraits, type Gesture } from "../../src/board/button.ts";
import { doubleUs, holdUs, stuckUs, veryLongUs, warnUs } from "../../src/board/limits.ts";

const plain = { hasDouble: false, hasHold: false, hasVeryLong: false, repeats: false };
const ms = 1_000;

/** Presses and lets go at these times (us); what comes of it, with its time in ms. */
function played(traits: Partial<ButtonTraits>, edges: readonly number[], untilUs = 60_000_000) {
  const button = new Button({ ...plain, ...traits }, false);
  const told: string[] = [];
  const tell = (gestures: readonly Gesture[], atUs: number): void => {
    told.push(...gestures.map((gesture) => `${gesture} ${atUs / ms}`));
  };
  const run = (toUs: number): void => {
    for (let due = button.nextDueUs; due !== undefined && due <= toUs; due = button.nextDueUs)
      tell(button.due(due), due);
  };
  for (const [index, atUs] of edges.entries()) {
    run(atUs);
    tell(button.edge(index % 2 === 0, atUs), atUs);
  }
  run(untilUs);
  return told;
}

describe("a push button", () => {
  it("clicks at once where nothing else can be meant", () => {
    assert.deepEqual(played({}, [1_000 * ms, 1_200 * ms, 3_000 * ms, 9_000 * ms]), [
      "click 1000",
      "click 3000",
    ]);
  });

  it("clicks when it is let go where it could be held, and tells a hold while it is", () => {
    const traits = { hasHold: true };
    assert.deepEqual(played(traits, [0, 999 * ms]), ["click 999"]);
    assert.deepEqual(played(traits, [0, 5_000 * ms]), ["hold 1000"]);
  });

  it("waits for a second press where there could be one", () => {
    const traits = { hasDouble: true, hasHold: true };
    assert.deepEqual(played(traits, [0, 100 * ms]), ["click 400"]);
    assert.deepEqual(played(traits, [0, 100 * ms, 399 * ms, 9_000 * ms]), ["double 399"]);
    assert.deepEqual(played(traits, [0, 100 * ms, 401 * ms, 500 * ms]), ["click 400", "click 800"]);
    assert.deepEqual(played(traits, [0, 2_000 * ms]), ["hold 1000"]);
  });

  it("repeats while it is held, and stops when nobody presses for so long", () => {
    const told = played({ repeats: true }, [0, 800 * ms]);
    assert.deepEqual(told, ["click 0", "click 500", "click 620", "click 740"]);
    const stuck = played({ repeats: true }, [0], 10 * stuckUs);
    assert.ok(stuck.length > 200 && stuck.length < 260, `${stuck.length}`);
  });

  it("resets when it is let go after ten seconds, warned from five on, and not when it hangs", () => {
    const traits = { hasHold: true, hasVeryLong: true };
    assert.deepEqual(played(traits, [0, 4_999 * ms]), ["hold 1000"]);
    assert.deepEqual(played(traits, [0, 5_001 * ms]), ["hold 1000", "warn 5000", "disarm 5001"]);
    const warned = ["hold 1000", "warn 5000", "arm 10000"];
    assert.deepEqual(played(traits, [0, 12_000 * ms]), [...warned, "very-long 12000"]);
    assert.deepEqual(played(traits, [0, 40_000 * ms]), [...warned, "disarm 30000"]);
  });

  it("does nothing for what was pressed before it was looked at", () => {
    const button = new Button({ ...plain, hasVeryLong: true }, true);
    assert.deepEqual(button.due(60_000_000), []);
    assert.deepEqual(button.edge(false, 60_000_000), []);
    assert.deepEqual(button.edge(true, 61_000_000), []);
    assert.deepEqual(button.edge(false, 61_100_000), ["click"]);
  });

  it("comes to the same whether time is looked at often or once", () => {
    const traits = fc.record({
      hasDouble: fc.boolean(),
      hasHold: fc.boolean(),
      hasVeryLong: fc.boolean(),
      repeats: fc.boolean(),
    });
    // Around all the times that decide, and in between.
    const wait = fc.oneof(
      fc.integer({ min: 1, max: 800 * ms }),
      fc.constantFrom(doubleUs - 1, doubleUs, holdUs - 1, holdUs, holdUs + 1),
      fc.constantFrom(warnUs, veryLongUs - 1, veryLongUs, veryLongUs + 1, stuckUs, stuckUs + 1),
    );
    fc.assert(
      fc.property(traits, fc.array(wait, { maxLength: 30 }), (drawn, waits) => {
        const [often, once] = [new Button(drawn, false), new Button(drawn, false)];
        const [told, toldOnce]: [Gesture[], Gesture[]] = [[], []];
        let atUs = 0;
        let pressed = false;
        let presses = 0;
        for (const each of waits) {
          for (const part of [0.1, 0.5, 0.9]) told.push(...often.due(atUs + each * part));
          atUs += each;
          pressed = !pressed;
          if (pressed) presses += 1;
          told.push(...often.edge(pressed, atUs));
          toldOnce.push(...once.edge(pressed, atUs));
        }
        told.push(...often.due(atUs + stuckUs));
        toldOnce.push(...once.due(atUs + stuckUs));
        assert.deepEqual(told, toldOnce);
        const meant = told.filter((each) =>
          ["click", "double", "hold", "very-long"].includes(each),
        );
        const resets = told.filter((each) => each === "very-long").length;
        if (!drawn.repeats) assert.ok(meant.length - resets <= presses, "I1");
        const arms = told.filter((each) => each === "arm").length;
        assert.ok(resets <= arms, "I3");
      }),
    );
  });
});
