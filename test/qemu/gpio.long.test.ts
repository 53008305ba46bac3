/** Our GPIO driver and a whole board on the Linux kernel's own chip (PL061), in an ARM machine of its own. */
import assert from "node:assert/strict";
import path from "node:path";
import { beforeAll, describe, it } from "vitest";
import { armMissing, type Outside, runArmGuest } from "./arm-machine.ts";

const missing = armMissing();
/** 30 s alone on its cores; it gets what the tests beside it leave. */
const runMsMax = 480_000;
const button = 3;
const knob = { a: 0, b: 1 };

describe.skipIf(missing !== undefined)(`a kernel's GPIO chip (${missing ?? "in QEMU"})`, () => {
  const said = new Map<string, Record<string, unknown>>();
  const hand = new Hand();
  let text = "";
  beforeAll(async () => {
    const guest = {
      script: path.join(import.meta.dirname, "gpio-guest.ts"),
      sources: ["src/base", "src/ports", "src/platform", "src/board"],
      packages: ["koffi", "smol-toml"],
      files: [],
      timeoutMs: runMsMax,
    };
    const run = await runArmGuest(guest, (line, outside) => {
      said.set(String(line["check"]), line);
      if (line["check"] === "beat") hand.beat(outside);
      if (line["check"] === "action") hand.saw(String(line["name"]));
    });
    text = run.console.replaceAll(/^\{"check":"beat"\}\r?\n/gm, "");
  }, runMsMax + 30_000);

  function found(check: string): Record<string, unknown> {
    const line = said.get(check);
    assert.ok(line !== undefined, `nothing about "${check}":\n${text}`);
    return line;
  }

  it("is found by its label", () => {
    const { chips } = found("chips") as { chips: { label: string; lines: number }[] };
    assert.deepEqual(
      chips.map(({ label, lines }) => `${label} ${lines}`),
      ["9030000.pl061 8"],
    );
  });

  it("says who has a line, and what there is not", () => {
    const { taken, line, chip } = found("refusals");
    assert.match(String(taken), /^line 5 of 9030000\.pl061 is used by "nightjar"; /);
    assert.match(String(line), /^9030000\.pl061 has no line 8, only 0 to 7; /);
    assert.match(String(chip), /^no GPIO chip here is called pinctrl-bcm2835; there is: 9030000/);
  });

  it("tells a turn, a click, a double click and a hold, while all of libuv's threads wait", () => {
    assert.deepEqual(hand.understood, ["turn 2", "turn -2", "play-pause", "next", "pairing"]);
  });

  it("is free again, and holds no loop open, once the board is closed", () => {
    assert.equal(found("free")["again"], "granted");
    assert.match(text, /^exit 0\r?$/m);
  });
});

/**
 * Turns to and fro, clicks, clicks twice, holds. It goes by the beats of the machine
 * (20 a second of its own time), however slow that is: between two moves it has seen
 * the first. What is not understood is done once more.
 */
class Hand {
  #stage = 0;
  #moves: Iterator<void> | undefined;

  get understood(): readonly string[] {
    return gestures.slice(0, this.#stage).map(({ means }) => means);
  }

  beat(outside: Outside): void {
    this.#moves ??= gestures[this.#stage]?.moves(outside);
    if (this.#moves?.next().done === true) this.#moves = undefined;
  }

  saw(action: string): void {
    if (gestures[this.#stage]?.means === action) this.#stage += 1;
  }
}

const beatsPerS = 20;

function* rest(beats: number): Generator<void> {
  for (let left = beats; left > 0; left--) yield;
}

/** One contact after the other, never two at once. */
function* turn({ drive }: Outside, contacts: readonly [number, number]): Generator<void> {
  for (const high of [true, false])
    for (const contact of contacts) {
      drive(contact, high);
      yield;
    }
  yield* rest(beatsPerS);
}

function* press({ drive }: Outside, beats: number): Generator<void> {
  drive(button, true);
  yield* rest(beats);
  drive(button, false);
  yield;
}

/** What each is to be understood as, in this order. A rest makes the next move another gesture. */
const gestures: readonly {
  readonly means: string;
  readonly moves: (outside: Outside) => Generator<void>;
}[] = [
  { means: "turn 2", moves: (outside) => turn(outside, [knob.a, knob.b]) },
  { means: "turn -2", moves: (outside) => turn(outside, [knob.b, knob.a]) },
  {
    means: "play-pause",
    *moves(outside) {
      yield* press(outside, 2);
      yield* rest(beatsPerS);
    },
  },
  {
    means: "next",
    *moves(outside) {
      yield* press(outside, 1);
      yield* press(outside, 1);
      yield* rest(beatsPerS);
    },
  },
  {
    means: "pairing",
    *moves(outside) {
      yield* press(outside, 2 * beatsPerS);
      yield* rest(beatsPerS);
    },
  },
];
