import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { parseAddress } from "../../src/base/address.ts";
import { foldText, searchWords } from "../../src/base/fold.ts";

describe("foldText", () => {
  it("takes away case, accents, width, ligatures and strokes", () => {
    for (const [text, folded] of [
      ["Björk", "bjork"],
      ["SIGUR RÓS", "sigur ros"],
      ["Ｆｕｌｌ ﬁre", "full fire"],
      ["Straße Ærø Łódź", "strasse aero lodz"],
      ["Дом Чайка", "дом чаика"],
    ] as const) {
      assert.equal(foldText(text), folded);
    }
  });

  it("is the same twice", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) =>
        assert.equal(foldText(foldText(text)), foldText(text)),
      ),
    );
  });

  it("gives the words of a query", () => {
    assert.deepEqual(searchWords("  The  Élan "), ["the", "elan"]);
  });
});

describe("parseAddress", () => {
  it("takes names, IPv4 and bracketed IPv6", () => {
    assert.deepEqual(parseAddress("kitchen.local:7646"), { host: "kitchen.local", port: 7646 });
    assert.deepEqual(parseAddress("127.0.0.1:0"), { host: "127.0.0.1", port: 0 });
    assert.deepEqual(parseAddress("[fe80::1%eth0]:80"), { host: "fe80::1%eth0", port: 80 });
  });

  it("refuses the rest", () => {
    for (const text of [
      "",
      "host",
      "host:",
      "host:70000",
      "host:-1",
      "a b:1",
      "fe80::1:80",
      "[fe80::1]",
    ]) {
      assert.equal(parseAddress(text), undefined, text);
    }
  });
});
