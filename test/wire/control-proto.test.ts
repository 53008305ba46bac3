import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import path from "node:path";
import { describe, it } from "vitest";

const root = path.resolve(import.meta.dirname, "../..");

describe("src/wire/gen", () => {
  it("is what tools/proto.js makes of the .proto files", () => {
    const command = [path.join(root, "tools/proto.js"), "--check"];
    const { status, stderr } = spawnSync(process.execPath, command, { encoding: "utf8" });
    assert.equal(status, 0, stderr);
  }, 60_000);
});
