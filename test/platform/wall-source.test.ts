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

  it("believes timesyncd's mark where a unit refuses it the calls for clocks, and not against the kernel", async () => {
    const mark = import.meta.filename;
    const asked = (state: number, at: string) =>
      new NodeWallSource(async () => () => state, at).trust();
    assert.equal(await asked(-1, mark), "synchronised");
    assert.notEqual(await asked(-1, `${mark}.none`), "synchronised");
    assert.notEqual(await asked(5, mark), "synchronised");
    assert.equal(await asked(0, `${mark}.none`), "synchronised");
  });

  it("says who vouches for the wall clock, which on a machine that runs tests is somebody", async () => {
    const trust = await new NodeWallSource().trust();
    assert.ok(
      trust === "kept" || trust === "synchronised" || process.arch.startsWith("arm"),
      trust,
    );
  });
});
