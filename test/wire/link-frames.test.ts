import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import {
  type AckFrame,
  type ControlFrame,
  type DataHead,
  FrameWriter,
  type ParityHead,
  type RequestFrame,
  readFrames,
  requestClasses,
} from "../../src/wire/link-frames.ts";

interface Read {
  readonly ok: boolean;
  readonly frames: ControlFrame[];
  readonly data: { readonly head: DataHead; readonly symbol: Uint8Array }[];
  readonly parity: { readonly head: ParityHead; readonly symbol: Uint8Array }[];
}

function read(bytes: Uint8Array, length = bytes.length): Read {
  const frames: ControlFrame[] = [];
  const data: Read["data"] = [];
  const parity: Read["parity"] = [];
  const ok = readFrames(bytes, length, {
    frame: (frame) => frames.push(frame),
    data: (head, from, start, end) =>
      data.push({ head: { ...head }, symbol: from.slice(start, end) }),
    parity: (head, from, start, end) =>
      parity.push({ head: { ...head }, symbol: from.slice(start, end) }),
  });
  return { ok, frames, data, parity };
}

const plain = { noNullPrototype: true } as const;
const u16 = fc.integer({ min: 0, max: 0xffff });
const u32 = fc.integer({ min: 0, max: 0xffff_ffff });
/** Pieces of symbols by turns left out and asked for. */
const ascending = fc
  .array(fc.record({ gap: fc.nat(500), length: fc.integer({ min: 1, max: 500 }) }), {
    maxLength: 20,
  })
  .map((pieces) => {
    let end = 0;
    return pieces.map(({ gap, length }) => {
      const first = end + gap;
      end = first + length;
      return { first, length };
    });
  });
const request: fc.Arbitrary<RequestFrame> = fc.record(
  {
    kind: fc.constant("request" as const),
    id: u32,
    round: u16,
    class: fc.constantFrom(...requestClasses),
    probe: fc.boolean(),
    deadlineMs: fc.oneof(fc.nat(1e9), fc.constant(Number.POSITIVE_INFINITY)),
    seen: fc.oneof(fc.constant(-1), fc.integer({ min: 0, max: 2 ** 50 })),
    object: fc.uint8Array({ maxLength: 1_024 }),
    ranges: ascending,
    parity: fc.record({ sixteenths: fc.nat(255), spreadMs: fc.nat(255) }, plain),
  },
  {
    ...plain,
    requiredKeys: [
      "kind",
      "id",
      "round",
      "class",
      "probe",
      "deadlineMs",
      "seen",
      "object",
      "ranges",
    ],
  },
);
const control: fc.Arbitrary<Exclude<ControlFrame, AckFrame>> = fc.oneof(
  fc.constant({ kind: "ping" as const }),
  request,
  fc.record({ kind: fc.constant("cancel" as const), id: u32 }, plain),
  fc.record(
    {
      kind: fc.constant("refused" as const),
      id: u32,
      code: u16,
      text: fc.constant("é no"),
    },
    plain,
  ),
  fc.record(
    { kind: fc.constant("close" as const), code: fc.nat(255), text: fc.constant("bye") },
    plain,
  ),
  fc.record(
    {
      kind: fc.constantFrom("path-challenge" as const, "path-response" as const),
      bytes: fc.uint8Array({ minLength: 8, maxLength: 8 }),
    },
    plain,
  ),
  fc.record({ kind: fc.constant("need" as const), bytesPerS: u32 }, plain),
);

function write(writer: FrameWriter, frame: Exclude<ControlFrame, AckFrame>): boolean {
  switch (frame.kind) {
    case "ping":
      return writer.ping();
    case "request":
      return writer.request(frame);
    case "cancel":
      return writer.cancel(frame.id);
    case "refused":
      return writer.refused(frame.id, frame.code, frame.text);
    case "close":
      return writer.close(frame.code, frame.text);
    case "path-challenge":
    case "path-response":
      return writer.path(frame);
    case "need":
      return writer.need(frame.bytesPerS);
  }
}

describe("link frames", () => {
  it("refuse a REQUEST whose ranges lie over each other, go back, or are empty", () => {
    const base = { kind: "request", id: 1, round: 1, class: "urgent", probe: false } as const;
    const reads = (...ranges: RequestFrame["ranges"]): boolean => {
      const writer = new FrameWriter(new Uint8Array(1_000));
      const object = new Uint8Array(3);
      assert.ok(writer.request({ ...base, deadlineMs: 5, seen: 2, object, ranges }));
      return read(writer.bytes, writer.length).ok;
    };
    assert.ok(reads({ first: 0, length: 2 }, { first: 2, length: 1 }, { first: 9, length: 3 }));
    assert.ok(!reads({ first: 0, length: 2 }, { first: 1, length: 2 }));
    assert.ok(!reads({ first: 7, length: 2 }, { first: 1, length: 2 }));
    assert.ok(!reads({ first: 7, length: 0 }));
  });

  it("come back as they were written, any number in a row", () => {
    fc.assert(
      fc.property(fc.array(control, { maxLength: 8 }), (frames) => {
        const writer = new FrameWriter(new Uint8Array(16_384));
        for (const frame of frames) assert.ok(write(writer, frame));
        const back = read(writer.bytes, writer.length);
        assert.ok(back.ok);
        assert.deepEqual(back.frames, frames);
      }),
    );
  });

  it("carry a full symbol beside an ACK of two ranges", () => {
    const writer = new FrameWriter(new Uint8Array(1_171));
    assert.ok(writer.ack(5_000_000_000, 1_600, [3, 1, 7]));
    const symbol = new Uint8Array(1_140).fill(7);
    assert.ok(writer.data({ id: 4_000_000_000, round: 9, index: 3, count: 2_048 }, symbol));
    assert.equal(writer.room, 0);
    const back = read(writer.bytes, writer.length);
    assert.deepEqual(back.frames, [
      { kind: "ack", largest: 5_000_000_000, delayUs: 1_600, runs: [3, 1, 7] },
    ]);
    assert.deepEqual(back.data, [
      { head: { id: 4_000_000_000, round: 9, index: 3, count: 2_048 }, symbol },
    ]);
  });

  it("carry the longest parity symbol beside an ACK of one range", () => {
    const writer = new FrameWriter(new Uint8Array(1_171));
    assert.ok(writer.ack(5_000_000_000, 1_600, [3]));
    const symbol = new Uint8Array(1_142).fill(7);
    const head = { id: 4_000_000_000, round: 9, count: 300, first: 172, length: 128, parity: 127 };
    assert.ok(writer.parity(head, symbol));
    assert.equal(writer.room, 0);
    assert.deepEqual(read(writer.bytes, writer.length).parity, [{ head, symbol }]);
    writer.reset();
    writer.parity({ ...head, first: 173 }, symbol);
    assert.equal(read(writer.bytes, writer.length).ok, false, "it covers what is not there");
  });

  it("are refused whole when they do not fit, and change nothing", () => {
    fc.assert(
      fc.property(control, fc.nat(60), (frame, bytes) => {
        const writer = new FrameWriter(new Uint8Array(bytes));
        if (!write(writer, frame)) assert.equal(writer.length, 0);
        else assert.ok(read(writer.bytes, writer.length).ok);
      }),
    );
  });

  it("cut an ACK's ranges to the room there is, the newest first", () => {
    const writer = new FrameWriter(new Uint8Array(20));
    assert.ok(writer.ack(100, 0, [1, 2, 3, 4, 5, 6, 7]));
    const [ack] = read(writer.bytes, writer.length).frames;
    assert.deepEqual(ack, { kind: "ack", largest: 100, delayUs: 0, runs: [1, 2, 3] });
  });

  it("never make the reader throw or read on, whatever the bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 1_171 }), (bytes) => {
        const { data, parity } = read(bytes);
        for (const { head } of parity) assert.ok(head.first + head.length <= head.count);
        for (const { head, symbol } of data) {
          assert.ok(head.index < head.count);
          assert.ok(symbol.length <= bytes.length);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it("are malformed when cut anywhere inside", () => {
    const writer = new FrameWriter(new Uint8Array(1_171));
    writer.request({
      kind: "request",
      id: 1,
      round: 0,
      class: "play",
      probe: false,
      deadlineMs: 5,
      seen: 7,
      object: new Uint8Array(10),
      ranges: [{ first: 1, length: 2 }],
    });
    for (let length = 1; length < writer.length; length++) {
      assert.equal(read(writer.bytes, length).ok, false, `${length} bytes`);
    }
  });

  it("refuse an ACK of packets before the first, or of empty runs", () => {
    const writer = new FrameWriter(new Uint8Array(64));
    writer.ack(4, 0, [3, 1, 2]);
    assert.equal(read(writer.bytes, writer.length).ok, false);
    writer.reset();
    writer.ack(4, 0, [1, 0, 1]);
    assert.equal(read(writer.bytes, writer.length).ok, false);
  });
});
