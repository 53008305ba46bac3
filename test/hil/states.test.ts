import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { cases } from "../../tools/hil/cases/cases.ts";
import { lackOf, select } from "../../tools/hil/model/select.ts";
import { after, planFrom, states, type Transition } from "../../tools/hil/model/states.ts";

describe("states of a device under test", () => {
  it("are reached from each other by the shortest way", () => {
    assert.deepEqual(planFrom("off", "playing"), ["flash", "boot", "join", "play"]);
    assert.deepEqual(planFrom("playing", "joined"), ["stop"]);
    assert.deepEqual(planFrom("playing", "booted"), ["stop", "reset"]);
    assert.deepEqual(planFrom("joined", "flashed"), ["cut", "flash"]);
    assert.deepEqual(planFrom("booted", "off"), ["cut"]);
  });

  it("need nothing where they are already", () => {
    for (const state of states) assert.deepEqual(planFrom(state, state), []);
  });

  it("are where their plans end, whatever was asked for before", () => {
    const state = fc.constantFrom(...states);
    fc.assert(
      fc.property(state, fc.array(state, { maxLength: 12 }), (first, wishes) => {
        let at = first;
        for (const wish of wishes) {
          const plan: readonly Transition[] = planFrom(at, wish);
          for (const transition of plan) at = after(transition);
          assert.ok(at === wish || (wish === "off" && at === "flashed"));
        }
      }),
    );
  });
});

describe("the choice of cases", () => {
  it("keeps their order, and leaves the soak out unless it was asked for", () => {
    const names = select(cases, ["native-play", "boot-time"], false).map(({ name }) => name);
    assert.deepEqual(names, ["boot-time", "native-play"]);
    assert.ok(!select(cases, [], false).some(({ name }) => name === "soak"));
    assert.ok(select(cases, [], true).some(({ name }) => name === "soak"));
    assert.throws(() => select(cases, ["soak"], false), /--soak 8h/);
  });

  it("says what is near to a name that is none", () => {
    assert.throws(() => select(cases, ["native-pley"], false), /did you mean "?native-play/);
  });

  it("tells why a case cannot run on a bench", () => {
    const [gpio] = select(cases, ["gpio"], false);
    assert.ok(gpio !== undefined);
    assert.equal(lackOf(gpio, { lines: "no lines" }), "no lines");
    assert.equal(lackOf(gpio, { slots: "no slots" }), undefined);
  });

  it("has names that are words of a command line, each once", () => {
    const names = cases.map(({ name }) => name);
    assert.equal(new Set(names).size, names.length);
    for (const name of names) assert.match(name, /^[a-z]+(-[a-z]+)*$/);
  });
});
