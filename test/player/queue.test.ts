import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { Rng } from "../../src/base/rng.ts";
import { PlayQueue, type QueueEntry } from "../../src/player/queue.ts";

const entry = (n: number): QueueEntry => ({
  id: n.toString(16).padStart(16, "0"),
  track: n.toString(16).padStart(32, "0"),
});
const entries = (...numbers: number[]): QueueEntry[] => numbers.map(entry);
const order = (queue: PlayQueue): number[] =>
  queue.entries.map(({ id }) => Number.parseInt(id, 16));
const current = (queue: PlayQueue): number | undefined =>
  queue.current === undefined ? undefined : Number.parseInt(queue.current.id, 16);

function queueOf(...numbers: number[]): PlayQueue {
  const queue = new PlayQueue();
  queue.replace(entries(...numbers), new Rng(1));
  return queue;
}

describe("PlayQueue", () => {
  it("goes through its items once, and is at the first again when it is through", () => {
    const queue = queueOf(1, 2, 3);
    assert.equal(current(queue), 1);
    assert.deepEqual(
      [queue.advance(), queue.advance(), queue.advance()].map((item) => item?.id),
      [entry(2).id, entry(3).id, undefined],
    );
    assert.equal(current(queue), 1);
  });

  it("repeats all, or one until someone asks for the next", () => {
    const queue = queueOf(1, 2);
    queue.setRepeat("all");
    queue.advance();
    assert.equal(queue.advance()?.id, entry(1).id);
    queue.setRepeat("one");
    assert.equal(queue.advance()?.id, entry(1).id);
    assert.equal(queue.next()?.id, entry(2).id);
    assert.equal(queue.next(), undefined);
  });

  it("adds next to the current item, at the end, or behind any item", () => {
    const queue = queueOf(1, 2, 3);
    queue.next();
    queue.add(entries(4, 5), { at: "next" });
    queue.add(entries(6), { at: "end" });
    queue.add(entries(7), { after: entry(1).id });
    assert.deepEqual(order(queue), [1, 7, 2, 4, 5, 3, 6]);
    assert.equal(current(queue), 2);
    assert.equal(queue.add(entries(8), { after: entry(99).id }), 0);
  });

  it("keeps the current item through moves and removals of others", () => {
    const queue = queueOf(1, 2, 3, 4, 5);
    queue.next();
    queue.next();
    assert.equal(queue.move([entry(1).id, entry(5).id], entry(3).id), true);
    assert.deepEqual(order(queue), [2, 3, 1, 5, 4]);
    assert.equal(queue.remove([entry(2).id]), "kept");
    assert.equal(current(queue), 3);
    assert.equal(queue.move([entry(3).id], entry(3).id), false);
  });

  it("goes to the item behind when the current one is removed", () => {
    const queue = queueOf(1, 2, 3);
    queue.next();
    assert.equal(queue.remove([entry(1).id, entry(2).id]), "next");
    assert.equal(current(queue), 3);
    assert.equal(queue.remove([entry(3).id]), "end");
    assert.equal(current(queue), undefined);
    assert.equal(queue.index, -1);
  });

  it("starts over when the current one was the last and is removed: to play on only where all repeats", () => {
    for (const [mode, fate] of [
      ["off", "end"],
      ["one", "end"],
      ["all", "next"],
    ] as const) {
      const queue = queueOf(1, 2, 3);
      queue.setRepeat(mode);
      queue.previous();
      while (current(queue) !== 3) queue.next();
      assert.equal(queue.remove([entry(3).id]), fate);
      assert.equal(current(queue), 1);
    }
  });

  it("shuffles with the current item first and finds back to the old order", () => {
    const queue = queueOf(1, 2, 3, 4, 5, 6, 7, 8);
    queue.next();
    queue.setShuffle(true, new Rng(7));
    assert.equal(current(queue), 2);
    assert.equal(queue.index, 0);
    assert.notDeepEqual(order(queue), [2, 1, 3, 4, 5, 6, 7, 8]);
    queue.add(entries(9), { at: "end" });
    queue.setShuffle(false, new Rng(7));
    assert.deepEqual(order(queue), [1, 2, 3, 4, 5, 6, 7, 8, 9]);
    assert.equal(current(queue), 2);
  });

  it("keeps its invariants under any sequence of edits, and is the same after save and load", () => {
    const id = fc.nat(30).map((n) => entry(n).id);
    const step = fc.oneof(
      fc.record({
        op: fc.constant("add" as const),
        count: fc.nat(4),
        at: fc.constantFrom("next" as const, "end" as const),
      }),
      fc.record({ op: fc.constant("remove" as const), ids: fc.array(id, { maxLength: 4 }) }),
      fc.record({
        op: fc.constant("move" as const),
        ids: fc.uniqueArray(id, { maxLength: 3 }),
        after: fc.option(id, { nil: undefined }),
      }),
      fc.record({
        op: fc.constantFrom(
          "next" as const,
          "previous" as const,
          "advance" as const,
          "clear" as const,
        ),
      }),
      fc.record({ op: fc.constant("shuffle" as const), on: fc.boolean() }),
      fc.record({
        op: fc.constant("repeat" as const),
        mode: fc.constantFrom("off" as const, "one" as const, "all" as const),
      }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const queue = new PlayQueue();
        const rng = new Rng(3);
        let made = 0;
        for (const now of steps) {
          const before = queue.current?.id;
          switch (now.op) {
            case "add":
              queue.add(
                Array.from({ length: now.count }, () => entry(made++)),
                { at: now.at },
              );
              assert.ok(
                before === undefined || queue.current?.id === before,
                "an addition moves no current item",
              );
              break;
            case "remove":
              assert.equal(
                queue.remove(now.ids) !== "kept",
                before !== undefined && now.ids.includes(before),
              );
              break;
            case "move":
              queue.move(now.ids, now.after);
              assert.equal(queue.current?.id, before);
              break;
            case "shuffle":
              queue.setShuffle(now.on, rng);
              assert.equal(queue.current?.id, before);
              break;
            case "repeat":
              queue.setRepeat(now.mode);
              break;
            default:
              queue[now.op]();
          }
          referee(queue);
        }
      }),
    );
  });
});

/** I1, I2, I3, and save/load. */
function referee(queue: PlayQueue): void {
  const { entries: held, natural, index } = queue.save();
  assert.ok(held.length === 0 ? index === -1 : index >= 0 && index < held.length);
  const ids = held.map(({ id }) => id);
  assert.equal(new Set(ids).size, ids.length);
  assert.deepEqual([...natural].sort(), [...ids].sort());
  if (!queue.shuffle) assert.deepEqual(natural, ids);
  const copy = new PlayQueue();
  copy.load(queue.save());
  assert.deepEqual(copy.save(), queue.save());
}
