/** Windows of long lists, and rows that move before the speaker says so. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { overscanRows, pageRows, rowsKeptMax } from "../../src/web/limits.ts";
import { PagedList } from "../../src/web/model/paged-list.ts";
import { draggedTo, givesWay, visibleRows } from "../../src/web/model/window.ts";

const rowPx = 64;

function listOf(total: number, rev = 1): PagedList<number> {
  const list = new PagedList<number>();
  list.add({ rev, offset: 0, total, rows: Array.from({ length: total }, (_, i) => i) });
  return list;
}

const rowsOf = (list: PagedList<number>) =>
  Array.from({ length: list.total ?? 0 }, (_, i) => list.at(i));

describe("a long list", () => {
  it("draws what is seen of a hundred thousand rows, and no more", () => {
    fc.assert(
      fc.property(fc.integer({ min: -500, max: 100_000 * rowPx }), (topPx) => {
        const { first, last } = visibleRows({ topPx, heightPx: 800, rowPx, total: 100_000 });
        assert.ok(first >= 0 && last <= 100_000 && first <= last);
        assert.ok(last - first <= Math.ceil(800 / rowPx) + 2 * overscanRows + 1);
        const seen = Math.floor(Math.max(0, topPx) / rowPx);
        if (seen < 100_000) assert.ok(first <= seen && (seen < last || topPx < 0));
      }),
    );
  });

  it("asks for what is missing of a window, once it is looked at", () => {
    const list = new PagedList<number>();
    assert.deepEqual(list.missing(0, 20), { offset: 0, limit: pageRows });
    list.add({ rev: 1, offset: 0, total: 1000, rows: [0, 1, 2] });
    assert.deepEqual(list.missing(0, 20), { offset: 3, limit: pageRows });
    assert.equal(list.missing(0, 3), undefined);
    list.invalidate();
    assert.deepEqual(list.missing(0, 3), { offset: 0, limit: pageRows }, "stale");
    assert.equal(list.at(1), 1, "shown until the new ones come");
  });

  it("asks again for an empty list once it may have grown", () => {
    const list = new PagedList<number>();
    list.add({ rev: 1, offset: 0, total: 0, rows: [] });
    assert.equal(list.missing(0, 20), undefined);
    list.invalidate();
    assert.deepEqual(list.missing(0, 20), { offset: 0, limit: pageRows });
    list.add({ rev: 2, offset: 0, total: 1, rows: [7] });
    assert.equal(list.missing(0, 20), undefined);
  });

  it("does not mix rows of two revisions", () => {
    const list = listOf(10);
    list.add({ rev: 2, offset: 0, total: 10, rows: [10, 11] });
    assert.deepEqual(list.missing(0, 10), { offset: 2, limit: pageRows });
    list.add({ rev: 3, offset: 0, total: 1, rows: [20] });
    assert.deepEqual(rowsOf(list), [20]);
    assert.equal(list.at(5), undefined);
  });

  it("keeps a bounded number of rows, those around what is looked at", () => {
    const list = new PagedList<number>();
    for (let offset = 0; offset < 10_000; offset += pageRows) {
      list.add({
        rev: 1,
        offset,
        total: 10_000,
        rows: Array.from({ length: pageRows }, (_, i) => offset + i),
      });
    }
    const kept = rowsOf(list).filter((row) => row !== undefined);
    assert.equal(kept.length, rowsKeptMax);
    assert.equal(list.at(9_999), 9_999);
  });

  it("moves and removes a row as a plain array does", () => {
    const place = fc.nat(19);
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), place, place), { maxLength: 15 }), (steps) => {
        const list = listOf(20);
        const rows = Array.from({ length: 20 }, (_, i) => i);
        for (const [moves, from, to] of steps) {
          if (Math.max(from, to) >= rows.length) continue;
          if (moves) {
            list.move(from, to);
            rows.splice(to, 0, ...rows.splice(from, 1));
          } else {
            list.remove(from);
            rows.splice(from, 1);
          }
          assert.deepEqual(rowsOf(list), rows);
        }
      }),
    );
  });

  it("lets the rows between give way to the one that is dragged", () => {
    const to = draggedTo(5, -2.4 * rowPx, rowPx, 20);
    assert.equal(to, 3);
    assert.equal(draggedTo(5, -9_000, rowPx, 20), 0);
    assert.equal(draggedTo(5, 9_000, rowPx, 20), 19);
    const order = Array.from({ length: 8 }, (_, i) => ({
      i,
      at: i === 5 ? to : i + givesWay(i, 5, to),
    }));
    const shown = order.sort((a, b) => a.at - b.at).map(({ i }) => i);
    assert.deepEqual(shown, [0, 1, 2, 5, 3, 4, 6, 7]);
  });
});
