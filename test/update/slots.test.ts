import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { triesMax } from "../../src/update/limits.ts";
import {
  decodeRecord,
  encodeRecord,
  newest,
  recordBytes,
  type SlotRecord,
} from "../../src/update/slot-record.ts";
import {
  armed,
  begun,
  confirmed,
  failed,
  freshSlots,
  otherSlot,
  type SlotState,
  started,
} from "../../src/update/slots.ts";

const slot = fc.constantFrom("a" as const, "b" as const);
const state: fc.Arbitrary<SlotState> = slot.chain((active) =>
  fc.record({
    active: fc.constant(active),
    trying: fc.constantFrom(undefined, otherSlot(active)),
    triesLeft: fc.nat(triesMax),
    usable: fc.record({ a: fc.boolean(), b: fc.boolean() }, { noNullPrototype: true }),
  }),
);
const record = fc
  .tuple(state, fc.nat(0x7fff_ffff))
  .map(([one, generation]): SlotRecord => ({ ...one, generation }));

describe("the slots", () => {
  it("start the new system as often as it has tries, then the old one for good", () => {
    let now = armed(begun(freshSlots, "b"), "b");
    const slots = [];
    for (let start = 0; start < triesMax + 2; start++) {
      const choice = started(now);
      slots.push(choice.slot);
      now = choice.state;
    }
    assert.deepEqual(slots, ["b", "b", "b", "a", "a"]);
    assert.deepEqual(now, freshSlots);
  });

  it("keep a new system by its own word, and by nobody else's", () => {
    const trial = started(armed(freshSlots, "b")).state;
    assert.deepEqual(confirmed(trial, "a"), trial);
    const kept = confirmed(trial, "b");
    assert.equal(started(kept).slot, "b");
    assert.deepEqual(kept.usable, { a: true, b: true });
  });

  it("never start what is being written, whatever happened before", () => {
    fc.assert(
      fc.property(state, (before) => {
        const target = otherSlot(before.active);
        const now = begun(before, target);
        assert.equal(started(now).slot, before.active);
        assert.equal(now.usable[target], false);
        assert.throws(() => begun(before, before.active));
      }),
    );
  });

  it("come to rest on the active slot, whatever they were told, and change nothing more there", () => {
    const steps = {
      begin: (now: SlotState) => begun(now, otherSlot(now.active)),
      arm: (now: SlotState) => armed(now, otherSlot(now.active)),
      fail: failed,
      confirm: (now: SlotState, running: "a" | "b") => confirmed(now, running),
      start: (now: SlotState) => started(now).state,
    };
    const step = fc.constantFrom(...(Object.keys(steps) as (keyof typeof steps)[]));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (run) => {
        let now = freshSlots;
        let running: "a" | "b" = "a";
        for (const name of run) {
          const next = steps[name](now, running);
          if (name === "start") running = started(now).slot;
          now = next;
          assert.ok(now.usable[now.active], "the active one was healthy once");
        }
        for (let start = 0; start <= triesMax; start++) now = started(now).state;
        assert.deepEqual(started(now), { slot: now.active, state: now });
      }),
    );
  });
});

describe("a slot record", () => {
  it("is read as it was written, in the form of a U-Boot environment", () => {
    fc.assert(fc.property(record, (one) => assert.deepEqual(decodeRecord(encodeRecord(one)), one)));
    const bytes = encodeRecord({ ...freshSlots, generation: 255 });
    const text = new TextDecoder().decode(bytes.subarray(4)).replace(/\0+$/, "");
    assert.equal(text, "nj_gen=ff\0nj_active=a\0nj_try=none\0nj_left=0\0nj_a=1\0nj_b=0");
  });

  it("is absent when a byte of it is another, or half of it is older", () => {
    fc.assert(
      fc.property(record, record, fc.nat(recordBytes - 1), (one, other, at) => {
        const bytes = encodeRecord(one);
        const torn = Uint8Array.from(bytes);
        torn[at] = (torn[at] ?? 0) ^ 1;
        assert.equal(decodeRecord(torn), undefined);
        const mixed = encodeRecord(other);
        mixed.set(bytes.subarray(0, at));
        const read = decodeRecord(mixed);
        if (read !== undefined)
          assert.ok(
            [one, other].some((each) => encodeRecord(each).every((b, i) => b === mixed[i])),
          );
      }),
    );
  });

  it("gives way to a newer one, and the next write spares it", () => {
    fc.assert(
      fc.property(record, record, fc.boolean(), (one, two, isTorn) => {
        const [first, second] = [encodeRecord(one), encodeRecord(two)];
        if (isTorn) second.fill(0, 100);
        const second2 = isTorn ? decodeRecord(second) : two;
        const { record: held, next } = newest(first, second);
        const firstHolds = second2 === undefined || one.generation >= two.generation;
        assert.deepEqual(held, firstHolds ? one : two);
        assert.equal(next, firstHolds ? 1 : 0);
      }),
    );
    const blank = new Uint8Array(recordBytes);
    assert.deepEqual(newest(blank, blank), { record: { ...freshSlots, generation: 0 }, next: 0 });
  });

  it("never throws, whatever the sector holds", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 0, maxLength: 600 }), (bytes) => {
        assert.equal(decodeRecord(bytes), undefined);
      }),
    );
  });
});
