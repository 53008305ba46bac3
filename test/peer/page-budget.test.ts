import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { PeerBook } from "../../src/peer/book.ts";
import { claimsMax, neighboursMax, pagesAtOnce, pagesPerS } from "../../src/peer/limits.ts";
import { PageBudget } from "../../src/peer/page-budget.ts";

const s = 1_000_000;

describe("PageBudget", () => {
  it("takes a whole list at once, then as many as a house needs, of each neighbour", () => {
    const budget = new PageBudget();
    const taken = (peer: string, nowUs: number, tries: number): number =>
      Array.from({ length: tries }, () => budget.takes(peer, nowUs)).filter(Boolean).length;
    const startUs = 1_000 * s;
    assert.equal(taken("a", startUs, 5_000), pagesAtOnce);
    assert.equal(taken("b", startUs, 5_000), pagesAtOnce);
    assert.equal(taken("a", startUs + s, 5_000), pagesPerS);
    assert.equal(taken("a", startUs + 10 * s, 5_000), 9 * pagesPerS);
    budget.keep(new Set(["b"]));
    assert.equal(taken("b", startUs + 10 * s, 5_000), 10 * pagesPerS);
  });
});

describe("claims of a whole house", () => {
  it("take some megabytes, whatever neighbours say, and each page a moment", () => {
    const book = new PeerBook();
    const track = (n: number): string => n.toString(16).padStart(32, "0");
    const runs = Array.from({ length: 40 }, (_, i) => ({ from: 3 * i, count: 1 }));
    const fromMs = performance.now();
    let pages = 0;
    for (let version = 1; version <= 200; version++)
      for (let peer = 0; peer < 2 * neighboursMax; peer++) {
        const rungs = Array.from({ length: 5 }, (_, i) => ({
          ...{ track: track(((version * 128 + peer) << 3) + i), rung: 2, runs },
        }));
        const page = { epoch: 1, after: version - 1, version, rungs };
        book.take(`peer ${peer}`, page, version);
        pages += 1;
      }
    assert.equal(book.peers.length, neighboursMax);
    const rungs = book.peers.reduce((sum, peer) => sum + peer.rungs, 0);
    assert.ok(rungs * runs.length <= claimsMax, `${rungs} rungs of ${runs.length} runs`);
    assert.ok((rungs + 1) * runs.length > claimsMax, "and no fewer than fit");
    assert.ok((performance.now() - fromMs) / pages < 1, "less than a millisecond for a page");
  });
});
