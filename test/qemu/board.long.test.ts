/** The whole speaker program with a board, on Debian's arm64 kernel and its GPIO chip, pressed from outside. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, it } from "vitest";
import { productionPackages } from "../../tools/deb/closure.ts";
import { timeMissing } from "../time-left.ts";
import { armMissing, type Outside, runArmGuest } from "./arm-machine.ts";

const missing = timeMissing() ?? armMissing();
/** 100 s alone on its cores; it gets what the tests beside it leave. */
const runMsMax = 600_000;
const lock = readFileSync(path.join(import.meta.dirname, "../../package-lock.json"), "utf8");
const button = 3;
/** Between the ten seconds after which it is a reset and the thirty after which nobody meant it. */
const resetMs = 14_000;

describe.skipIf(missing !== undefined)(`a speaker with a button (${missing ?? "in QEMU"})`, () => {
  const said: Record<string, unknown>[] = [];
  let text = "";
  beforeAll(async () => {
    const needed = productionPackages(lock, "arm64").filter(({ native }) => !native);
    const guest = {
      script: path.join(import.meta.dirname, "board-guest.ts"),
      sources: ["src"],
      packages: needed
        .map((each) => each.path)
        .filter((at) => at.lastIndexOf("node_modules/") === 0)
        .map((at) => at.slice("node_modules/".length)),
      files: ["src/wire/gen"],
      timeoutMs: runMsMax,
    };
    const finger = new Finger();
    const run = await runArmGuest(guest, (line, outside) => {
      said.push(line);
      finger.saw(line, outside);
    });
    finger.lift();
    text = run.console;
  }, runMsMax + 30_000);

  const index = (matches: (line: Record<string, unknown>) => boolean): number => {
    const at = said.findIndex(matches);
    assert.ok(at >= 0, text);
    return at;
  };

  it("is muted by a click, as a remote sees", () => {
    const muted = index((line) => line["check"] === "muted" && line["muted"] === true);
    assert.ok(index((line) => line["ready"] === "speaker") < muted);
  });

  it("lets a remote in when the button is held", () => {
    index((line) => line["event"] === "pairing-code");
  });

  it("ends as new, with code 0, when it is held for ten seconds and let go", () => {
    const ended = said[index((line) => line["check"] === "ended")];
    assert.deepEqual(ended, { check: "ended", code: 0, left: [] });
    assert.ok(!text.includes("board-trouble"), text);
  });
});

/** Clicks once a remote watches, then holds for so long that it is a reset. */
class Finger {
  #timer: NodeJS.Timeout | undefined;
  #muted = false;

  saw(line: Record<string, unknown>, { drive }: Outside): void {
    if (line["check"] !== "muted" || this.#muted) return;
    this.#muted = line["muted"] === true;
    drive(button, true);
    this.#timer = setTimeout(() => drive(button, false), this.#muted ? resetMs : 100);
  }

  lift(): void {
    clearTimeout(this.#timer);
  }
}
