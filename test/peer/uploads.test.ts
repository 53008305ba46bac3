import assert from "node:assert/strict";
import { describe, it } from "vitest";
import {
  uploadBytesPerS,
  uploadsMax,
  uploadsWaitingMax,
  uploadWaitUs,
} from "../../src/peer/limits.ts";
import { type UploadClass, Uploads } from "../../src/peer/uploads.ts";

const chunkBytes = 20_000;

/** Asks and is served at once; false when it has to wait. */
function serve(uploads: Uploads, kind: UploadClass, nowUs: number): boolean {
  const waiting = uploads.join(kind, nowUs);
  assert.ok(waiting);
  const turn = uploads.turn(waiting, nowUs);
  if (turn === "go") {
    uploads.leave(waiting);
    uploads.began(chunkBytes, nowUs);
  }
  return turn === "go";
}

describe("Uploads", () => {
  it("sends four at once and no more, and keeps to the pace", () => {
    const uploads = new Uploads();
    for (let i = 0; i < uploadsMax; i++) assert.ok(serve(uploads, "play", 0));
    assert.ok(!serve(uploads, "play", 0));
    let bytes = uploadsMax * chunkBytes;
    const seconds = 4;
    for (let us = 0; us < seconds * 1_000_000; us += 1_000) {
      const waiting = uploads.join("play", us);
      if (waiting === undefined) continue;
      if (uploads.turn(waiting, us) === "go") {
        uploads.began(chunkBytes, us);
        bytes += chunkBytes;
      }
      uploads.leave(waiting);
    }
    assert.ok(bytes <= 1.1 * seconds * uploadBytesPerS, `${bytes}`);
    assert.ok(bytes >= 0.5 * seconds * uploadBytesPerS, `${bytes}`);
  });

  it("lets what somebody waits for go first, whenever it came", () => {
    const uploads = new Uploads();
    for (let i = 0; i < uploadsMax; i++) serve(uploads, "play", 0);
    const bulk = uploads.join("bulk", 1);
    const urgent = uploads.join("urgent", 2);
    assert.ok(bulk && urgent);
    // One place is free.
    const freeUs = (chunkBytes * 1_000_000) / uploadBytesPerS + 1;
    assert.notEqual(uploads.turn(bulk, freeUs), "go");
    assert.equal(uploads.turn(urgent, freeUs), "go");
  });

  it("lets nobody wait for ever, and not too many", () => {
    const uploads = new Uploads();
    for (let i = 0; i < uploadsMax; i++) serve(uploads, "play", 0);
    const waiting = Array.from({ length: uploadsWaitingMax }, () => uploads.join("play", 0));
    assert.ok(waiting.every((one) => one !== undefined));
    assert.equal(uploads.join("urgent", 0), undefined);
    const [first] = waiting;
    assert.ok(first);
    assert.equal(uploads.turn(first, uploadWaitUs + 1), undefined);
    uploads.leave(first);
    assert.ok(uploads.join("urgent", 0));
  });
});
