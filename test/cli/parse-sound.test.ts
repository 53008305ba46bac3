/** Sound settings, sleep timer, alarms and announcements on the command line. */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { isUsageError } from "../../src/cli/options.ts";
import { parseCommandLine } from "../../src/cli/parse.ts";
import { toneText } from "../../src/cli/render-status.ts";

function ctl(line: string): unknown {
  const command = parseCommandLine(["ctl", ...line.split(" ")]);
  assert.ok(!isUsageError(command) && command.kind === "ctl", line);
  return command.options.command;
}

function mistake(line: string): string {
  const command = parseCommandLine(["ctl", ...line.split(" ")]);
  assert.ok(isUsageError(command), line);
  assert.equal(command.exitCode, 2);
  return command.message;
}

describe("ctl tone", () => {
  it("shows, sets what is given, and flattens the rest where that is said", () => {
    assert.deepEqual(ctl("tone"), { name: "tone", changes: undefined });
    assert.deepEqual(ctl("tone --bass -3 --mono off"), {
      name: "tone",
      changes: { bass: -3, mono: false },
    });
    assert.deepEqual(ctl("tone flat --treble=+2"), {
      name: "tone",
      changes: { bass: 0, treble: 2, balance: 0, mono: false },
    });
  });

  it("refuses what is no setting, with what is one", () => {
    assert.match(mistake("tone loud"), /takes flat/);
    assert.match(mistake("tone --bass 13"), /--bass takes a whole number from -12 to 12, not "13"/);
    assert.match(mistake("tone --balance left"), /from -100 to 100/);
    assert.match(mistake("tone --mono perhaps"), /mono/);
  });

  it("is said in words", () => {
    assert.equal(toneText({ bass: 0, treble: 0, balance: 0, mono: false }), "flat");
    assert.equal(
      toneText({ bass: 4, treble: -2, balance: -10, mono: true }),
      "bass +4 dB · treble -2 dB · balance 10 left · mono",
    );
  });
});

describe("ctl sleep, alarm and volume-guard", () => {
  it("say when", () => {
    const player = (command: object) => ({ name: "player", command, wait: false });
    assert.deepEqual(ctl("sleep 45"), player({ kind: "sleep", end: { minutes: 45 } }));
    assert.deepEqual(ctl("sleep +15"), player({ kind: "sleep", end: { addMinutes: 15 } }));
    assert.deepEqual(ctl("sleep track"), player({ kind: "sleep", end: "track-end" }));
    const alarm = {
      ...{ id: "", label: "Work", minute: 390, days: [0, 4], what: ["Bach"] },
      ...{ volume: 40, riseS: 0, stopMin: 60, enabled: true },
    };
    assert.deepEqual(
      ctl("alarm set 06:30 Bach --days mo,fr --rise 0 --label Work"),
      player({ kind: "alarm-set", alarm }),
    );
    const skip = { kind: "alarm-skip", id: "", skips: true };
    assert.deepEqual(ctl("alarm skip"), player(skip));
    assert.deepEqual(ctl("alarm skip a1 --undo"), player({ ...skip, id: "a1", skips: false }));
    const quiet = { fromMinute: 1320, toMinute: 420, cap: 25 };
    assert.deepEqual(
      ctl("volume-guard --quiet 22:00-07:00"),
      player({ kind: "volume-guard", cap: undefined, quiet }),
    );
  });

  it("refuse what is no time, day or number", () => {
    assert.match(mistake("sleep soon"), /minutes/);
    assert.match(mistake("alarm set 25:00"), /time of the day/);
    assert.match(mistake("alarm set 07:00 --days someday"), /mo,tu/);
    assert.match(mistake("alarm snooze long"), /whole number/);
    assert.match(mistake("alarm skip a1 a2"), /one argument/);
    assert.match(mistake("volume-guard"), /--cap or --quiet/);
    assert.match(mistake("volume-guard --quiet 22:00"), /two times/);
  });
});

describe("ctl loudness", () => {
  it("shows or sets one of three modes", () => {
    assert.deepEqual(ctl("loudness"), { name: "loudness", mode: undefined });
    assert.deepEqual(ctl("loudness album"), { name: "loudness", mode: "album" });
    assert.match(mistake("loudness loud"), /off, track or album/);
  });
});
