import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import {
  bar,
  bytesText,
  cutTo,
  painter,
  plainText,
  sharesText,
  spanText,
  table,
  timeText,
  widthOf,
} from "../../src/cli/format.ts";

describe("text for people", () => {
  it("shows times, spans and sizes as one says them", () => {
    assert.deepEqual([0, 187_999, 3_723_000, -5].map(timeText), [
      "0:00",
      "3:07",
      "1:02:03",
      "0:00",
    ]);
    assert.deepEqual([12, 600, 9000, 400_000].map(spanText), ["12 s", "10 min", "2.5 h", "5 days"]);
    assert.deepEqual([0, 999, 2048, 5e9].map(bytesText), ["0 B", "999 B", "2.0 KiB", "4.7 GiB"]);
    assert.equal(sharesText({ cache: 1, peer: 0, origin: 3 }), "cache 25 %, origin 75 %");
    assert.equal(sharesText({ cache: 0, peer: 0, origin: 0 }), "");
    assert.equal(bar(0.5, 4), "██░░");
    assert.equal(bar(Number.NaN, 2), "░░");
    assert.equal(bar(7, 2), "██");
  });

  it("takes out of titles what a terminal would obey", () => {
    assert.equal(plainText("a\x1b[2Jb\r\nc\u202ed"), "a [2Jb c d");
    assert.equal(painter(false)("red", "x"), "x");
    assert.equal(painter(true)("red", "x"), "\x1b[31mx\x1b[0m");
  });

  it("cuts any text to the columns there are", () => {
    assert.equal(widthOf("夜á"), 3);
    assert.equal(cutTo("夜鷹です", 5), "夜鷹…");
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.nat(20), (text, columns) => {
        assert.ok(widthOf(cutTo(text, columns)) <= columns);
      }),
    );
  });

  it("aligns tables, and shrinks only the columns that may", () => {
    const columns = [
      { title: "TITLE", shrinks: true },
      { title: "N", align: "right" },
    ] as const;
    const options = { paint: painter(false), width: 14 };
    const rows = [
      ["A very long title indeed", "7"],
      ["Short", "12"],
    ];
    assert.deepEqual(table(columns, rows, options), [
      "TITLE        N",
      "A very lo…   7",
      "Short       12",
    ]);
    const wide = table(columns, rows, { ...options, width: Number.POSITIVE_INFINITY });
    assert.equal(wide[1], "A very long title indeed   7");
  });
});
