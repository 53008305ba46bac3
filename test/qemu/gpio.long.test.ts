/** Our GPIO driver and a whole board on the Linux kernel's own chip (PL061), in an ARM machine of its own. */
import assert from "node:assert/strict";
import path from "node:path";
import { beforeAll, describe, it } from "vitest";
import { armMissing, type Outside, runArmGuest } from "./arm-machine.ts";

const missing = armMissing();
const runMsMax = 160_000;
const button = 3;
const knob = { a: 0, b: 1 };

describe.skipIf(missing !== undefined)(`a kernel's GPIO chip (${missing ?? "in QEMU"})`, () => {
  const said = new Map<string, Record<string, unknown>>();
  const actions: string[] = [];
  let text = "";
  beforeAll(async () => {
    const guest = {
      script: path.join(import.meta.dirname, "gpio-guest.ts"),
      sources: ["src/base", "src/ports", "src/platform", "src/board"],
      packages: ["koffi", "smol-toml"],
      files: [],
      timeoutMs: runMsMax,
    };
    const hand = new Hand();
    const run = await runArmGuest(guest, (line, outside) => {
      said.set(String(line["check"]), line);
      if (line["check"] === "ready") hand.begin(outside);
      if (line["check"] !== "action") return;
      actions.push(String(line["name"]));
      hand.saw(String(line["name"]));
    });
    hand.stop();
    text = run.console;
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
    assert.deepEqual(actions.slice(0, 3), ["turn 2", "turn -2", "play-pause"]);
    assert.ok(actions.includes("next"), actions.join(" "));
    assert.equal(actions.at(-1), "pairing");
  });

  it("is free again, and holds no loop open, once the board is closed", () => {
    assert.equal(found("free")["again"], "granted");
    assert.match(text, /^exit 0\r?$/m);
  });
});

/** Turns to and fro, clicks, clicks twice, holds; each but the turns until it is understood, for a busy machine's finger slips. */
class Hand {
  #outside: Outside | undefined;
  readonly #timers: NodeJS.Timeout[] = [];
  #stage: "right" | "left" | "click" | "double" | "hold" = "right";

  begin(outside: Outside): void {
    this.#outside = outside;
    this.#go();
  }

  saw(action: string): void {
    if (this.#stage === "right") this.#stage = "left";
    else if (this.#stage === "left") this.#stage = "click";
    else if (action === "play-pause" && this.#stage === "click") this.#stage = "double";
    else if (action === "next") this.#stage = "hold";
    this.stop();
    this.#at(0, button, false);
    this.#timers.push(setTimeout(() => this.#go(), 500));
  }

  stop(): void {
    for (const timer of this.#timers.splice(0)) clearTimeout(timer);
  }

  #go(): void {
    const { a, b } = knob;
    if (this.#stage === "right" || this.#stage === "left") {
      this.#turn(this.#stage === "right" ? [a, b, a, b] : [b, a, b, a]);
      return;
    }
    this.#at(0, button, true);
    if (this.#stage === "hold") return;
    this.#at(100, button, false);
    if (this.#stage !== "double") return;
    this.#at(200, button, true);
    this.#at(300, button, false);
  }

  /** One contact after the other, never two at once, however late this is. */
  #turn([contact, ...rest]: readonly number[]): void {
    if (contact === undefined) return;
    this.#outside?.drive(contact, rest.length >= 2);
    this.#timers.push(setTimeout(() => this.#turn(rest), 40));
  }

  #at(ms: number, line: number, high: boolean): void {
    this.#timers.push(setTimeout(() => this.#outside?.drive(line, high), ms));
  }
}
