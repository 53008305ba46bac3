/** When a file that may still be being copied is taken in. */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import type { FoundFile } from "../../src/origin/file-records.ts";
import { Settling } from "../../src/origin/scan.ts";

const hourMs = 3_600_000;
const nowMs = 1_800_000_000_000;
const file = (modifiedMs: number): FoundFile => ({
  path: "a.flac",
  sizeBytes: 10,
  modifiedMs,
  inode: "1:1",
});

describe("a file that was just changed", () => {
  it("is taken in once it has been still for two seconds, by its own time or by ours", () => {
    const settling = new Settling();
    assert.deepEqual(settling.settled([file(nowMs - 2_000)], nowMs).length, 1);
    assert.deepEqual(settling.settled([file(nowMs + hourMs)], nowMs).length, 0);
    assert.deepEqual(settling.settled([file(nowMs + hourMs)], nowMs + 1_000).length, 0);
    assert.deepEqual(settling.settled([file(nowMs + hourMs)], nowMs + 2_000).length, 1);
  });

  it("does not wait for the hour to come again when the clock is set back", () => {
    const settling = new Settling();
    const back = nowMs - hourMs;
    assert.equal(settling.settled([file(nowMs)], nowMs).length, 0);
    assert.equal(settling.settled([file(nowMs)], back).length, 0);
    assert.equal(settling.settled([file(nowMs)], back + 2_000).length, 1);
  });
});
