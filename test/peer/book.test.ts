import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { PeerBook } from "../../src/peer/book.ts";
import { atItUs, behindChunksMax, claimsMax, neighboursMax } from "../../src/peer/limits.ts";
import type { HeldRung, HoldingsPage } from "../../src/wire/holdings.ts";

const track = (n: number): string => n.toString(16).padStart(32, "0");
const held = (n: number, from = 0, count = 10): HeldRung => ({
  track: track(n),
  rung: 2,
  runs: [{ from, count }],
});
const page = (
  after: number,
  version: number,
  rungs: readonly HeldRung[],
  epoch = 1,
): HoldingsPage => ({
  epoch,
  after,
  version,
  rungs,
});
const place = (n: number, index: number) => ({ track: track(n), rung: 2, index });

describe("PeerBook", () => {
  it("knows who says that it has a second of a rung", () => {
    const book = new PeerBook();
    assert.deepEqual(book.take("a", page(0, 3, [held(1, 5, 10)]), 0), { epoch: 1, version: 3 });
    book.take("b", page(0, 1, [held(1, 0, 6)]), 0);
    assert.deepEqual(book.holders(place(1, 4)), ["b"]);
    assert.deepEqual(book.holders(place(1, 5)), ["a", "b"]);
    assert.deepEqual(book.holders(place(1, 15)), []);
    assert.deepEqual(book.holders({ ...place(1, 5), rung: 3 }), []);
  });

  it("takes no page that has a gap before it, and says from where to go on", () => {
    const book = new PeerBook();
    book.take("a", page(0, 3, [held(1)]), 0);
    assert.deepEqual(book.take("a", page(5, 8, [held(2)]), 0), { epoch: 1, version: 3 });
    assert.deepEqual(book.holders(place(2, 0)), []);
    assert.deepEqual(book.take("a", page(3, 8, [held(2)]), 0), { epoch: 1, version: 8 });
    assert.deepEqual(book.holders(place(2, 0)), ["a"]);
  });

  it("does not go back when an old page comes again", () => {
    const book = new PeerBook();
    book.take("a", page(0, 3, [held(1)]), 0);
    book.take("a", page(3, 4, [{ ...held(1), runs: [] }]), 0);
    assert.deepEqual(book.take("a", page(0, 3, [held(1)]), 0), { epoch: 1, version: 4 });
    assert.deepEqual(book.holders(place(1, 0)), []);
  });

  it("forgets what was said in another life of the list", () => {
    const book = new PeerBook();
    book.take("a", page(0, 3, [held(1)]), 0);
    assert.deepEqual(book.take("a", page(3, 5, [held(2)], 2), 0), { epoch: 2, version: 0 });
    assert.deepEqual(book.holders(place(1, 0)), []);
    assert.deepEqual(book.holders(place(2, 0)), []);
  });

  it("strikes out a claim that was empty, until it is told anew", () => {
    const book = new PeerBook();
    book.take("a", page(0, 1, [held(1)]), 0);
    book.withdraw("a", place(1, 0));
    assert.deepEqual(book.holders(place(1, 3)), []);
    book.take("a", page(1, 2, [held(1)]), 0);
    assert.deepEqual(book.holders(place(1, 3)), ["a"]);
  });

  it("stays in its bounds: who claims most loses its oldest claims", () => {
    const book = new PeerBook();
    book.take("modest", page(0, 1, [held(1)]), 0);
    for (let n = 0; n < claimsMax + 500; n += 5) {
      const rungs = Array.from({ length: 5 }, (_, i) => held(n + i));
      book.take("greedy", page(n, n + 5, rungs), 0);
    }
    const total = book.peers.reduce((sum, { rungs }) => sum + rungs, 0);
    assert.ok(total <= claimsMax);
    assert.ok(book.holders(place(1, 0)).includes("modest"));
    assert.deepEqual(book.holders(place(2, 0)), []);
    for (let i = 0; i < neighboursMax + 5; i++) book.take(`p${i}`, page(0, 1, [held(1)]), 0);
    assert.equal(book.peers.length, neighboursMax);
    book.forget("greedy");
    assert.ok(!book.peers.some(({ id }) => id === "greedy"));
  });

  it("knows who gets a rung right now, and will be at a second of it soon", () => {
    const book = new PeerBook();
    book.take("a", page(0, 1, [held(1, 0, 10)]), 0);
    assert.deepEqual(book.atIt(place(1, 9), 0), []);
    assert.deepEqual(book.atIt(place(1, 10), 0), ["a"]);
    assert.deepEqual(book.atIt(place(1, 9 + behindChunksMax), 0), ["a"]);
    assert.deepEqual(book.atIt(place(1, 10 + behindChunksMax), 0), []);
    assert.deepEqual(book.along(place(1, 9), 0), ["a"], "it has it");
    assert.deepEqual(book.along(place(1, 10), 0), ["a"], "it comes to it");
    assert.deepEqual(book.along(place(1, 10 + behindChunksMax), 0), []);
    assert.deepEqual(book.along(place(1, 9), atItUs), [], "it got it long ago");
    assert.deepEqual([book.isActive("a", atItUs - 1), book.isActive("a", atItUs)], [true, false]);
  });
});
