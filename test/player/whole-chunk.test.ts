import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { packChunk } from "../../src/media/chunk.ts";
import { WholeChunk } from "../../src/player/whole-chunk.ts";

/** As in lossless: more than a datagram holds, so that each lies in parts. */
const frames = Array.from({ length: 50 }, (_, i) => new Uint8Array(2_000 + i).fill(i));

describe("WholeChunk", () => {
  it("gives the frames that went in, split or not, and knows before which those are", () => {
    const last = [new Uint8Array(3).fill(1), ...frames.slice(0, 2)];
    for (const packets of [frames, last]) {
      const chunk = WholeChunk.of(packChunk(packets));
      assert.ok(chunk);
      for (let at = 0; at < 50; at++) {
        assert.equal(chunk.has(at), packets[at] !== undefined);
        assert.deepEqual(chunk.packet(at), packets[at]);
      }
    }
  });

  it("holds the very bytes that it was given, for the cache to share", () => {
    const bytes = packChunk(frames);
    assert.equal(WholeChunk.of(bytes)?.bytes, bytes);
  });

  it("is nothing where the bytes are no chunk", () => {
    assert.equal(WholeChunk.of(new Uint8Array(0)), undefined);
    assert.equal(WholeChunk.of(packChunk(frames).subarray(1)), undefined);
  });
});
