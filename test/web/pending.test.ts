/** What is shown before the speaker confirmed it: never a jump back. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { gestureMs, pendingMsMax, placeBackMsMax } from "../../src/web/limits.ts";
import { Coalesce } from "../../src/web/model/coalesce.ts";
import { Pending } from "../../src/web/model/pending.ts";
import { SteadyPlace } from "../../src/web/model/position.ts";

describe("Pending", () => {
  it("covers the speaker's value until the state of the answer is here", () => {
    const pending = new Pending<number>();
    pending.set(40, false, 0);
    pending.sent();
    assert.deepEqual(pending.shown(10, 0), { is: 40 });
    pending.answered(12);
    assert.deepEqual(pending.shown(11, 1), { is: 40 }, "the answer came before its delta");
    assert.equal(pending.shown(12, 2), undefined);
  });

  it("stays with the finger while that is on the slider, whatever answers come", () => {
    const pending = new Pending<number>();
    for (const [i, level] of [20, 30, 40].entries()) {
      pending.set(level, true, i);
      pending.sent();
      pending.answered(i + 1);
      assert.deepEqual(pending.shown(100, i), { is: level });
    }
    pending.set(40, false, 5);
    pending.sent();
    pending.answered(4);
    assert.equal(pending.shown(100, 5), undefined, "let go, and all is answered");
  });

  it("stays while the last step waits for its turn, whatever is said of the steps before", () => {
    const answers = [1, undefined];
    for (const answer of answers) {
      const pending = new Pending<number>();
      pending.set(57, true, 0);
      pending.sent();
      pending.set(61, false, 1);
      pending.answered(answer);
      assert.deepEqual(pending.shown(100, 2), { is: 61 }, "let go, and not sent yet");
      pending.sent();
      pending.answered(2);
      assert.equal(pending.shown(100, 3), undefined);
    }
  });

  it("gives way at once when the speaker refuses, and after a while when it says nothing", () => {
    const refused = new Pending<number>();
    refused.set(90, false, 0);
    refused.sent();
    refused.answered(undefined);
    assert.equal(refused.shown(0, 1), undefined);
    const silent = new Pending<number>();
    silent.set(90, false, 0);
    silent.sent();
    assert.deepEqual(silent.shown(0, pendingMsMax), { is: 90 });
    assert.equal(silent.shown(0, pendingMsMax + 1), undefined);
  });

  it("never shows a value of before a gesture, in whatever order echoes and answers come", () => {
    const order = fc.array(fc.constantFrom("delta", "answer"), { minLength: 8, maxLength: 40 });
    fc.assert(
      fc.property(order, fc.integer({ min: 2, max: 6 }), (events, commands) => {
        const pending = new Pending<number>();
        let server = { level: 0, seq: 0 };
        let answered = 0;
        let shown = 0;
        const look = () => {
          const level = pending.shown(server.seq, 0)?.is ?? server.level;
          assert.ok(level >= shown, `${level} after ${shown}`);
          shown = level;
        };
        for (let level = 1; level <= commands; level++) {
          pending.set(level, level < commands, 0);
          pending.sent();
          look();
        }
        // The speaker carries the commands out in order; deltas and answers travel apart.
        for (const event of events) {
          if (event === "delta" && server.seq < commands)
            server = { level: server.seq + 1, seq: server.seq + 1 };
          if (event === "answer" && answered < commands) pending.answered(++answered);
          look();
        }
      }),
    );
  });
});

describe("Coalesce", () => {
  it("lets 20 values a second through, and the last one always", () => {
    const out = new Coalesce<number>();
    const sent: number[] = [];
    for (let ms = 0; ms < 1000; ms += 5) {
      out.push(ms);
      const due = out.take(ms);
      if (due !== undefined) sent.push(due.value);
    }
    assert.equal(sent.length, 1000 / gestureMs);
    const dueMs = out.dueMs(995);
    assert.ok(dueMs !== undefined && dueMs - 995 <= gestureMs);
    assert.deepEqual(out.take(dueMs), { value: 995 });
    assert.equal(out.dueMs(dueMs), undefined);
  });
});

describe("SteadyPlace", () => {
  it("waits where the place is told anew a little further back, and follows where it goes on", () => {
    const place = new SteadyPlace();
    assert.equal(place.shown("a", 5_000), 5_000);
    assert.equal(place.shown("a", 5_000 - placeBackMsMax), 5_000);
    assert.equal(place.shown("a", 4_900), 5_000);
    assert.equal(place.shown("a", 5_100), 5_100);
  });

  it("goes back at once to another place, in another track, and when somebody here asked for it", () => {
    const place = new SteadyPlace();
    place.shown("a", 5_000);
    assert.equal(place.shown("a", 4_999 - placeBackMsMax), 4_999 - placeBackMsMax);
    assert.equal(place.shown("b", 3_900), 3_900);
    place.forget();
    assert.equal(place.shown("b", 3_800), 3_800);
  });
});
