import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { parseCommandLine } from "../../src/cli/parse.ts";

const plain = {
  ...{ action: "update", from: undefined, channel: undefined },
  ...{ allowDowngrade: false, restart: false, json: false },
};
const optionsOf = (line: string): unknown => {
  const parsed = parseCommandLine(line.split(" "));
  assert.equal(parsed.kind, "update", JSON.stringify(parsed));
  return "options" in parsed ? parsed.options : undefined;
};

describe("the command line of update", () => {
  it("says what is to be done, and from where", () => {
    assert.deepEqual(optionsOf("update"), plain);
    assert.deepEqual(optionsOf("update --check --json"), { ...plain, action: "check", json: true });
    const from = "http://nas/x.njb";
    assert.deepEqual(optionsOf(`update --from ${from} --restart`), {
      ...plain,
      from,
      restart: true,
    });
    const channel = "http://nas:7690/stable";
    assert.deepEqual(optionsOf(`update --channel ${channel}`), { ...plain, channel });
    assert.deepEqual(optionsOf("update --channel none"), { ...plain, channel: "none" });
    assert.deepEqual(optionsOf("update --from f --allow-downgrade"), {
      ...plain,
      from: "f",
      allowDowngrade: true,
    });
    for (const action of ["status", "back", "trial", "look", "night"])
      assert.deepEqual(optionsOf(`update ${action}`), { ...plain, action });
  });

  it("is wrong where it contradicts itself", () => {
    for (const [line, why] of [
      ["update --from f --channel http://nas/x", /exclude each other/],
      ["update --channel nas", /http/],
      ["update --from ftp://nas/x", /http/],
      ["update now", /now/],
      ["origin --data d --library l --updates-listen 0.0.0.0:1", /--updates DIR/],
    ] as const) {
      const parsed = parseCommandLine(line.split(" "));
      assert.equal(parsed.kind, "usage-error", line);
      assert.match("message" in parsed ? parsed.message : "", why);
    }
  });
});
