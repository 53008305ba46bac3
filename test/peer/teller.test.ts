import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { PeerBook } from "../../src/peer/book.ts";
import { tellEveryUs, tellKeenUs, tellPatienceUs } from "../../src/peer/limits.ts";
import { Teller } from "../../src/peer/teller.ts";
import { leavesIndex } from "../../src/storage/chunk-key.ts";
import { Holdings } from "../../src/storage/holdings.ts";
import { decodeHoldingsPage, type HoldingsAnswer } from "../../src/wire/holdings.ts";

const track = (n: number): string => n.toString(16).padStart(32, "0");
const epoch = 77;

function ofMany(tracks: number): Holdings {
  const holdings = new Holdings();
  for (let n = 0; n < tracks; n++) {
    holdings.add(track(n), 2, leavesIndex);
    for (let i = 0; i < 9; i += 2) holdings.add(track(n), 2, i);
  }
  return holdings;
}

function take(book: PeerBook, page: Uint8Array): HoldingsAnswer {
  const decoded = decodeHoldingsPage(page);
  assert.ok(decoded);
  return book.take("me", decoded, 0);
}

/** Answers pages as a neighbour would. */
function deliver(teller: Teller, book: PeerBook, nowUs: number): number {
  const due = teller.due(nowUs);
  for (const { peer, page } of due) teller.told(peer, take(book, page), nowUs);
  return due.length;
}

const seconds = Array.from({ length: 31 }, (_, index) => index);
const believed = (book: PeerBook): readonly number[] =>
  seconds.filter((index) => book.holders({ track: track(1), rung: 2, index }).length > 0);
const listed = (holdings: Holdings): readonly number[] =>
  seconds.filter((index) => holdings.has(track(1), 2, index));

describe("Teller", () => {
  it("tells a new neighbour all of a long list at once, page after page, then nothing", () => {
    const holdings = ofMany(300);
    const teller = new Teller(holdings, epoch);
    const book = new PeerBook();
    teller.listeners(new Set(["a"]));
    let pages = 0;
    while (deliver(teller, book, 0) > 0) pages += 1;
    assert.ok(pages > 5 && pages < 20, `${pages} pages`);
    for (let n = 0; n < 300; n++)
      assert.deepEqual(book.holders({ track: track(n), rung: 2, index: 8 }), ["me"]);
    assert.equal(deliver(teller, book, 10 * tellEveryUs), 0);
  });

  it("tells what changes all the time every few seconds, more seldom among many", () => {
    const pagesIn = (neighbours: number): number => {
      const holdings = ofMany(1);
      const teller = new Teller(holdings, epoch);
      teller.listeners(new Set(Array.from({ length: neighbours }, (_, i) => `n${i}`)));
      let pages = 0;
      for (let s = 0; s < 100; s++) {
        holdings.add(track(0), 2, 100 + s);
        for (const { peer } of teller.due(s * 1_000_000)) {
          pages += 1;
          teller.told(peer, { epoch, version: holdings.version }, s * 1_000_000);
        }
      }
      return pages / neighbours;
    };
    assert.ok(pagesIn(2) <= 21, `${pagesIn(2)}`);
    assert.ok(pagesIn(50) <= 5, `${pagesIn(50)}: two pages a second from each speaker`);
  });

  it("tells who waits for it within half a second of the last page, and no sooner", () => {
    const holdings = ofMany(1);
    const keen = new Set<string>();
    const teller = new Teller(holdings, epoch, (peer) => keen.has(peer));
    const book = new PeerBook();
    teller.listeners(new Set(["a"]));
    assert.equal(deliver(teller, book, 0), 1);
    holdings.add(track(0), 2, 100);
    assert.equal(deliver(teller, book, tellKeenUs), 0);
    keen.add("a");
    assert.equal(deliver(teller, book, tellKeenUs - 1), 0);
    assert.equal(deliver(teller, book, tellKeenUs), 1);
  });

  it("tells many that wait for it five pages a second together", () => {
    const holdings = ofMany(1);
    const teller = new Teller(holdings, epoch, () => true);
    const peers = Array.from({ length: 20 }, (_, i) => `n${i}`);
    teller.listeners(new Set(peers));
    let pages = 0;
    for (let ms = 0; ms < 40_000; ms += 250) {
      holdings.add(track(0), 2, 100 + ms / 250);
      for (const { peer } of teller.due(ms * 1_000)) {
        pages += 1;
        teller.told(peer, { epoch, version: holdings.version }, ms * 1_000);
      }
    }
    assert.ok(pages <= 5 * 40 + peers.length, `${pages}`);
    assert.ok(pages >= 4 * 40, `${pages}`);
  });

  it("has one page under way, and tries again when no answer came", () => {
    const teller = new Teller(ofMany(1), epoch);
    teller.listeners(new Set(["a"]));
    assert.equal(teller.due(0).length, 1);
    assert.equal(teller.due(1_000_000).length, 0);
    assert.equal(teller.due(tellPatienceUs + 1).length, 1);
    teller.told("a", undefined, tellPatienceUs + 2);
    assert.equal(teller.due(tellPatienceUs + 3).length, 0);
    assert.equal(teller.due(2 * tellPatienceUs + 3).length, 1);
  });

  it("does not spin on a neighbour that answers nonsense", () => {
    const teller = new Teller(ofMany(300), epoch);
    teller.listeners(new Set(["a"]));
    const nonsense: HoldingsAnswer[] = [
      { epoch: 1, version: 5 },
      { epoch, version: 0 },
      { epoch, version: 0xffff_ffff },
    ];
    let pages = 0;
    for (const answer of nonsense)
      for (let i = 0; i < 50; i++) {
        const due = teller.due(i);
        pages += due.length;
        for (const { peer } of due) teller.told(peer, answer, i);
      }
    assert.ok(pages <= 3, `${pages}`);
  });

  it("goes on where a neighbour stands that knew the list before", () => {
    const holdings = ofMany(300);
    const teller = new Teller(holdings, epoch);
    const book = new PeerBook();
    teller.listeners(new Set(["a"]));
    while (deliver(teller, book, 0) > 0);
    teller.listeners(new Set());
    teller.listeners(new Set(["a"]));
    assert.equal(deliver(teller, book, 1), 1, "one page shows that all is known");
    assert.equal(deliver(teller, book, 1), 0);
  });

  it("keeps a neighbour true to the list whatever is lost on the way", () => {
    const flag = fc.boolean();
    const step = fc.record({ index: fc.nat(30), add: flag, arrives: flag, heard: flag });
    fc.assert(fc.property(fc.array(step, { maxLength: 60 }), follow));
  });
});

interface Step {
  readonly index: number;
  readonly add: boolean;
  /** The page reaches the neighbour; its answer is heard. */
  readonly arrives: boolean;
  readonly heard: boolean;
}

function follow(steps: readonly Step[]): void {
  const holdings = new Holdings();
  const teller = new Teller(holdings, epoch);
  const book = new PeerBook();
  teller.listeners(new Set(["a"]));
  holdings.add(track(1), 2, leavesIndex);
  const pauseUs = 11_000_000;
  for (const [at, { add, index, arrives, heard }] of steps.entries()) {
    holdings[add ? "add" : "remove"](track(1), 2, index);
    for (const { peer, page } of teller.due(at * pauseUs)) {
      const answer = arrives ? take(book, page) : undefined;
      teller.told(peer, heard ? answer : undefined, at * pauseUs);
    }
  }
  for (let i = 1; i <= 3; i++) deliver(teller, book, (steps.length + i) * pauseUs);
  assert.deepEqual(believed(book), listed(holdings));
}
