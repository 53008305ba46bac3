import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { uploadBytesMax, uploadsMax } from "../../../src/player/limits.ts";
import { Uploads } from "../../../src/player/sound/uploads.ts";

const bytes = (...values: number[]): Uint8Array => new Uint8Array(values);

describe("Uploads", () => {
  it("puts the parts of files together, also where they come in turns", () => {
    const uploads = new Uploads();
    assert.equal(uploads.take({ id: "a", offset: 0, data: bytes(1, 2), last: false }), "more");
    assert.equal(uploads.take({ id: "b", offset: 0, data: bytes(9), last: false }), "more");
    assert.deepEqual(
      uploads.take({ id: "a", offset: 2, data: bytes(3), last: true }),
      bytes(1, 2, 3),
    );
    assert.deepEqual(uploads.take({ id: "b", offset: 1, data: bytes(), last: true }), bytes(9));
    assert.equal(
      uploads.take({ id: "a", offset: 3, data: bytes(4), last: true }),
      "refused",
      "it is over",
    );
  });

  it("keeps what it was given, whatever becomes of the sender's memory", () => {
    const uploads = new Uploads();
    const data = bytes(1, 2);
    uploads.take({ id: "a", offset: 0, data, last: false });
    data.fill(0);
    assert.deepEqual(
      uploads.take({ id: "a", offset: 2, data: bytes(3), last: true }),
      bytes(1, 2, 3),
    );
  });

  it("refuses holes, repetitions and what is too large, and forgets that file", () => {
    for (const offset of [1, 3]) {
      const uploads = new Uploads();
      uploads.take({ id: "a", offset: 0, data: bytes(1, 2), last: false });
      assert.equal(uploads.take({ id: "a", offset, data: bytes(3), last: true }), "refused");
      assert.equal(uploads.take({ id: "a", offset: 2, data: bytes(3), last: true }), "refused");
    }
    const uploads = new Uploads();
    const half = new Uint8Array(uploadBytesMax / 2);
    assert.equal(uploads.take({ id: "a", offset: 0, data: half, last: false }), "more");
    assert.equal(uploads.take({ id: "a", offset: half.length, data: half, last: false }), "more");
    const more = { id: "a", offset: uploadBytesMax, data: bytes(1), last: true };
    assert.equal(uploads.take(more), "refused");
  });

  it("begins anew where a sender does", () => {
    const uploads = new Uploads();
    uploads.take({ id: "a", offset: 0, data: bytes(1, 2), last: false });
    assert.equal(uploads.take({ id: "a", offset: 0, data: bytes(7), last: false }), "more");
    assert.deepEqual(uploads.take({ id: "a", offset: 1, data: bytes(8), last: true }), bytes(7, 8));
  });

  it("holds a few files at most, whatever comes: the one that stood still longest makes room", () => {
    const uploads = new Uploads();
    const ids = Array.from({ length: uploadsMax + 1 }, (_, i) => `file ${i}`);
    for (const id of ids) uploads.take({ id, offset: 0, data: bytes(1), last: false });
    const ends = ids.map((id) => uploads.take({ id, offset: 1, data: bytes(2), last: true }));
    assert.deepEqual(ends, ["refused", ...ids.slice(1).map(() => bytes(1, 2))]);
    const part = fc.record({
      id: fc.constantFrom("a", "b", "c"),
      offset: fc.nat(6),
      data: fc.uint8Array({ maxLength: 3 }),
      last: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        const any = new Uploads();
        for (const each of parts) {
          const file = any.take(each);
          if (typeof file !== "string") assert.equal(file.length, each.offset + each.data.length);
        }
      }),
    );
  });
});
