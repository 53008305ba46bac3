import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { NodeWallSource } from "../../src/platform/wall-source.ts";

describe("NodeWallSource", () => {
  it("names this boot, the same each time", async () => {
    const source = new NodeWallSource();
    const id = await source.bootId();
    assert.match(id ?? "", /^[0-9a-f]{16}$/);
    assert.equal(await new NodeWallSource().bootId(), id);
  });

  it("says who vouches for the wall clock, which on a machine that runs tests is somebody", async () => {
    const trust = await new NodeWallSource().trust();
    assert.ok(
      trust === "kept" || trust === "synchronised" || process.arch.startsWith("arm"),
      trust,
    );
  });
});
