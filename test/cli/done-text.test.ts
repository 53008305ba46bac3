import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { doneText } from "../../src/cli/done-text.ts";
import type { PlayerCommand } from "../../src/player/model.ts";

describe("what is said of a command that was done", () => {
  it.each<[PlayerCommand, string]>([
    [{ kind: "pause" }, "paused"],
    [{ kind: "mute", muted: true }, "muted"],
    [{ kind: "mute", muted: false }, "not muted"],
    [{ kind: "repeat", mode: "all" }, "repeat all"],
    [{ kind: "shuffle", on: false }, "shuffle off"],
    [{ kind: "resume-after-restart", on: true }, "plays on after a restart"],
    [{ kind: "volume-guard", cap: 60, quiet: undefined }, "at most 60"],
    [{ kind: "volume-guard", cap: undefined, quiet: null }, "no quiet hours"],
    [
      { kind: "volume-guard", cap: 80, quiet: { fromMinute: 1_290, toMinute: 425, cap: 30 } },
      "at most 80 · at most 30 from 21:30 to 07:05",
    ],
  ])("%j: %s", (command, text) => {
    assert.equal(doneText(command), text);
  });
});
