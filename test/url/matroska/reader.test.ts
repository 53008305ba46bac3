import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { concatBytes, emptyBytes } from "../../../src/base/bytes.ts";
import { chooseTrack } from "../../../src/url/matroska/frame-sink.ts";
import { MatroskaReader } from "../../../src/url/matroska/reader.ts";
import { cut } from "../fake-media.ts";
import {
  block,
  blockGroup,
  cluster,
  ebmlHead,
  segment,
  simpleBlock,
  strippedBy,
  track,
  tracks,
  voided,
} from "./matroska-bytes.ts";

const pcm = "A_PCM/INT/LIT";
const frame = (fill: number, length = 40 + fill): Uint8Array => new Uint8Array(length).fill(fill);
const sizes = fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 6 });

/** The first byte of each frame; "begins" where a stream does. */
function read(reader: MatroskaReader, pieces: readonly Uint8Array[]): (number | string)[] {
  return pieces
    .flatMap((piece) => reader.push(piece))
    .map((event) => (event.kind === "frame" ? (event.bytes[0] ?? -1) : event.kind));
}

const body = [
  voided(30),
  tracks(track(1, "V_VP9", 1), track(2, pcm)),
  voided(700),
  cluster(0, [
    simpleBlock(block(1, 0, frame(99, 5_000))),
    simpleBlock(block(2, 0, frame(1))),
    blockGroup(block(2, 1, frame(2, 300), frame(3, 255), frame(4, 10))),
  ]),
  cluster(500, [simpleBlock(block(2, 3, frame(5, 500), frame(6, 90), frame(7, 400))), voided(3)]),
  cluster(900, [simpleBlock(block(2, 2, frame(8, 60), frame(9, 60)))]),
];
const heard = ["begins", 1, 2, 3, 4, 5, 6, 7, 8, 9];

describe("Matroska as it comes", () => {
  it("gives the frames of its track of sound in every lacing, however it is cut", () => {
    const file = concatBytes([ebmlHead, segment(body)]);
    fc.assert(
      fc.property(sizes, (each) => {
        assert.deepEqual(read(new MatroskaReader(chooseTrack), cut(file, each)), heard);
      }),
    );
  });

  it("needs no sizes of what lives, and takes the next stream behind it", () => {
    const live = (fill: number) =>
      segment(
        [tracks(track(1, pcm)), cluster(0, [simpleBlock(block(1, 0, frame(fill)))], true)],
        true,
      );
    const stream = concatBytes([ebmlHead, live(1), ebmlHead, live(2)]);
    const reader = new MatroskaReader(chooseTrack);
    assert.deepEqual(read(reader, cut(stream, [7])), ["begins", 1, "begins", 2]);
  });

  it("goes on with the next cluster behind damage", () => {
    const [head, list, , first = emptyBytes, ...rest] = body;
    const damaged = first.slice();
    damaged.fill(0, 5_030, 5_060);
    const stream = concatBytes([
      ebmlHead,
      segment(
        [head, list, damaged, ...rest].map((part) => part ?? emptyBytes),
        true,
      ),
    ]);
    const got = read(new MatroskaReader(chooseTrack), cut(stream, [500]));
    assert.deepEqual(got.slice(-5), [5, 6, 7, 8, 9]);
  });

  it("is met in its midst after a jump, by a cluster that says when it is", () => {
    const file = concatBytes([ebmlHead, segment(body)]);
    const reader = new MatroskaReader(chooseTrack);
    reader.push(file.slice(0, 1_500));
    const from = 3_000;
    const mark = reader.clusterIn(file.subarray(from));
    assert.equal(mark?.ms, 500);
    reader.jump();
    assert.deepEqual(read(reader, [file.subarray(from + (mark?.at ?? 0))]), [5, 6, 7, 8, 9]);
  });

  it("puts back what was stripped off the frames", () => {
    const stripped = track(1, pcm, 2, strippedBy(Uint8Array.of(7, 8)));
    const stream = segment([tracks(stripped), cluster(0, [simpleBlock(block(1, 0, frame(1, 2)))])]);
    const [, event] = new MatroskaReader(chooseTrack).push(stream);
    assert.deepEqual(event?.kind === "frame" ? [...event.bytes] : [], [7, 8, 1, 1]);
  });

  it("says what it holds where none of it can be decoded", () => {
    const push = (...each: Uint8Array[]) =>
      new MatroskaReader(chooseTrack).push(segment([tracks(...each)]));
    assert.throws(() => push(track(1, "A_AAC"), track(2, "A_AC3")), {
      code: "no-decoder",
      message: /AAC, AC3/,
    });
    assert.throws(() => push(track(1, "V_VP9", 1)), { code: "undecodable" });
    // Nothing but what can be heard is chosen.
    assert.equal(push(track(1, "A_AC3"), track(2, pcm))[0]?.kind, "begins");
  });

  it("believes no size: what is too large for a block is passed by for the next cluster", () => {
    const huge = concatBytes([
      Uint8Array.of(0xa3, 1, 0, 0x7f, 255, 255, 255, 255, 255),
      frame(0x81),
    ]);
    const good = cluster(0, [simpleBlock(block(1, 0, frame(1)))]);
    const stream = concatBytes([segment([tracks(track(1, pcm)), huge, good], true)]);
    assert.deepEqual(read(new MatroskaReader(chooseTrack), cut(stream, [90])), ["begins", 1]);
  });
});
