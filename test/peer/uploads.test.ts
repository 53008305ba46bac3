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
  const turn = uploads.turn(waiting, false, nowUs);
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
      if (uploads.turn(waiting, false, us) === "go") {
        uploads.began(chunkBytes, us);
        bytes += chunkBytes;
      }
      uploads.leave(waiting);
    }
    assert.ok(bytes <= 1.1 * seconds * uploadBytesPerS, `${bytes}`);
    assert.ok(bytes >= 0.5 * seconds * uploadBytesPerS, `${bytes}`);
  });

  it("sends one after the other while the own music has little at hand", () => {
    const uploads = new Uploads();
    const [one, two] = [uploads.join("play", 0), uploads.join("play", 0)];
    assert.ok(one && two);
    assert.equal(uploads.turn(one, true, 0), "go");
    uploads.began(chunkBytes, 0);
    uploads.leave(one);
    assert.equal(typeof uploads.turn(two, true, 0), "number");
    assert.equal(uploads.turn(two, false, 0), "go", "four when it has enough");
    const outUs = (chunkBytes * 1_000_000) / uploadBytesPerS;
    assert.equal(typeof uploads.turn(two, true, outUs - 1), "number");
    assert.equal(uploads.turn(two, true, outUs), "go");
  });

  it("lets what somebody waits for go first, whenever it came", () => {
    const uploads = new Uploads();
    for (let i = 0; i < uploadsMax; i++) serve(uploads, "play", 0);
    const bulk = uploads.join("bulk", 1);
    const urgent = uploads.join("urgent", 2);
    assert.ok(bulk && urgent);
    // One place is free.
    const freeUs = (chunkBytes * 1_000_000) / uploadBytesPerS + 1;
    assert.notEqual(uploads.turn(bulk, false, freeUs), "go");
    assert.equal(uploads.turn(urgent, false, freeUs), "go");
  });

  it("lets those of one moment go in the order of their coming, no more of them than there is room for", () => {
    const uploads = new Uploads();
    const all = Array.from({ length: uploadsWaitingMax }, () => uploads.join("play", 0));
    const turns = all.map((one) => one && uploads.turn(one, false, 0));
    assert.deepEqual(
      turns.map((turn) => turn === "go"),
      all.map((_, i) => i < uploadsMax),
    );
  });

  it("lets nobody wait for ever, and not too many", () => {
    const uploads = new Uploads();
    for (let i = 0; i < uploadsMax; i++) serve(uploads, "play", 0);
    const waiting = Array.from({ length: uploadsWaitingMax }, () => uploads.join("play", 0));
    assert.ok(waiting.every((one) => one !== undefined));
    assert.equal(uploads.join("urgent", 0), undefined);
    const [first] = waiting;
    assert.ok(first);
    assert.equal(uploads.turn(first, false, uploadWaitUs + 1), undefined);
    uploads.leave(first);
    assert.ok(uploads.join("urgent", 0));
  });
});
