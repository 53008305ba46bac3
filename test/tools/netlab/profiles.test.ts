import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { Lan } from "../../../tools/netlab/model/lan.ts";
import { listProfiles, readProfile } from "../../../tools/netlab/profiles.ts";
import { describeLink } from "../../../tools/netlab/report.ts";
import { parseScript } from "../../../tools/netlab/script/parse.ts";

const hosts = ["a", "b"];
const profiles = await listProfiles();
const output = { deliver: () => undefined, free: () => undefined };

describe("the profiles", () => {
  it("are those that the documents name, each with a line that says what it is", () => {
    const names = [
      "busy-wifi",
      "clean-lan",
      "dsl",
      "lte",
      "microwave",
      "outage",
      "power-save-wifi",
    ];
    for (const name of names)
      assert.ok(
        profiles.some((profile) => profile.name === name),
        name,
      );
    for (const { name, about } of profiles) assert.ok(about.length > 20, name);
  });

  it("can all be read, for any hosts, and run through an hour", async () => {
    for (const { name } of profiles) {
      const script = parseScript(await readProfile(name), { name, hosts });
      const lan = new Lan({ hosts, seed: 1, output });
      lan.play(script, 0);
      lan.advance(3_600e6);
      assert.notEqual(describeLink(lan.settings()["b.down"] ?? assert.fail(name)), "clean", name);
    }
  });

  it("are described in words that the parser reads back as the same settings", async () => {
    for (const { name } of profiles) {
      const lan = new Lan({ hosts, seed: 1, output });
      lan.play(parseScript(await readProfile(name), { name, hosts }), 0);
      const settings = lan.settings()["b.down"] ?? assert.fail(name);
      const again = new Lan({ hosts, seed: 1, output });
      again.play(parseScript(describeLink(settings), { name, hosts }), 0);
      assert.deepEqual(again.settings()["b.down"], settings, name);
    }
  });

  it("say which there are when one is asked for that is not there", async () => {
    await assert.rejects(readProfile("modem"), /there is no profile modem/);
  });
});
