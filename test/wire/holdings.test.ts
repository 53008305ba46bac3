import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import {
  decodeHoldingsAnswer,
  decodeHoldingsPage,
  encodeHoldingsAnswer,
  encodeHoldingsPage,
  type HeldRung,
  type HoldingsPage,
  heldRungBytes,
  holdingsPageBytesMax,
  pageRoomBytes,
  runsMax,
} from "../../src/wire/holdings.ts";

const hex = (length: number) =>
  fc
    .uint8Array({ minLength: length, maxLength: length })
    .map((b) => Buffer.from(b).toString("hex"));
const u32 = fc.integer({ min: 0, max: 0xffff_ffff });

/** Runs in order that do not touch. */
const runs = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 1, max: 500 })), {
    maxLength: runsMax,
  })
  .map((pairs) => {
    let next = 0;
    return pairs.map(([gap, count]) => {
      const run = { from: next + gap - 1, count };
      next = run.from + count + 1;
      return run;
    });
  });
const sizeOf = (rungs: readonly HeldRung[]): number =>
  rungs.reduce((sum, one) => sum + heldRungBytes(one), 0);
const rung = fc.record(
  { track: hex(16), rung: fc.integer({ min: 1, max: 255 }), runs },
  { noNullPrototype: true },
);
const pages: fc.Arbitrary<HoldingsPage> = fc
  .tuple(u32, u32, u32, fc.array(rung, { maxLength: 5 }))
  .map(([epoch, a, b, list]) => {
    const rungs = list.filter((_, at) => sizeOf(list.slice(0, at + 1)) <= pageRoomBytes);
    return { epoch, after: Math.min(a, b), version: Math.max(a, b), rungs };
  });

describe("a page of holdings", () => {
  it("is what it was, and fits its request", () => {
    fc.assert(
      fc.property(pages, (page) => {
        const bytes = encodeHoldingsPage(page);
        assert.ok(bytes.length <= holdingsPageBytesMax);
        assert.deepEqual(decodeHoldingsPage(bytes), page);
      }),
    );
  });

  it("is nothing where a byte is missing, is too much, or says what cannot be", () => {
    const page = {
      ...{ epoch: 1, after: 2, version: 9 },
      rungs: [{ track: "ab".repeat(16), rung: 2, runs: [{ from: 0, count: 3 }] }],
    };
    const good = encodeHoldingsPage(page);
    for (let length = 0; length < good.length; length++)
      if (length !== 13) assert.equal(decodeHoldingsPage(good.subarray(0, length)), undefined);
    assert.equal(decodeHoldingsPage(new Uint8Array([...good, 0])), undefined);
    const wrong = (change: (bytes: Uint8Array) => void): HoldingsPage | undefined => {
      const bytes = good.slice();
      change(bytes);
      return decodeHoldingsPage(bytes);
    };
    assert.equal(
      wrong((bytes) => bytes.set([9], 0)),
      undefined,
      "a version that nobody knows",
    );
    assert.equal(
      wrong((bytes) => bytes.set([0, 0, 0, 1], 9)),
      undefined,
      "up to less than after",
    );
    assert.equal(
      wrong((bytes) => bytes.set([0], 29)),
      undefined,
      "a rung without a code",
    );
    assert.equal(
      wrong((bytes) => bytes.set([0, 0], 33)),
      undefined,
      "a run of nothing",
    );
    assert.equal(
      wrong((bytes) => bytes.set([0xff, 0xff, 0, 2], 31)),
      undefined,
      "a run beyond the last second",
    );
  });

  it("has one form: runs that touch or go back are refused", () => {
    const two = (first: number, second: number): Uint8Array => {
      const bytes = encodeHoldingsPage({
        ...{ epoch: 0, after: 0, version: 1 },
        rungs: [
          {
            track: "00".repeat(16),
            rung: 1,
            runs: [
              { from: 0, count: 1 },
              { from: 9, count: 1 },
            ],
          },
        ],
      });
      new DataView(bytes.buffer, bytes.byteOffset).setUint16(31, first);
      new DataView(bytes.buffer, bytes.byteOffset).setUint16(35, second);
      return bytes;
    };
    assert.ok(decodeHoldingsPage(two(3, 5)));
    assert.equal(decodeHoldingsPage(two(3, 4)), undefined);
    assert.equal(decodeHoldingsPage(two(5, 3)), undefined);
  });

  it("is answered with how far the list is known", () => {
    const answer = { epoch: 0xffff_ffff, version: 7 };
    const bytes = encodeHoldingsAnswer(answer);
    assert.deepEqual(decodeHoldingsAnswer(bytes), answer);
    assert.equal(decodeHoldingsAnswer(bytes.subarray(1)), undefined);
    assert.equal(decodeHoldingsAnswer(new Uint8Array([...bytes, 0])), undefined);
  });
});
