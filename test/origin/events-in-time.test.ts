import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { placeInTime, type RecordedEvent } from "../../src/origin/events-in-time.ts";
import { unplacedEventsMax } from "../../src/origin/limits.ts";

const bootA = "a".repeat(16);
const bootB = "b".repeat(16);

function event(
  monotonicMs: number,
  more: { readonly wallMs?: number; readonly boot?: string; readonly device?: string } = {},
): RecordedEvent {
  const { wallMs, device = "d", ...boot } = more;
  return {
    ...{ device, epoch: "e", kind: "start", reason: "none", playId: "", track: "", rung: 2 },
    ...{ wallMs: wallMs ?? 1_000, wallTrusted: wallMs !== undefined, monotonicMs, playedMs: 0 },
    bytes: { cache: 0, peer: 0, origin: 0 },
    ...boot,
  };
}

const times = (events: Iterable<RecordedEvent>): (number | null)[] =>
  [...placeInTime(events)].map(({ atMs }) => atMs);

describe("plays from before the clock was known", () => {
  it("are placed by a later event of the same boot", () => {
    const known = event(90_000, { boot: bootA, wallMs: 1_800_000_090_000 });
    assert.deepEqual(
      times([event(20_000, { boot: bootA }), known]),
      [1_800_000_020_000, 1_800_000_090_000],
    );
  });

  it("are placed by the nearest, where there is one on either side", () => {
    const early = event(0, { boot: bootA, wallMs: 1_000_000 });
    const late = event(100, { boot: bootA, wallMs: 2_000_100 });
    const between = [event(10, { boot: bootA }), event(90, { boot: bootA })];
    assert.deepEqual(
      times([early, ...between, late]),
      [1_000_000, 1_000_010, 2_000_090, 2_000_100],
    );
  });

  it("stay without a place where their boot has none, is not known, or is another device's", () => {
    const known = event(90_000, { boot: bootA, wallMs: 5_000_000 });
    assert.deepEqual(times([event(1, { boot: bootB }), known]), [null, 5_000_000]);
    assert.deepEqual(times([event(1), event(2, { wallMs: 7 })]), [null, 7]);
    const other = event(1, { boot: bootA, device: "x" });
    assert.deepEqual(times([other, known]), [null, 5_000_000]);
  });

  it("come out once and in order, however many wait", () => {
    const steps = fc.record({ known: fc.boolean(), boot: fc.constantFrom(bootA, bootB) });
    fc.assert(
      fc.property(fc.array(steps, { maxLength: 60 }), (list) => {
        const events = list.map(({ known, boot }, i) =>
          event(i, { boot, ...(known ? { wallMs: 1_000 + i } : {}) }),
        );
        const placed = [...placeInTime(events)];
        assert.deepEqual(
          placed.map(({ monotonicMs }) => monotonicMs),
          [...events.keys()],
        );
        for (const { atMs, monotonicMs } of placed)
          assert.ok(atMs === null || atMs === 1_000 + monotonicMs);
      }),
    );
    const many = Array.from({ length: 2 * unplacedEventsMax }, (_, i) => event(i, { boot: bootA }));
    const placed = times([...many, event(many.length, { boot: bootA, wallMs: many.length })]);
    assert.equal(placed.length, many.length + 1);
    assert.deepEqual(
      placed.slice(-10),
      Array.from({ length: 10 }, (_, i) => many.length - 9 + i),
    );
  });
});
