/** A whole board in virtual time: hands on one side of a simulated chip, a speaker's part on the other. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { Board } from "../../src/board/board.ts";
import { edgeLateUs } from "../../src/board/limits.ts";
import { Panel, type PanelAction, type PanelView } from "../../src/board/panel.ts";
import { readProfile } from "../../src/board/profile-reader.ts";
import { SimClock } from "../sim/sim-clock.ts";
import { SimGpio } from "../sim/sim-gpio.ts";
import { SimLog } from "../sim/sim-log.ts";

const ms = 1_000;
const profile = readProfile(
  `
about = "Test board"
chip = ["other", "sim"]
[[button]]
name = "Play"
line = 5
click = "play-pause"
double = "next"
hold = "pairing"
very-long = "factory-reset"
[[button]]
name = "Louder"
line = 6
click = "volume-up"
[[encoder]]
name = "Knob"
a = 7
b = 8
[[light]]
name = "Status"
line = 13
[amplifier]
line = 22
active = "low"
`,
  "test.toml",
);
const playing: PanelView = { state: "playing", muted: false, pairing: false, trouble: false };

function rig() {
  const clock = new SimClock();
  const gpio = new SimGpio(clock);
  const log = new SimLog(() => clock.nowUs());
  let troubles = 0;
  log.onLine = ({ event }) => {
    if (event === "board-trouble") troubles += 1;
  };
  const actions: PanelAction[] = [];
  const open = () => {
    const board = new Board({ gpio, clock, log: log.of("board") }, profile);
    board.attach((action) => actions.push(action));
    return board;
  };
  /** A contact to ground that bounces. */
  const press = async (line: number, forUs: number) => {
    for (const high of [false, true, false, true, false]) {
      gpio.drive(line, high);
      await clock.advance(700);
    }
    await clock.advance(forUs);
    for (const high of [true, false, true]) {
      gpio.drive(line, high);
      await clock.advance(700);
    }
    await clock.advance(20 * ms);
  };
  return { clock, gpio, troubles: () => troubles, actions, open, press };
}

describe("a board", () => {
  it("tells one click of a contact that bounces, a double click, a hold", async () => {
    const { clock, actions, open, press } = rig();
    using _board = open();
    await press(5, 100 * ms);
    await clock.advance(400 * ms);
    assert.deepEqual(actions.splice(0), [{ kind: "button", action: "play-pause" }]);
    await press(5, 80 * ms);
    await press(5, 80 * ms);
    await clock.advance(400 * ms);
    assert.deepEqual(actions.splice(0), [{ kind: "button", action: "next" }]);
    await press(5, 1_500 * ms);
    assert.deepEqual(actions.splice(0), [{ kind: "button", action: "pairing" }]);
  });

  it("gets louder while the button is held", async () => {
    const { actions, open, press } = rig();
    using _board = open();
    await press(6, 1_000 * ms);
    assert.equal(actions.length, 6);
  });

  it("turns the volume by the knob", async () => {
    const { clock, gpio, actions, open } = rig();
    using _board = open();
    for (const [line, high] of [
      [7, false],
      [8, false],
      [7, true],
      [8, true],
    ] as const) {
      gpio.drive(line, high);
      await clock.advance(10 * ms);
    }
    assert.deepEqual(actions, [{ kind: "turn", by: 2 }]);
  });

  it("warns before it resets: by its light and to whoever listens", async () => {
    const { clock, gpio, actions, open } = rig();
    using board = open();
    board.see(playing);
    let turns = 0;
    gpio.onOutput = (line) => {
      if (line === 13) turns += 1;
    };
    gpio.drive(5, false);
    await clock.advance(4_900 * ms);
    assert.equal(turns, 0);
    await clock.advance(4_900 * ms);
    assert.ok(turns > 40, `${turns} turns of the light`);
    assert.deepEqual(actions, [{ kind: "button", action: "pairing" }, { kind: "warn" }]);
    await clock.advance(500 * ms);
    assert.equal(gpio.isHigh(13), true);
    gpio.drive(5, true);
    await clock.advance(10 * ms);
    assert.deepEqual(actions.at(-1), { kind: "reset" });
  });

  it("blinks while it boots, is steady while music plays, and is out when it is closed", async () => {
    const { clock, gpio, open } = rig();
    const board = open();
    const seen: boolean[] = [];
    gpio.onOutput = (line, high) => {
      if (line === 13) seen.push(high);
    };
    await clock.advance(1_600 * ms);
    assert.deepEqual(seen.splice(0), [false, true, false]);
    board.see(playing);
    await clock.advance(10_000 * ms);
    assert.deepEqual(seen.splice(0), [true]);
    board[Symbol.dispose]();
    board[Symbol.dispose]();
    assert.deepEqual(seen, [false]);
    assert.equal(clock.nextDueUs, undefined);
  });

  it("has the amplifier off from the first moment on, and when it is closed; all lines are free then", () => {
    const { gpio, open } = rig();
    const amplifier: boolean[] = [];
    gpio.onOutput = (line, high) => {
      if (line === 22) amplifier.push(!high);
    };
    const board = open();
    board.setAmplifier(true);
    board[Symbol.dispose]();
    assert.deepEqual(amplifier, [false, true, false]);
    assert.equal(gpio.taken, 0);
    open()[Symbol.dispose]();
  });

  it("says once what it cannot have, and does the rest", async () => {
    const { clock, gpio, troubles, actions, open, press } = rig();
    using _taken = gpio.outputs(["sim"], [{ line: 13, activeLow: false, active: false }]);
    using board = open();
    board.see(playing);
    await clock.advance(5_000 * ms);
    assert.equal(troubles(), 1);
    await press(5, 1_200 * ms);
    assert.equal(actions.length, 1);
    assert.equal(board.hasAmplifier, true);
  });

  it("outlives its chip", async () => {
    const { clock, gpio, troubles, open } = rig();
    using board = open();
    gpio.drive(5, false);
    await clock.advance(100 * ms);
    gpio.pull();
    board.see(playing);
    await clock.advance(60_000 * ms);
    assert.equal(troubles(), 1);
    assert.equal(clock.nextDueUs, undefined);
  });

  it("waits for the edge of a button that is up already, when the program stood still", () => {
    const levels = [false, false, false, false];
    const panel = new Panel(profile, levels);
    assert.deepEqual(panel.edges([{ index: 0, active: true, atUs: 0 }], 0), []);
    assert.deepEqual(panel.due(levels, 1_500 * ms), []);
    assert.equal(panel.nextDueUs(1_500 * ms), 1_500 * ms + edgeLateUs);
    const late = { index: 0, active: false, atUs: 200 * ms };
    assert.deepEqual(panel.edges([late], 1_510 * ms), []);
    assert.deepEqual(panel.due(levels, 1_520 * ms), [{ kind: "button", action: "play-pause" }]);
  });

  it("stays whole whatever is pressed", async () => {
    const move = fc.record({
      line: fc.constantFrom(5, 6, 7, 8),
      high: fc.boolean(),
      waitUs: fc.oneof(fc.nat(5 * ms), fc.nat(2_000 * ms), fc.nat(15_000 * ms)),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(move, { maxLength: 40 }), async (moves) => {
        const { clock, gpio, actions, open } = rig();
        using _board = open();
        for (const { line, high, waitUs } of moves) {
          gpio.drive(line, high);
          await clock.advance(waitUs);
        }
        for (const line of [5, 6, 7, 8]) gpio.drive(line, true);
        await clock.advance(2_000 * ms);
        const resets = actions.filter(({ kind }) => kind === "reset").length;
        assert.ok(actions.filter(({ kind }) => kind === "warn").length >= resets);
        for (const action of actions)
          if (action.kind === "turn") assert.ok(Math.abs(action.by) <= 20);
        const before = actions.length;
        await clock.advance(60_000 * ms);
        assert.equal(actions.length, before, "nothing comes of nothing");
      }),
      { numRuns: 60 },
    );
  });
});
