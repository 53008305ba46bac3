import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, it } from "vitest";
import { readSystemFacts, systemFile } from "../../../src/update/system.ts";
import { compareVersions, isVersion } from "../../../src/update/version.ts";
import { readRecipe } from "../../../tools/image/recipe.ts";
import { laySystemFile, systemVersion } from "../../../tools/image/system-file.ts";

const key = "CIpoFaQ3GdZQT26JF8POAcNrq80Q9TneZeQO0LcavT8";
const target = readRecipe(path.resolve(import.meta.dirname, "../../..")).targets[0];
const release = { version: "0.1.0~20261123040407.0538e7f", epochS: 1 };

describe("what an image says of itself", () => {
  it("orders builds by their time, before the release that they lead to", () => {
    const [one, two] = ["0.1.0~20261123040407.0538e7f", "0.1.0~20261124000000.7719713"].map(
      (version) => systemVersion({ version }),
    );
    assert.equal(one, "0.1.0-20261123040407.g0538e7f");
    assert.ok(one !== undefined && two !== undefined && isVersion(one) && isVersion(two));
    assert.ok(compareVersions(one, two) < 0);
    assert.ok(compareVersions(two, systemVersion({ version: "0.1.0" })) < 0);
  });

  it("is what its updater reads, and nothing where nobody may build updates", () => {
    assert.ok(target !== undefined);
    const root = mkdtempSync(path.join(tmpdir(), "nightjar-system-"));
    try {
      laySystemFile(root, { target, release, updates: undefined });
      assert.deepEqual(readdirSync(root), []);
      const updates = { keys: [key], version: undefined, floor: "0.0.0", channel: "http://n/s" };
      laySystemFile(root, { target, release, updates });
      const facts = readSystemFacts(new Uint8Array(readFileSync(path.join(root, systemFile))));
      assert.equal(facts.target, "qemu-amd64");
      assert.equal(facts.version, "0.1.0-20261123040407.g0538e7f");
      assert.equal(facts.channel, "http://n/s");
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  });
});
