import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { toHex } from "../../src/base/bytes.ts";
import { eventBatchBytesMax } from "../../src/wire/objects.ts";
import {
  decodeEventAck,
  decodeEventBatch,
  decodePlayEvent,
  type EncodedEvent,
  encodeEventAck,
  encodeEventBatch,
  encodePlayEvent,
  firstChain,
  nextChain,
  type PlayEvent,
} from "../../src/wire/play-event.ts";

const id = fc.uint8Array({ minLength: 16, maxLength: 16 }).map(toHex);
const count = fc.maxSafeNat();
const plain = { noNullPrototype: true } as const;
const fields = {
  playId: id,
  track: id,
  rung: fc.nat(255),
  wallMs: count,
  wallTrusted: fc.boolean(),
  monotonicMs: count,
  playedMs: fc.nat(0xffff_ffff),
  bytes: fc.record({ cache: count, peer: count, origin: count }, plain),
};
/** Of eight bytes; zeros stand for a boot that is not known. */
const boot = fc
  .uint8Array({ minLength: 8, maxLength: 8 })
  .map((bytes) => (bytes.every((byte) => byte === 0) ? {} : { boot: toHex(bytes) }));
const ofSomeBoot = (event: fc.Arbitrary<PlayEvent>): fc.Arbitrary<PlayEvent> =>
  fc.tuple(event, fc.oneof(fc.constant({}), boot)).map(([known, more]) => ({ ...known, ...more }));
const events: fc.Arbitrary<PlayEvent> = ofSomeBoot(
  fc.oneof(
    fc.record(
      {
        ...fields,
        kind: fc.constantFrom("start", "checkpoint"),
        reason: fc.constant("none"),
      },
      plain,
    ),
    fc.record(
      {
        ...fields,
        kind: fc.constant("end"),
        reason: fc.constantFrom("finished", "skipped", "stopped", "replaced", "failed", "lost"),
      },
      plain,
    ),
  ) as fc.Arbitrary<PlayEvent>,
); // fast-check widens the constants to strings

function chained(list: readonly PlayEvent[], firstSeq: number): EncodedEvent[] {
  let chain = firstChain;
  return list.map((event, i) => {
    const bytes = encodePlayEvent(event);
    const encoded = { epoch: "0123456789abcdef", seq: firstSeq + i, chain, bytes };
    chain = nextChain(chain, bytes);
    return encoded;
  });
}

describe("a play event", () => {
  it("comes back as it went", () => {
    fc.assert(
      fc.property(events, (event) => {
        assert.deepEqual(decodePlayEvent(encodePlayEvent(event)), event);
      }),
    );
  });

  it("is refused with a byte too few, a byte too many, or a value that nobody knows", () => {
    fc.assert(
      fc.property(events, (event) => {
        const bytes = encodePlayEvent(event);
        assert.equal(decodePlayEvent(bytes.subarray(0, -1)), undefined);
        assert.equal(decodePlayEvent(Uint8Array.of(...bytes, 0)), undefined);
        for (const at of [0, 1, 2, 3]) {
          const wrong = bytes.slice();
          wrong[at] = 200;
          assert.equal(decodePlayEvent(wrong), undefined);
        }
        const contrary = bytes.slice();
        contrary[2] = event.kind === "end" ? 0 : 1;
        assert.equal(decodePlayEvent(contrary), undefined);
      }),
    );
  });

  it("of version 1 is read: it says nothing of a boot", () => {
    fc.assert(
      fc.property(events, (event) => {
        const bytes = encodePlayEvent(event).slice(0, -8);
        bytes[0] = 1;
        const { boot: _boot, ...before } = event;
        assert.deepEqual(decodePlayEvent(bytes), before);
      }),
    );
  });
});

describe("a batch of play events", () => {
  it("is refused where its last number is beyond those that can be told apart", () => {
    const [event] = fc.sample(events, { numRuns: 1, seed: 1 });
    assert.ok(event);
    const { batch } = encodeEventBatch(chained([event, event, event], 1));
    const at = (firstSeq: bigint): Uint8Array => {
      const moved = batch.slice();
      new DataView(moved.buffer).setBigUint64(9, firstSeq);
      return moved;
    };
    const last = BigInt(Number.MAX_SAFE_INTEGER);
    assert.equal(decodeEventBatch(at(last - 2n))?.firstSeq, Number.MAX_SAFE_INTEGER - 2);
    for (const firstSeq of [last - 1n, last, last + 1n])
      assert.equal(decodeEventBatch(at(firstSeq)), undefined);
  });

  it("holds as many as fit, and comes back with the chain behind them", () => {
    fc.assert(
      fc.property(
        fc.array(events, { minLength: 1, maxLength: 30 }),
        fc.integer({ min: 1, max: 1e9 }),
        (list, seq) => {
          const { batch, count } = encodeEventBatch(chained(list, seq));
          assert.ok(batch.length <= eventBatchBytesMax);
          assert.ok(count === list.length || count >= 10, `${count} of ${list.length}`);
          const back = decodeEventBatch(batch);
          assert.deepEqual(back?.events, list.slice(0, count));
          assert.equal(back?.firstSeq, seq);
          assert.equal(back?.epoch, "0123456789abcdef");
          let chain = firstChain;
          for (const event of list.slice(0, count))
            chain = nextChain(chain, encodePlayEvent(event));
          assert.deepEqual(back?.chainAfter, chain);
        },
      ),
    );
  });

  it("is refused when it is cut short, too long, or anything but a batch", () => {
    fc.assert(
      fc.property(fc.array(events, { minLength: 1, maxLength: 5 }), fc.nat(), (list, n) => {
        const { batch } = encodeEventBatch(chained(list, 1));
        assert.equal(decodeEventBatch(batch.subarray(0, n % batch.length)), undefined);
        assert.equal(decodeEventBatch(Uint8Array.of(...batch, 0)), undefined);
      }),
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 1_100 }), (bytes) => void decodeEventBatch(bytes)),
    );
    assert.equal(decodeEventBatch(new Uint8Array(eventBatchBytesMax + 1)), undefined);
  });

  it("ends where the numbers have a gap", () => {
    const event: PlayEvent = {
      kind: "start",
      playId: "00".repeat(16),
      track: "11".repeat(16),
      rung: 0,
      wallMs: 0,
      wallTrusted: false,
      monotonicMs: 0,
      playedMs: 0,
      reason: "none",
      bytes: { cache: 0, peer: 0, origin: 0 },
    };
    const [first, second] = chained([event, event], 4);
    assert.ok(first && second);
    assert.equal(encodeEventBatch([first, { ...second, seq: 6 }]).count, 1);
    assert.equal(encodeEventBatch([first, { ...second, epoch: "ff".repeat(8) }]).count, 1);
    assert.equal(encodeEventBatch([first, second]).count, 2);
  });
});

describe("an acknowledgement", () => {
  it("comes back as it went, and nothing else does", () => {
    const ack = { epoch: "0123456789abcdef", seq: 77 };
    const bytes = encodeEventAck(ack);
    assert.deepEqual(decodeEventAck(bytes), ack);
    assert.equal(decodeEventAck(bytes.subarray(1)), undefined);
    assert.equal(decodeEventAck(Uint8Array.of(...bytes, 0)), undefined);
  });
});
