import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { describe, it } from "vitest";
import { BoardError } from "../../src/board/errors.ts";
import { readProfile } from "../../src/board/profile-reader.ts";

const folder = path.join(import.meta.dirname, "../../device/boards");
const head = 'about = "A test"\nchip = "sim"\n';

function refusal(text: string): string {
  try {
    readProfile(text, "my.toml");
    return "taken";
  } catch (error) {
    assert.ok(error instanceof BoardError, String(error));
    assert.equal(error.code, "bad-profile");
    assert.equal(error.remedy, "mend it and start again");
    return error.message;
  }
}

describe("a board's profile", () => {
  it.each(readdirSync(folder))("%s is right", (name) => {
    const profile = readProfile(readFileSync(path.join(folder, name), "utf8"), name);
    assert.ok(profile.buttons.length > 0);
  });

  it("has usual values for what it does not say", () => {
    const text = `${head}[[button]]\nname = "Play"\nline = 5\nclick = "play-pause"\n[[light]]\nname = "L"\nline = 6`;
    const { buttons, lights, chip, amplifier, output } = readProfile(text, "my.toml");
    assert.deepEqual(buttons, [
      {
        ...{ name: "Play", line: 5, activeLow: true, pull: "up", debounceUs: 5_000 },
        ...{ click: "play-pause", double: undefined, hold: undefined, veryLong: undefined },
      },
    ]);
    assert.equal(lights[0]?.activeLow, false);
    assert.equal(lights[0]?.shows.length, 13);
    assert.deepEqual([chip, amplifier, output], [["sim"], undefined, undefined]);
  });

  it.each([
    ["about = 5", 'my.toml, line 1: "about" is a text of up to 200 characters'],
    ["", 'my.toml: the profile lacks "about"'],
    [`${head}[[button]\n`, /^my.toml, line 3: it is no TOML: /],
    [
      `${head}\n[[button]]\nname = "Play"\nclick = "next"`,
      'my.toml, line 4: this button lacks "line"',
    ],
    [
      `${head}[[button]]\nname="A"\nline=1\nclick="next"\n[[button]]\nname="B"\nline=2\nclick="nxt"`,
      /^my.toml, line 10: "click" is not "nxt", but play-pause, next, /,
    ],
    [
      `${head}[[button]]\nname="A"\nline=1\n`,
      "my.toml, line 3: the button does nothing; give it click, double, hold or very-long",
    ],
    [
      `${head}[amplifier]\nline = 1\nidle-s = 1`,
      'my.toml, line 5: "idle-s" is a whole number from 2 to 3600',
    ],
    [
      `${head}[amplifier]\nline = 1\nsettle = 1`,
      'my.toml, line 5: a amplifier has no "settle"; it has line, active, settle-ms, idle-s',
    ],
    [`${head}[button]\nname = "A"`, "my.toml, line 3: each button begins with [[button]]"],
    [
      `${head}reserved=[18]\n[[light]]\nname="L"\nline=18`,
      `my.toml: line 18 is both the sound card's and light "L"'s; give each a line of its own`,
    ],
    [
      `${head}[[encoder]]\nname="K"\na=1\nb=2\nedges-per-step=3`,
      /"edges-per-step" is not 3, but 4, 2$/,
    ],
    [
      `${head}[[light]]\nname="L"\nline=1\nshows=["plying"]`,
      /^my.toml, line 6: "shows" is not "plying"/,
    ],
    [`${head}${"#".repeat(70_000)}`, "my.toml: it is too long for a board's profile"],
  ])("says where it is wrong, and why: %#", (text, expected) => {
    if (typeof expected === "string") assert.equal(refusal(text), expected);
    else assert.match(refusal(text), expected);
  });

  it("is read or refused in one sentence, whatever is in it", () => {
    const whole = readFileSync(path.join(folder, "rpi-iqaudio-dacplus.toml"), "utf8");
    const lines = whole.split("\n");
    const piece = fc.oneof(
      fc.constantFrom(...lines),
      fc.constantFrom(
        "line = 1e99",
        "name = []",
        "[[button.line]]",
        "a = 0x7fffffffffffffff",
        "chip = [1]",
      ),
      fc.string(),
    );
    const edit = fc.record({ at: fc.nat(lines.length), text: piece });
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
        const changed = [...lines];
        for (const { at, text } of edits) changed[at] = text;
        const message = refusal(changed.join("\n"));
        assert.ok(message === "taken" || /^my\.toml(, line \d+)?: /.test(message), message);
        assert.ok(!message.includes("\n"), message);
      }),
    );
  });
});
