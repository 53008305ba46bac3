import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { concatBytes } from "../../src/base/bytes.ts";
import {
  decodeFrame,
  encodeFrame,
  FrameSplitter,
  frameBytesMax,
} from "../../src/wire/control-frame.ts";

const bodies = fc.array(fc.uint8Array({ minLength: 1, maxLength: 300 }), { maxLength: 12 });

function framed(body: Uint8Array): Uint8Array {
  const header = new Uint8Array(4);
  new DataView(header.buffer).setUint32(0, body.length);
  return concatBytes([header, body]);
}

describe("a frame splitter", () => {
  it("gives back what was framed, however the stream is cut", () => {
    fc.assert(
      fc.property(bodies, fc.array(fc.integer({ min: 1, max: 40 })), (sent, cuts) => {
        const stream = concatBytes(sent.map(framed));
        const splitter = new FrameSplitter();
        const got: Uint8Array[] = [];
        let at = 0;
        for (let turn = 0; at < stream.length; turn++) {
          const length = cuts[turn] ?? 7;
          got.push(...splitter.push(stream.subarray(at, at + length)));
          at += length;
        }
        assert.deepEqual(got, sent);
        assert.equal(splitter.partial, false);
        assert.equal(splitter.fault, undefined);
      }),
    );
  });

  it("takes a frame of the largest size, and faults on one byte more and on none", () => {
    const largest = new FrameSplitter();
    assert.equal([...largest.push(framed(new Uint8Array(frameBytesMax)))].length, 1);
    const larger = new FrameSplitter();
    assert.deepEqual([...larger.push(Uint8Array.of(0, 1, 0, 1, 9, 9))], []);
    assert.equal(larger.fault, "too-large");
    const empty = new FrameSplitter();
    assert.deepEqual([...empty.push(Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 1, 7))], []);
    assert.equal(empty.fault, "empty");
  });

  it("knows when a sender owes the rest of a frame", () => {
    const splitter = new FrameSplitter();
    assert.deepEqual([...splitter.push(Uint8Array.of(0))], []);
    assert.equal(splitter.partial, true);
    assert.equal([...splitter.push(Uint8Array.of(0, 0, 1, 5))].length, 1);
    assert.equal(splitter.partial, false);
  });
});

describe("the frame codec", () => {
  it("keeps numbers up to 2^53 as numbers, and texts of any language", () => {
    const seq = 2 ** 53 - 1;
    const bytes = encodeFrame({ id: 7, result: { code: 3, message: "høyre 夜鷹", seq } });
    assert.ok(bytes);
    const frame = decodeFrame(bytes.subarray(4));
    assert.equal(frame?.id, 7);
    assert.equal(frame?.body, "result");
    assert.equal(frame?.result?.seq, seq);
    assert.equal(frame?.result?.message, "høyre 夜鷹");
    const zero = encodeFrame({ pong: {} });
    assert.strictEqual(decodeFrame((zero ?? new Uint8Array(4)).subarray(4))?.pong?.monoUs ?? 0, 0);
  });

  it("refuses to encode what is larger than a frame", () => {
    assert.equal(encodeFrame({ goodbye: { message: "x".repeat(frameBytesMax) } }), undefined);
  });

  it("never throws on random bytes, nor on a frame with flipped bits", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        decodeFrame(bytes);
      }),
      { numRuns: 500 },
    );
    const good = encodeFrame({ id: 1, command: { play: { what: ["aa", "bb"] } } })?.subarray(4);
    assert.ok(good);
    fc.assert(
      fc.property(fc.nat(good.length * 8 - 1), fc.nat(good.length), (bit, cut) => {
        const bad = good.slice(0, Math.max(1, cut));
        bad[(bit >> 3) % bad.length] = (bad[(bit >> 3) % bad.length] ?? 0) ^ (1 << (bit & 7));
        decodeFrame(bad);
      }),
      { numRuns: 500 },
    );
  });
});
