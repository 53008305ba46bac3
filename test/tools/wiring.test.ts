import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "vitest";
import { readProfile, usedLines } from "../../src/board/profile-reader.ts";
import { drawWiring } from "../../tools/wiring/draw.ts";

const root = path.join(import.meta.dirname, "../..");
const folder = path.join(root, "device/boards");
const names = readdirSync(folder)
  .filter((file) => file.startsWith("rpi-"))
  .map((file) => path.basename(file, ".toml"));

describe("the picture of a board's wiring", () => {
  it.each(names)("of %s is the one in docs/wiring, and shows all that is wired", (name) => {
    const profile = readProfile(readFileSync(path.join(folder, `${name}.toml`), "utf8"), name);
    const picture = drawWiring(name, profile);
    const kept = readFileSync(path.join(root, `docs/wiring/${name}.svg`), "utf8");
    assert.equal(kept, picture, "draw it anew: npx tsx tools/wiring/main.ts");
    for (const { line, by } of usedLines(profile)) {
      const label = `${by.replaceAll('"', "&quot;")} · GPIO ${line}<`;
      assert.ok(picture.includes(label), label);
    }
    assert.equal(picture.match(/>ground</g)?.length, 8);
  });

  it("shows nothing of what is in a name as if it were drawn", () => {
    const profile = readProfile(
      'about = "<b>"\nchip = "x"\n[[light]]\nname = "</svg>"\nline = 5',
      "x",
    );
    const picture = drawWiring("x", profile);
    assert.ok(!picture.includes("<b>"));
    assert.equal(picture.match(/<\/svg>/g)?.length, 1);
  });
});
